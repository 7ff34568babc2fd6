import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bodyOf,
  Hl7Error,
  parseMessage,
  Repeated,
  readFields,
  readFirst,
  readHeader,
  writeAck,
  writeMessage,
} from './index.ts';

const bytesOf = (text: string, encoding: BufferEncoding = 'utf8'): Uint8Array => Buffer.from(text, encoding);
const header = 'MSH|^~\\&|APP|FAC|HUB|HUB|20260101||ADT^A01|1|P|2.5';
const parse = (...lines: readonly string[]) => parseMessage(bytesOf(lines.join('\r')));
const codeOf = (bytes: Uint8Array): string => {
  try {
    parseMessage(bytes);
    return 'read';
  } catch (error) {
    if (error instanceof Hl7Error) return error.code;
    throw error;
  }
};

describe('a message', () => {
  it('gives fields, repetitions, components and subcomponents by the numbers of the Standard', () => {
    const message = parse(
      header,
      'PID|1||A1^^^COUNTY&1.2.3&ISO^MR~B2^^^STATE||van der Berg&van der&Berg^Anna||19600102|F',
    );
    const pid = readFirst(message, 'PID');
    expect(pid?.identifiers).toEqual([
      { id: 'A1', authority: { namespace: 'COUNTY', universalId: '1.2.3', universalIdType: 'ISO' }, type: 'MR' },
      { id: 'B2', authority: { namespace: 'STATE' } },
    ]);
    expect(pid?.names).toEqual([{ family: 'van der Berg', given: 'Anna' }]);
    expect([pid?.birthDate, pid?.sex]).toEqual(['19600102', 'F']);
    expect(message.header.text(1)).toBe('|');
    expect(readHeader(message)).toMatchObject({ sendingApplication: 'APP', triggerEvent: 'A01', controlId: '1' });
  });

  it('takes "" for nothing, and keeps Z-segments', () => {
    const message = parse(header, 'PID|||A1||""||""', 'ZDS|1.2.3^100^Application^DICOM', 'ZXX|a^b');
    expect(readFirst(message, 'PID')).toMatchObject({ names: [], birthDate: undefined });
    expect(readFirst(message, 'ZDS')?.study).toBe('1.2.3');
    expect(message.one('ZXX')?.text(1, 2)).toBe('b');
  });

  it('takes the delimiters that the header names', () => {
    const message = parse('MSH#.*!:#APP#FAC###20260101##ADT.A01#1#P#2.5', 'PID###A1...COUNTY:1!S!2', 'NTE###a!F!b!S!c');
    expect(readFirst(message, 'PID')?.identifiers[0]).toEqual({
      id: 'A1',
      authority: { namespace: 'COUNTY', universalId: '1.2' },
    });
    expect(message.one('NTE')?.text(3)).toBe('a#b.c');
  });

  it.each([
    ['\\F\\\\S\\\\T\\\\R\\\\E\\', '|^&~\\'],
    ['a\\.br\\b', 'a\nb'],
    ['a\\.sp3\\b', 'a\n\n\nb'],
    ['a\\.sp999999\\b', 'a\\.sp999999\\b'],
    ['\\H\\bold\\N\\', 'bold'],
    ['\\X414243\\', 'ABC'],
    ['\\X4\\', '\\X4\\'],
    ['\\XZZ\\', '\\XZZ\\'],
    ['\\Q\\ and \\T\\', '\\Q\\ and &'],
    ['C:\\dir\\file', 'C:\\dir\\file'],
    ['open \\', 'open \\'],
  ])('reads the escapes of %s', (raw, text) => {
    expect(parse(header, `NTE|||${raw}`).one('NTE')?.text(3)).toBe(text);
  });

  it.each<[string, string, BufferEncoding, string, readonly string[]]>([
    ['8859/1', '8859/1', 'latin1', 'Müller', []],
    ['UTF-8', 'UNICODE UTF-8', 'utf8', 'Müller-Łódź', []],
    ['nothing declared, UTF-8 sent', '', 'utf8', 'Müller', []],
    ['nothing declared, Latin-1 sent', '', 'latin1', 'Müller', []],
    ['UTF-8 declared, Latin-1 sent', 'UNICODE UTF-8', 'latin1', 'Müller', ['other-character-set']],
    ['Latin-1 declared, UTF-8 sent', '8859/1', 'utf8', 'Müller', ['other-character-set']],
    ['UTF-8 declared, UTF-16 sent', 'UNICODE UTF-8', 'utf16le', 'Müller', ['other-character-set']],
    ['an unknown set', 'KLINGON', 'utf8', 'Müller', ['unknown-character-set']],
  ])('decodes %s', (_title, declared, encoding, name, faults) => {
    const message = parseMessage(bytesOf(`${header}||||||${declared}\rPID|||1||${name}`, encoding));
    expect(readFirst(message, 'PID')?.names[0]?.family).toBe(name);
    expect(message.charsetFaults).toEqual(faults);
  });

  it('decodes Japanese names by ISO 2022, in which a bar may be half of a character', () => {
    const kanji = Buffer.from([0x1b, 0x24, 0x42, 0x3b, 0x33, 0x45, 0x44, 0x1b, 0x28, 0x42]);
    const start = bytesOf(`${header}||||||~ISO IR87\rPID|||1||`);
    const message = parseMessage(Buffer.concat([start, kanji, bytesOf('^X')]));
    expect(readFirst(message, 'PID')?.names[0]).toMatchObject({ family: '山田', given: 'X' });
  });

  it('keeps the byte order mark out of the first segment', () => {
    expect(parseMessage(bytesOf(`\ufeff${header}`)).header.text(3)).toBe('APP');
  });
});

describe('line ends before a message', () => {
  it('are passed over', () => {
    const names = (lead: string) => parseMessage(bytesOf(`${lead}${header}\rEVN|A04`)).segments.map(({ name }) => name);
    for (const lead of ['\r\n\n', '\ufeff\r\n', '\r\n\ufeff']) expect(names(lead)).toEqual(['MSH', 'EVN']);
  });

  it('are no part of what follows its header', () => {
    expect(bodyOf(bytesOf(`\r\n${header}\r\nEVN|A04\r`))).toEqual(bodyOf(bytesOf(`${header}\rEVN|A04`)));
  });

  it.each<[string, string, Uint8Array, string]>([
    ['8859/2', '8859/2', Buffer.from('a3756b61737a', 'hex'), 'Łukasz'],
    ['GB 18030', 'GB 18030-2000', Buffer.from('cdf5', 'hex'), '王'],
    ['ISO 2022', '~ISO IR87', Buffer.from('1b24423b3345441b2842', 'hex'), '山田'],
  ])('leave %s of its header', (_title, declared, bytes, name) => {
    const message = Buffer.concat([bytesOf(`\r\n${header}||||||${declared}\rPID|||1||`), bytes]);
    expect(parseMessage(message).one('PID')?.text(5)).toBe(name);
  });

  it.each<[string, (text: string) => Buffer]>([
    ['with its mark', (text) => Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['with its mark, high bytes first', (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
    ['without', (text) => Buffer.from(text, 'utf16le')],
    ['without, high bytes first', (text) => Buffer.from(text, 'utf16le').swap16()],
  ])('leave UTF-16 %s as it is declared', (_title, encode) => {
    const message = parseMessage(encode(`\r\n${header}||||||UNICODE UTF-16\rPID|||1||Łódź`));
    expect([message.one('PID')?.text(5), message.charsetFaults]).toEqual(['Łódź', []]);
  });
});

describe('hostile messages are refused with a code', () => {
  const many = (text: string, count: number) => text.repeat(count);
  it.each<[string, string, string]>([
    ['nothing', '', 'not-hl7'],
    ['something else', 'GET / HTTP/1.1\r\n', 'not-hl7'],
    ['a batch', 'BHS|^~\\&|A\rMSH|^~\\&|A', 'batch'],
    ['a short header', 'MSH', 'bad-delimiters'],
    ['an empty MSH-2', 'MSH||APP', 'bad-delimiters'],
    ['equal delimiters', 'MSH|^^\\&|APP', 'bad-delimiters'],
    ['a delimiter that is the field separator', 'MSH|^~|&|APP', 'bad-segment-or-read'],
    ['letters as delimiters', 'MSHAbcdeAAPP', 'bad-delimiters'],
    ['two headers', `${header}\r${header}`, 'bad-segment'],
    ['a segment without a name', `${header}\rxx|1`, 'bad-segment'],
    ['100,000 segments', `${header}\r${many('NTE|1\r', 100_000)}`, 'limit'],
    ['100,000 repetitions', `${header}\rPID|||${many('1~', 50_000)}`, 'limit'],
    ['100,000 components', `${header}\rPID|||${many('1^', 50_000)}`, 'limit'],
    ['100,000 subcomponents', `${header}\rPID|||${many('1&', 50_000)}`, 'limit'],
    ['100,000 fields', `${header}\rPID${many('|', 100_000)}`, 'limit'],
    ['a field of a megabyte', `${header}\rPID|||${many('A', 2 ** 20)}`, 'limit'],
    ['more than ten megabytes', `${header}\rOBX|1|ED|||${many('A', 11 * 2 ** 20)}`, 'limit'],
  ])('%s', (_title, text, code) => {
    const found = codeOf(bytesOf(text));
    if (code === 'bad-segment-or-read') expect(['read', 'bad-segment', 'bad-delimiters']).toContain(found);
    else expect(found).toBe(code);
  });

  it('but a document of some megabytes in OBX-5 is read, with any marks in it', () => {
    const message = parse(header, `OBX|1|TX|||${'a^b&'.repeat(500_000)}`);
    expect(message.one('OBX')?.field(5).length).toBe(2_000_000);
  });

  it('a megabyte of escape marks takes no more than linear time', () => {
    const begun = performance.now();
    const message = parse(header, `OBX|1|TX|||${'\\'.repeat(2 ** 20)}`, `NTE|||${'\\.sp'.repeat(10_000)}`);
    expect(message.one('OBX')?.first(5).whole.length).toBe(2 ** 20);
    expect(message.one('NTE')?.text(3).length).toBe(20_000);
    expect(performance.now() - begun).toBeLessThan(2_000);
  });

  it('any bytes at all are read or refused, never thrown on', () => {
    const byte = fc.constantFrom(...bytesOf('MSH|^~\\&PID\r\n\u000b\u001cX.br19"\u00fc'));
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 400 }), fc.boolean(), (body, headed) => {
        const bytes = headed ? Buffer.concat([bytesOf(`${header}\r`), Buffer.from(body)]) : Buffer.from(body);
        try {
          const message = parseMessage(bytes);
          for (const segment of message.segments) if (segment.name === 'PID') readFields('PID', segment);
        } catch (error) {
          if (!(error instanceof Hl7Error)) throw error;
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('what is written', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 40 }).filter((value) => value !== '""');

  it('reads back as the same values, whatever they hold', () => {
    fc.assert(
      fc.property(text, text, text, text, (one, two, three, four) => {
        const written = writeMessage([
          ['MSH', 'APP', 'FAC', '', '', '', '', ['ADT', 'A01'], '1', 'P', '2.5', '', '', '', '', '', 'UNICODE UTF-8'],
          ['ZZZ', [one, [two, three]], new Repeated([[four, 'x'], 'y'])],
        ]);
        const zzz = parseMessage(written).one('ZZZ');
        const plain = (value: string) => value.replaceAll('\r', '\r');
        expect(zzz?.text(1, 1) ?? '').toBe(plain(one));
        expect(zzz?.text(1, 2, 1) ?? '').toBe(plain(two));
        expect(zzz?.text(1, 2, 2) ?? '').toBe(plain(three));
        expect(zzz?.repetitions(2).at(0)?.text(1)).toBe(four);
      }),
      { numRuns: 500 },
    );
  });

  it('cannot be made to hold structure of its own (H72)', () => {
    fc.assert(
      fc.property(text, (value) => {
        const hostile = `${value}\r\u000bMSH|^~\\&|x\u001c\rPID|`;
        const ack = writeAck({
          code: 'AE',
          header: { controlId: hostile, sendingApplication: hostile, version: hostile, triggerEvent: hostile },
          controlId: 'H1',
          at: new Date(0),
          error: { condition: '101', text: 'A sentence', location: 'PID-3' },
        });
        expect(ack.includes(0x0b) || ack.includes(0x1c)).toBe(false);
        const message = parseMessage(ack);
        expect(message.segments.map((segment) => segment.name)).toEqual(['MSH', 'MSA', 'ERR']);
        expect(message.one('MSA')?.text(2)).toBe(hostile.slice(0, 199));
      }),
    );
  });

  it.each([
    ['2.5.1', '|||PID^1^3|101^Required field missing^HL70357|E||||Say who it is'.slice(1)],
    ['2.3', '|PID^1^3^101&Required field missing&HL70357'],
  ])('has the ERR segment of version %s', (version, err) => {
    const ack = writeAck({
      code: 'AE',
      header: { controlId: '7', version },
      controlId: 'H1',
      at: new Date(0),
      error: { condition: '101', text: 'Say who it is', location: 'PID-3' },
    });
    const [, msa, error] = Buffer.from(ack).toString().split('\r');
    expect(msa).toBe('MSA|AE|7|Say who it is');
    expect(error).toBe(`ERR${err}`);
  });
});
