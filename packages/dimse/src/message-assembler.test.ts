import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Command, CommandField } from './command.ts';
import { encodeCommand } from './command-codec.ts';
import { DimseError } from './errors.ts';
import { commandPdus, dataPdus } from './fragmenter.ts';
import { MessageAssembler } from './message-assembler.ts';
import { PduReader } from './pdu-reader.ts';
import { cut } from './testing/arbitraries.ts';

const RUNS = { numRuns: 300, seed: 20261124 };

/** What the messages of a byte stream are, with their data joined, and the error that ended it. */
function messagesOf(chunks: readonly Buffer[]): unknown[] {
  const messages: unknown[] = [];
  let data = '';
  const assembler = new MessageAssembler(
    {
      command: (contextId, { CommandField, MessageID }, hasData) => {
        messages.push({ contextId, CommandField, MessageID, hasData });
      },
      data: (bytes) => {
        data += bytes.toString('hex');
      },
      dataEnd: () => {
        messages.push(data);
        data = '';
      },
    },
    (id) => id < 100,
  );
  const reader = new PduReader({
    pdu: () => undefined,
    dataPdu: () => undefined,
    fragment: (contextId, control, bytes, ends) => assembler.fragment(contextId, control, bytes, ends),
  });
  try {
    for (const chunk of chunks) reader.push(chunk);
  } catch (error) {
    if (!(error instanceof DimseError)) throw error;
    messages.push(error.message);
  }
  return messages;
}

interface Message {
  readonly contextId: number;
  readonly command: Command;
  readonly data: Buffer | undefined;
  readonly fragment: number;
}

const message: fc.Arbitrary<Message> = fc.record({
  contextId: fc.integer({ min: 1, max: 99 }),
  command: fc.nat(0xffff).map((MessageID) => ({ CommandField: CommandField.CStoreRq, MessageID })),
  data: fc.uint8Array({ maxLength: 500 }).map((bytes) => Buffer.from(bytes)),
  fragment: fc.integer({ min: 1, max: 100 }).map((half) => half * 2),
});

const echo: fc.Arbitrary<Message> = fc.record({
  contextId: fc.integer({ min: 1, max: 99 }),
  command: fc.nat(0xffff).map((MessageID) => ({ CommandField: CommandField.CEchoRq, MessageID })),
  data: fc.constant(undefined),
  fragment: fc.constant(1000),
});

function encode({ contextId, command, data, fragment }: Message): Buffer {
  const bytes = encodeCommand(command, data !== undefined);
  const pdus = commandPdus(contextId, bytes, fragment);
  return Buffer.concat(data ? [...pdus, ...dataPdus(contextId, data, fragment)] : pdus);
}

function expected({ contextId, command, data }: Message): unknown[] {
  const head = { contextId, CommandField: command.CommandField, MessageID: command.MessageID, hasData: !!data };
  return data ? [head, data.toString('hex')] : [head];
}

describe('messages', () => {
  test('are the same however they are fragmented and however the bytes are cut', () => {
    const messages = fc.array(fc.oneof(message, echo), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(messages, fc.array(fc.nat(), { maxLength: 40 }), (list, places) => {
        expect(messagesOf(cut(Buffer.concat(list.map(encode)), places))).toEqual(list.flatMap(expected));
      }),
      RUNS,
    );
  });

  test('of a damaged stream are the same however it is cut, and end with the same error', () => {
    fc.assert(
      fc.property(
        fc.array(message, { minLength: 1, maxLength: 3 }),
        fc.nat(),
        fc.nat(255),
        fc.array(fc.nat(), { maxLength: 40 }),
        (list, place, byte, places) => {
          const stream = Buffer.concat(list.map(encode));
          stream[place % stream.length] = byte;
          expect(messagesOf(cut(stream, places))).toEqual(messagesOf([stream]));
        },
      ),
      { ...RUNS, numRuns: 1000 },
    );
  });
});
