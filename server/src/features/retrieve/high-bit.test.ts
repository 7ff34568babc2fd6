/** Values that do not end in the lowest bit of their cells, and overlays in the bits that no value uses (PS3.5 8.1). */
import { type Dataset, encodeFileMeta, encodePart10, makeTag, readPart10, tags, uids } from '@throughline/dicom';
import { afterAll, describe, expect, it } from 'vitest';
import { greyPicture } from '../../../test/grey-picture.ts';
import { openFileObject } from './file-object.ts';
import { decodeFrame } from './pixels/decode.ts';
import { encodeFrame } from './pixels/encode.ts';
import { pixelFormat } from './pixels/format.ts';
import type { PixelFormat } from './pixels/frame.ts';
import { closeWorkers } from './pixels/pool.ts';
import { recode } from './recode.ts';

afterAll(closeWorkers);

const [rows, columns] = [5, 7];
const count = rows * columns;

/** What is in the cells, by PS3.5 8.1.1 alone. */
const valueIn = (cell: number, stored: number, highBit: number, signed: boolean): number => {
  const value = (cell >> (highBit + 1 - stored)) & (2 ** stored - 1);
  return signed && value >= 2 ** (stored - 1) ? value - 2 ** stored : value;
};

const describedAs = (stored: number, highBit: number, signed: boolean): Dataset =>
  greyPicture({ rows, columns, bitsAllocated: 16, bitsStored: stored, highBit, signed });

/** Two segments of literal runs (PS3.5 G.3). */
const rleOf = (cells: Uint16Array): Uint8Array => {
  const segment = (shift: number): Uint8Array => {
    const bytes = Uint8Array.from(cells, (cell) => (cell >> shift) & 0xff);
    return Uint8Array.from([bytes.length - 1, ...bytes, ...(bytes.length % 2 === 0 ? [128] : [])]);
  };
  const [high, low] = [segment(8), segment(0)];
  const header = Uint32Array.from({ length: 16 }, (_, at) => [2, 64, 64 + high.length][at] ?? 0);
  return Buffer.concat([Buffer.from(header.buffer), high, low]);
};

/** A stream of 16 bits a sample holds the cells as they are. */
const streamOf = (cells: Uint16Array<ArrayBuffer>, target: string): Promise<Uint8Array> => {
  const size = { rows, columns, samples: 1, photometric: 'MONOCHROME2' };
  const whole: PixelFormat = {
    ...{ ...size, transferSyntaxUid: uids.ExplicitVRLittleEndian, bitsAllocated: 16, bitsStored: 16, highBit: 15 },
    ...{ signed: false, float: false, planar: false },
  };
  return encodeFrame({ ...size, values: cells, bits: 16 }, whole, target);
};

const objectOf = async (dataset: Dataset, cells: Uint16Array<ArrayBuffer>, syntax: string) => {
  if (syntax === uids.ExplicitVRLittleEndian) dataset.set(tags.PixelData, new Uint8Array(cells.slice().buffer), 'OW');
  else {
    const frame = syntax === uids.RLELossless ? rleOf(cells) : await streamOf(cells, syntax);
    const fragments = [Buffer.concat([frame, new Uint8Array(frame.length % 2)])];
    dataset.put({ kind: 'fragments', tag: tags.PixelData, vr: 'OB', fragments, offsetTable: new Uint8Array(0) });
  }
  return openFileObject(encodePart10(dataset, syntax));
};

/** The data set in explicit VR little endian, and its cells. */
const uncompressed = async ({ header, read }: Awaited<ReturnType<typeof openFileObject>>) => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of recode(header, read, uids.ExplicitVRLittleEndian)) chunks.push(chunk);
  const [sopClassUid = ''] = header.dataset.strings(tags.SOPClassUID);
  const [sopInstanceUid = ''] = header.dataset.strings(tags.SOPInstanceUID);
  const bytes = Buffer.concat(chunks);
  const meta = encodeFileMeta({ sopClassUid, sopInstanceUid, transferSyntaxUid: uids.ExplicitVRLittleEndian });
  const whole = Buffer.concat([meta, bytes]);
  const { dataset } = await readPart10(
    (async function* () {
      yield whole;
    })(),
  );
  const at = whole.length - count * 2;
  return {
    dataset,
    cells: new Uint16Array(whole.buffer.slice(whole.byteOffset + at, whole.byteOffset + whole.length)),
  };
};

const compressed = [uids.RLELossless, uids.JPEGLSLossless, uids.JPEG2000Lossless, uids.HTJ2KLossless];
const forms = [
  [10, 15, false],
  [10, 15, true],
  [15, 15, true],
  [12, 13, true],
  [12, 13, false],
] as const;

describe.each(compressed)('in %s', (syntax) => {
  it.each(forms)('%i bits up to bit %i, signed %s', async (stored, highBit, signed) => {
    const up = highBit + 1 - stored;
    const cells = Uint16Array.from({ length: count }, (_, at) => ((at * 0x3a7) & (2 ** stored - 1)) << up);
    const expected = [...cells].map((cell) => valueIn(cell, stored, highBit, signed));
    const object = await objectOf(describedAs(stored, highBit, signed), cells, syntax);
    const frames = await object.frames();
    const decoded = await decodeFrame({ ...pixelFormat(object.header), bytes: await frames.read(1) });
    expect([...decoded.values]).toEqual(expected);
    const plain = await uncompressed(object);
    expect(plain.dataset.number(tags.HighBit)).toBe(highBit);
    expect([...plain.cells].map((cell) => valueIn(cell, stored, highBit, signed))).toEqual(expected);
  });

  it.each([
    [12, 11, 12],
    [12, 15, 1],
  ])('keeps an overlay beside %i bits up to bit %i, in bit %i', async (stored, highBit, position) => {
    const up = highBit + 1 - stored;
    const value = (at: number): number => ((at * 0x3a7) & (2 ** stored - 1)) << up;
    const cells = Uint16Array.from({ length: count }, (_, at) => value(at) | ((at % 3 === 0 ? 1 : 0) << position));
    const dataset = describedAs(stored, highBit, false).set(makeTag(0x6000, 0x0102), position, 'US');
    const plain = await uncompressed(await objectOf(dataset, cells, syntax));
    expect([...plain.cells]).toEqual([...cells]);
    expect(plain.dataset.number(tags.HighBit)).toBe(highBit);
  });
});
