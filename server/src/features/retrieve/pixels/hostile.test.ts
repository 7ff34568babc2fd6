/** Pictures that lie: H29 to H32. Each is refused, in time, and the next good one is drawn. */
import { Dataset, encapsulate, encodePart10, type Part10, tags, uids } from '@throughline/dicom';
import { afterAll, describe, expect, it } from 'vitest';
import { greyPicture } from '../../../../test/grey-picture.ts';
import { Failure } from '../../../errors.ts';
import { openFileObject } from '../file-object.ts';
import { renderParts } from '../rendered.ts';
import { decodeFrame } from './decode.ts';
import { encodeFrame } from './encode.ts';
import { pixelFormat } from './format.ts';
import type { PixelFormat } from './frame.ts';
import { fromNative } from './native.ts';
import { closeWorkers, decodeInWorker } from './pool.ts';
import { withMemoryLimit } from './wasm-limit.ts';

afterAll(closeWorkers);

const side = 48;
const format: PixelFormat = {
  ...{ transferSyntaxUid: uids.ExplicitVRLittleEndian, rows: side, columns: side, samples: 1, bitsAllocated: 16 },
  ...{ bitsStored: 12, highBit: 11, signed: false, float: false, planar: false, photometric: 'MONOCHROME2' },
};
const native = new Uint8Array(Uint16Array.from({ length: side * side }, (_, at) => (at * 7919) & 0xfff).buffer);

const dataset = (): Dataset => greyPicture(format).set(tags.PixelData, native, 'OW');

const render = async (object: Dataset, syntax: string = uids.ExplicitVRLittleEndian, frame = 1): Promise<Buffer> => {
  const { header, read, frames } = await openFileObject(encodePart10(object, syntax));
  return renderParts(header, frame, await (await frames()).read(frame), read, { type: 'image/png' });
};

describe('H29: descriptions that cannot be', () => {
  const words = (...values: number[]): Uint8Array => new Uint8Array(Uint16Array.from(values).buffer);
  it.each<readonly [string, (object: Dataset) => unknown]>([
    ['no rows', (object) => object.set(tags.Rows, 0)],
    ['65535 by 65535', (object) => object.set(tags.Rows, 65_535).set(tags.Columns, 65_535)],
    ['rows as UL', (object) => object.set(tags.Rows, 0x1_0030, 'UL')],
    ['rows as text', (object) => object.set(tags.Rows, 'many', 'CS')],
    ['no columns', (object) => object.delete(tags.Columns)],
    ['frames beyond counting', (object) => object.set(tags.NumberOfFrames, '2147483647')],
    ['fewer than no frames', (object) => object.set(tags.NumberOfFrames, '-1')],
    ['no bits', (object) => object.set(tags.BitsAllocated, 0)],
    ['12 bits allocated', (object) => object.set(tags.BitsAllocated, 12)],
    ['more bits stored than there are', (object) => object.set(tags.BitsStored, 17)],
    ['a high bit outside', (object) => object.set(tags.HighBit, 16)],
    ['65535 samples', (object) => object.set(tags.SamplesPerPixel, 65_535)],
    ['two samples', (object) => object.set(tags.SamplesPerPixel, 2)],
    ['one pixel more than there is', (object) => object.set(tags.Rows, side + 1)],
  ])('%s', async (_name, spoil) => {
    const object = dataset();
    spoil(object);
    await expect(render(object)).rejects.toThrow(/cannot be|incomplete|impossible|shorter|accepted/);
  });

  it('more pixels than the bytes of its RLE could be are refused at once', async () => {
    const frame = Buffer.alloc(80);
    frame.writeUInt32LE(1, 0);
    frame.writeUInt32LE(64, 4);
    const object = dataset().set(tags.Rows, 16_384).set(tags.Columns, 16_384).set(tags.BitsAllocated, 8);
    object
      .set(tags.BitsStored, 8)
      .set(tags.HighBit, 7)
      .put(encapsulate([frame]));
    const began = performance.now();
    await expect(render(object, uids.RLELossless)).rejects.toThrow(/cannot be decoded/);
    expect(performance.now() - began).toBeLessThan(8000);
  });

  it('two values of rows: the first counts', async () => {
    expect(
      (await render(dataset().put({ kind: 'value', tag: tags.Rows, vr: 'US', bytes: words(side, 65_535) }))).length,
    ).toBeGreaterThan(0);
  });
});

describe('H30: tables that lie', () => {
  const palette = (descriptor: readonly number[], data: Uint8Array): Dataset => {
    const object = dataset()
      .set(tags.PhotometricInterpretation, 'PALETTE COLOR')
      .set(tags.BitsAllocated, 8)
      .set(tags.BitsStored, 8)
      .set(tags.HighBit, 7)
      .set(
        tags.PixelData,
        new Uint8Array(side * side).map((_, at) => at),
        'OB',
      );
    for (const colour of ['Red', 'Green', 'Blue'] as const)
      object
        .set(tags[`${colour}PaletteColorLookupTableDescriptor`], descriptor, 'US')
        .set(tags[`${colour}PaletteColorLookupTableData`], data, 'OW');
    return object;
  };
  const table = new Uint8Array(Uint16Array.from({ length: 16 }, (_, at) => at * 4096).buffer);

  it('indices past the table take its last entry', async () => {
    expect((await render(palette([16, 0, 16], table))).length).toBeGreaterThan(0);
  });
  it.each([
    ['more entries than there are', [256, 0, 16], table],
    ['65536 entries', [0, 0, 16], table],
    ['no entries', [16, 0, 16], new Uint8Array()],
    ['64 bits an entry', [16, 0, 64], table],
    ['no descriptor', [], table],
  ] as const)('%s', async (_name, descriptor, data) => {
    await expect(render(palette(descriptor, data))).rejects.toThrow(Failure);
  });
  it('a table of greys shorter than it says is refused, but where a window is asked for instead', async () => {
    const lut = new Dataset().set(tags.LUTDescriptor, [4096, 0, 16], 'US').set(tags.LUTData, table, 'OW');
    const windowed = dataset().set(tags.VOILUTSequence, [lut]);
    await expect(render(windowed)).rejects.toThrow(/VOI LUT/);
    const shown = windowed.set(tags.WindowCenter, '500').set(tags.WindowWidth, '900');
    expect((await render(shown)).length).toBeGreaterThan(0);
    await expect(render(dataset().set(tags.ModalityLUTSequence, [lut]))).rejects.toThrow(/modality LUT/);
    const empty = new Dataset().set(tags.LUTDescriptor, [], 'US').set(tags.LUTData, new Uint8Array(), 'OW');
    expect((await render(dataset().set(tags.ModalityLUTSequence, [empty]))).length).toBeGreaterThan(0);
  });
  it('an overlay larger than its data is left out', async () => {
    const object = dataset().set(0x60000010, 65_535, 'US').set(0x60000011, 65_535, 'US').set(0x60003000, table, 'OW');
    expect((await render(object)).length).toBeGreaterThan(0);
  });
});

const compressions = [uids.JPEGLSLossless, uids.JPEG2000Lossless, uids.HTJ2KLossless] as const;

/** The same numbers in every run. */
const numbers = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
};

const spoiled = (stream: Uint8Array, seed: number): Uint8Array => {
  const next = numbers(seed);
  const copy = Uint8Array.from(stream);
  if (seed % 4 === 0) return copy.subarray(0, Math.floor(next() * copy.length));
  const places = 1 + Math.floor(next() * 8);
  for (let n = 0; n < places; n += 1)
    copy[Math.floor(next() * (seed % 2 ? copy.length : 120))] = Math.floor(next() * 256);
  return copy;
};

describe('H31: streams that are spoilt', () => {
  const good = fromNative(native, format);

  it.each(compressions)(
    '%s: refused or whole, and the next one is right',
    async (transferSyntaxUid) => {
      const stream = await encodeFrame(good, format, transferSyntaxUid);
      for (let seed = 1; seed <= 40; seed += 1) {
        const frame = { ...format, transferSyntaxUid, bytes: spoiled(stream, seed) };
        const size = await decodeInWorker(frame).then(
          ({ bytes }) => bytes.length,
          (error: unknown) => error,
        );
        if (size !== native.length) expect(size).toBeInstanceOf(Failure);
      }
      const last = await decodeInWorker({ ...format, transferSyntaxUid, bytes: stream });
      expect(Buffer.from(last.bytes).equals(native)).toBe(true);
    },
    60_000,
  );

  it.each(compressions)('%s: a stream of another size than the header says', async (transferSyntaxUid) => {
    const bytes = await encodeFrame(good, format, transferSyntaxUid);
    await expect(decodeFrame({ ...format, rows: side - 1, transferSyntaxUid, bytes })).rejects.toThrow(/size/);
    await expect(decodeFrame({ ...format, bitsAllocated: 8, transferSyntaxUid, bytes })).rejects.toThrow(/size/);
  });

  it.each([
    [uids.JPEGBaseline8Bit, [0xff, 0xd8, 0xff, 0xc0, 0, 11, 8, 0xff, 0xff, 0xff, 0xff, 1, 1, 0x11, 0]],
    [uids.JPEGLossless, [0xff, 0xd8, 0xff, 0xc3, 0, 11, 16, 0xff, 0xff, 0xff, 0xff, 1, 1, 0x11, 0]],
    [uids.JPEGLSLossless, [0xff, 0xd8, 0xff, 0xf7, 0, 11, 16, 0xff, 0xff, 0xff, 0xff, 1, 1, 0x11, 0]],
    [uids.RLELossless, [15, 0, 0, 0]],
    [uids.DeflatedImageFrameCompression, [0xff, 0xff]],
  ])('%s: one pixel that claims 65535 by 65535', async (transferSyntaxUid, bytes) => {
    const frame = { ...format, rows: 1, columns: 1, transferSyntaxUid, bytes: Uint8Array.from(bytes) };
    await expect(decodeInWorker(frame)).rejects.toThrow(Failure);
  });

  it('RLE segments that point outside', async () => {
    const header = new Uint8Array(80);
    new DataView(header.buffer).setUint32(0, 2, true);
    new DataView(header.buffer).setUint32(4, 64, true);
    new DataView(header.buffer).setUint32(8, 0xfffffff0, true);
    const frame = { ...format, transferSyntaxUid: uids.RLELossless, bytes: header };
    await expect(decodeFrame(frame)).rejects.toThrow(/segment/);
  });

  it('a frame that takes too long ends with its worker, and the next one is decoded', async () => {
    const head = [0xff, 0xd8, 0xff, 0xc3, 0, 11, 16, 0x1f, 0xff, 0x1f, 0xff, 1, 1, 0x11, 0];
    const table = [0xff, 0xc4, 0, 20, 0, 1, ...new Array<number>(15).fill(0), 0];
    const scan = [0xff, 0xda, 0, 8, 1, 1, 0, 1, 0, 0];
    const bytes = Uint8Array.from([...head, ...table, ...scan]);
    const large = { ...format, rows: 0x1fff, columns: 0x1fff, transferSyntaxUid: uids.JPEGLossless, bytes };
    const begun = performance.now();
    await expect(decodeInWorker(large, 100)).rejects.toThrow(Failure);
    expect(performance.now() - begun).toBeLessThan(3000);
    expect((await decodeInWorker({ ...format, bytes: native })).bytes.length).toBe(native.length);
  });

  it('a codec gets no more memory than its limit', () => {
    const module = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 5, 5, 1, 1, 1, 0x80, 0x01, 7, 5, 1, 1, 0x6d, 2, 0);
    const limited = new Uint8Array(withMemoryLimit(module, 4 * 65_536));
    const instance = new WebAssembly.Instance(new WebAssembly.Module(limited));
    const memory = instance.exports.m as WebAssembly.Memory;
    expect(memory.grow(3)).toBe(1);
    expect(() => memory.grow(1)).toThrow(RangeError);
  });
});

describe('H32: offset tables that lie', () => {
  const object = (table: readonly number[], fragments: number): Dataset => {
    const element = encapsulate(Array.from({ length: fragments }, () => new Uint8Array(64)));
    const offsets = new Uint8Array(Uint32Array.from(table).buffer);
    return dataset()
      .set(tags.NumberOfFrames, '2')
      .put({ ...element, offsetTable: offsets });
  };
  it.each([
    ['past the end', [0, 0xfffffff0], 4],
    ['one in the other', [0, 0], 4],
    ['within a fragment', [0, 9], 4],
    ['backwards', [144, 0], 3],
    ['fewer fragments than frames', [0, 72], 1],
  ] as const)('%s', async (_name, table, fragments) => {
    await expect(render(object(table, fragments), uids.RLELossless, 2)).rejects.toThrow();
  });
});

it('and after all of that a good picture is drawn', async () => {
  expect((await render(dataset())).subarray(1, 4).toString('latin1')).toBe('PNG');
  const header = { dataset: dataset(), transferSyntaxUid: uids.ExplicitVRLittleEndian } as Part10;
  expect(pixelFormat(header).rows).toBe(side);
});
