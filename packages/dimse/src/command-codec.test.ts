import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { COMMAND_ELEMENTS, type Command, CommandField, type CommandKeyword, MESSAGES } from './command.ts';
import { decodeCommand, encodeCommand, safeUid } from './command-codec.ts';
import { DimseError } from './errors.ts';

const RUNS = { numRuns: 500, seed: 20261124 };

const VALUES = {
  US: fc.nat(0xffff),
  UI: fc.stringMatching(/^[1-9][0-9.]{0,62}[1-9]$/),
  AE: fc.stringMatching(/^[A-Z0-9]{1,16}$/),
  LO: fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9 ]{0,50}[a-z]$/),
  AT: fc.array(fc.nat(0xffffffff), { minLength: 1, maxLength: 4 }),
} as const;

const fields = Object.fromEntries(
  Object.entries(COMMAND_ELEMENTS)
    .filter(([keyword]) => keyword !== 'CommandDataSetType' && keyword !== 'CommandField')
    .map(([keyword, [, vr]]) => [keyword, VALUES[vr]]),
);

/** Commands with an unknown Command Field, so that no rule of a message applies. */
const anyCommand: fc.Arbitrary<Command> = fc
  .record(fields, { requiredKeys: [] })
  .map((command) => ({ ...(command as Command), CommandField: 0x7777 }));

describe('command sets', () => {
  test('what is encoded is decoded again', () => {
    fc.assert(
      fc.property(anyCommand, fc.boolean(), (command, hasData) => {
        const { CommandDataSetType, ...decoded } = decodeCommand(encodeCommand(command, hasData));
        expect(decoded).toEqual(command);
        expect(CommandDataSetType === 0x0101).toBe(!hasData);
      }),
      RUNS,
    );
  });

  test('the bytes of a C-ECHO-RQ are those of PS3.7', () => {
    const command = { AffectedSOPClassUID: '1.2.840.10008.1.1', CommandField: CommandField.CEchoRq, MessageID: 7 };
    const expected = [
      '00000000 04000000 38000000',
      '00000200 12000000 312e322e3834302e31303030382e312e3100',
      '00000001 02000000 3000',
      '00001001 02000000 0700',
      '00000008 02000000 0101',
    ];
    expect(encodeCommand(command, false).toString('hex')).toBe(expected.join('').replaceAll(' ', ''));
  });

  test('damaged bytes are decoded or refused, nothing else', () => {
    const edits = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(anyCommand, edits, fc.nat(), (command, places, length) => {
        const bytes = encodeCommand(command, true);
        for (const [place, byte] of places) bytes[place % bytes.length] = byte;
        try {
          decodeCommand(bytes.subarray(0, length % (bytes.length + 1)));
        } catch (error) {
          expect(error).toBeInstanceOf(DimseError);
        }
      }),
      { ...RUNS, numRuns: 3000 },
    );
  });

  const rules = Object.entries(MESSAGES).map(([field, rule]) => ({ field: Number(field), ...rule }));

  test.each(rules)('$name needs $required, data set: $dataSet', ({ field, required, dataSet }) => {
    const whole: Command = { CommandField: field, ...Object.fromEntries(required.map((keyword) => [keyword, 1])) };
    const decode = (command: Command, hasData: boolean) => () => decodeCommand(encodeCommand(command, hasData));
    if (dataSet === 'always') expect(decode(whole, false)).toThrow(DimseError);
    else expect(decode(whole, false)()).toMatchObject(whole);
    if (dataSet === 'never') expect(decode(whole, true)).toThrow(DimseError);
    else expect(decode(whole, true)()).toMatchObject(whole);
    for (const keyword of required as CommandKeyword[]) {
      const { [keyword]: _, ...lacking } = whole;
      expect(decode(lacking, dataSet === 'always')).toThrow(keyword);
    }
  });

  test.each([
    ['1.2.840', '1.2.840'],
    ['1.2.840.0010', '1.2.840.0010'],
    ['', undefined],
    ['../../etc/passwd', undefined],
    ['1.2/3', undefined],
    ['1..2', undefined],
    ['1.2.', undefined],
    ['1.2\n', undefined],
    [`1.${'2'.repeat(63)}`, undefined],
    [undefined, undefined],
  ])('the UID %j is %j', (text, expected) => {
    expect(safeUid(text)).toBe(expected);
  });
});
