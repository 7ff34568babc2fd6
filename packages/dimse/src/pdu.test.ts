import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DimseError } from './errors.ts';
import { commandPdus, DataFragmenter, dataPdus } from './fragmenter.ts';
import { type Pdu, PduType } from './pdu.ts';
import { decodePdu } from './pdu-decode.ts';
import { encodePdu } from './pdu-encode.ts';
import { PduReader } from './pdu-reader.ts';
import { anyPdu, cut } from './testing/arbitraries.ts';

const RUNS = { numRuns: 300, seed: 20261124 };

/** The events of a byte stream, with the pieces of each presentation data value joined. */
function eventsOf(chunks: readonly Buffer[]): unknown[] {
  const events: unknown[] = [];
  let value = '';
  const reader = new PduReader({
    pdu: (pdu) => events.push(plain(pdu)),
    dataPdu: () => events.push('p-data'),
    fragment: (contextId, control, bytes, ends) => {
      value += bytes.toString('hex');
      if (!ends) return;
      events.push({ contextId, control, value });
      value = '';
    },
  });
  try {
    for (const chunk of chunks) reader.push(chunk);
  } catch (error) {
    if (!(error instanceof DimseError)) throw error;
    events.push(error.message);
  }
  return events;
}

/** Buffers as hexadecimal text, so that equality does not depend on what they are views of. */
function plain(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_key, part) =>
      part?.type === 'Buffer' && Array.isArray(part.data) ? Buffer.from(part.data).toString('hex') : part,
    ),
  );
}

function body(pdu: Pdu): Buffer {
  return encodePdu(pdu).subarray(6);
}

describe('PDUs', () => {
  test('what is encoded is decoded again', () => {
    fc.assert(
      fc.property(anyPdu, (pdu) => {
        const encoded = encodePdu(pdu);
        expect(encoded.readUInt32BE(2)).toBe(encoded.length - 6);
        expect(plain(decodePdu(encoded.readUInt8(0), encoded.subarray(6)))).toEqual(plain(pdu));
      }),
      RUNS,
    );
  });

  const dataStream = fc
    .array(fc.record({ id: fc.integer({ min: 1, max: 255 }), bytes: fc.uint8Array({ maxLength: 300 }) }), {
      minLength: 1,
      maxLength: 4,
    })
    .map((values) => Buffer.concat(values.flatMap(({ id, bytes }) => dataPdus(id, Buffer.from(bytes), 64))));

  test('any chunking of a stream gives the same events', () => {
    const stream = fc
      .array(fc.oneof(anyPdu.map(encodePdu), dataStream), { minLength: 1, maxLength: 6 })
      .map((parts) => Buffer.concat(parts));
    fc.assert(
      fc.property(stream, fc.array(fc.nat(), { maxLength: 30 }), (whole, places) => {
        const expected = eventsOf([whole]);
        expect(eventsOf(cut(whole, places))).toEqual(expected);
        expect(expected.length).toBeGreaterThan(0);
      }),
      RUNS,
    );
  });

  test('any chunking of a damaged stream gives the same events and the same error', () => {
    fc.assert(
      fc.property(
        fc.array(anyPdu, { minLength: 1, maxLength: 3 }),
        fc.nat(),
        fc.integer({ min: 0, max: 255 }),
        fc.array(fc.nat(), { maxLength: 30 }),
        (pdus, place, byte, places) => {
          const stream = Buffer.concat(pdus.map(encodePdu));
          stream[place % stream.length] = byte;
          expect(eventsOf(cut(stream, places))).toEqual(eventsOf([stream]));
        },
      ),
      RUNS,
    );
  });

  test('whatever bytes come, only DimseError is thrown', () => {
    const anyBytes = fc.uint8Array({ maxLength: 400 }).map((array) => Buffer.from(array));
    const typed = fc.tuple(fc.integer({ min: 0, max: 9 }), anyBytes).map(([type, bytes]) => {
      const header = Buffer.from([type, 0, 0, 0, bytes.length >> 8, bytes.length & 255]);
      return Buffer.concat([header, bytes]);
    });
    fc.assert(
      fc.property(fc.oneof(anyBytes, typed), (stream) => {
        expect(Array.isArray(eventsOf([stream]))).toBe(true);
      }),
      { ...RUNS, numRuns: 3000 },
    );
  });

  test('a damaged association request is decoded or refused, nothing else', () => {
    const request = anyPdu.filter((pdu) => pdu.type === 'associate-rq').map(body);
    fc.assert(
      fc.property(
        request,
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 4 }),
        (bytes, edits) => {
          for (const [place, byte] of edits) bytes[place % bytes.length] = byte;
          try {
            decodePdu(PduType.AssociateRq, bytes);
          } catch (error) {
            expect(error).toBeInstanceOf(DimseError);
          }
        },
      ),
      { ...RUNS, numRuns: 2000 },
    );
  });
});

describe('memory of the reader', () => {
  const sink = { pdu: () => undefined, dataPdu: () => undefined, fragment: () => undefined };
  const header = (type: number, length: number) => {
    const bytes = Buffer.alloc(6);
    bytes[0] = type;
    bytes.writeUInt32BE(length, 2);
    return bytes;
  };

  test.each([
    ['A-ASSOCIATE-RQ of 4 GB', header(1, 0xfffffff0)],
    ['A-ASSOCIATE-RQ over 256 KiB', header(1, 256 * 1024 + 1)],
    ['P-DATA-TF over the maximum', header(4, 128 * 1024 + 1)],
    ['P-DATA-TF without a value', header(4, 5)],
    ['A-RELEASE-RQ with a body', header(5, 100)],
    ['type 0', header(0, 4)],
    ['type 8', header(8, 4)],
    ['type 255', header(255, 4)],
  ])('%s is refused by its header alone', (_name, bytes) => {
    expect(() => new PduReader(sink).push(bytes)).toThrow(DimseError);
  });

  test('a declared length takes no memory until the bytes come', () => {
    const before = process.memoryUsage().arrayBuffers;
    const readers = Array.from({ length: 1000 }, () => {
      const reader = new PduReader(sink);
      reader.push(Buffer.concat([header(1, 256 * 1024), Buffer.alloc(10)]));
      return reader;
    });
    expect(readers).toHaveLength(1000);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * 1024 * 1024);
  });
});

describe('fragments', () => {
  test('a data set in any chunks becomes the same PDUs, none above the size, only the last marked', () => {
    const chunks = fc.array(
      fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array)),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(
        chunks,
        fc.integer({ min: 1, max: 60 }).map((n) => n * 2),
        (parts, size) => {
          const whole = Buffer.concat(parts);
          const fragmenter = new DataFragmenter(3, size);
          const pdus = [...parts.flatMap((part) => fragmenter.add(part)), ...fragmenter.end()];
          expect(Buffer.concat(pdus)).toEqual(Buffer.concat(dataPdus(3, whole, size)));
          const values = eventsOf([Buffer.concat(pdus)]).filter((event) => event !== 'p-data') as {
            control: number;
            value: string;
          }[];
          expect(values.map(({ value }) => value).join('')).toBe(whole.toString('hex'));
          expect(values.every(({ value }) => value.length <= size * 2)).toBe(true);
          expect(values.map(({ control }) => control)).toEqual([...values.slice(1).map(() => 0), 2]);
        },
      ),
      RUNS,
    );
  });

  test('a command is marked as command', () => {
    expect(eventsOf([Buffer.concat(commandPdus(1, Buffer.from('abcdef'), 4))])).toEqual([
      'p-data',
      { contextId: 1, control: 1, value: Buffer.from('abcd').toString('hex') },
      'p-data',
      { contextId: 1, control: 3, value: Buffer.from('ef').toString('hex') },
    ]);
  });
});
