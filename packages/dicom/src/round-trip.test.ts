/** What is written is read as it was, in every transfer syntax and however the bytes arrive. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { datasets, instance, littleOrBig, pieces } from '../test/arbitrary.ts';
import {
  type Dataset,
  encapsulate,
  encodeDataset,
  encodePart10,
  frameRanges,
  type Part10,
  Part10Reader,
  tags,
  uids,
} from './index.ts';

const syntaxes = {
  'implicit little endian': uids.ImplicitVRLittleEndian,
  'explicit little endian': uids.ExplicitVRLittleEndian,
  'explicit big endian': uids.ExplicitVRBigEndian,
  deflated: uids.DeflatedExplicitVRLittleEndian,
};

const read = async (chunks: readonly Uint8Array[]): Promise<Part10> => {
  const reader = new Part10Reader();
  for (const chunk of chunks) await reader.write(chunk);
  return reader.end();
};

/** Everything that a data set says, as plain data. */
const said = (dataset: Dataset): unknown =>
  [...dataset.elements()].map((element) => {
    const { kind, tag } = element;
    if (kind === 'sequence') return { tag, items: element.items.map(said), open: element.undefinedLength };
    if (kind === 'value') return { tag, vr: element.vr, bytes: Buffer.from(element.bytes).toString('hex') };
    return element;
  });

/** Implicit VR has no VR, so private values come back as UN, and sequences that are closed as bytes. */
const explicit = Object.entries(syntaxes).filter(([, uid]) => uid !== uids.ImplicitVRLittleEndian);

describe('writing and reading', () => {
  it.each(explicit)('keeps every VR, item and private element: %s', async (_name, syntax) => {
    await fc.assert(
      fc.asyncProperty(datasets(littleOrBig(syntax)), async (dataset) => {
        const back = await read([encodePart10(dataset, syntax)]);
        expect(said(back.dataset)).toEqual(said(dataset));
        expect(back.transferSyntaxUid).toBe(syntax);
        expect(back.warnings).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it.each(Object.entries(syntaxes))('gives the same bytes when written again: %s', async (_name, syntax) => {
    await fc.assert(
      fc.asyncProperty(datasets(littleOrBig(syntax)), async (dataset) => {
        const bytes = encodeDataset(dataset, syntax);
        const back = await read([encodePart10(dataset, syntax)]);
        expect(Buffer.compare(encodeDataset(back.dataset, syntax), bytes)).toBe(0);
      }),
      { numRuns: 100 },
    );
  });

  it('turns the order of bytes and back without loss', async () => {
    await fc.assert(
      fc.asyncProperty(datasets(true), async (dataset) => {
        const big = await read([encodePart10(dataset, uids.ExplicitVRBigEndian)]);
        const back = await read([encodePart10(big.dataset, uids.ExplicitVRLittleEndian)]);
        expect(said(back.dataset)).toEqual(said(dataset));
      }),
      { numRuns: 100 },
    );
  });

  it.each(Object.entries(syntaxes))('reads the same however the bytes are cut: %s', async (_name, syntax) => {
    const cuts = fc.array(fc.nat(4000), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(datasets(littleOrBig(syntax)), cuts, async (dataset, places) => {
        const bytes = encodePart10(dataset, syntax);
        const whole = await read([bytes]);
        const cut = await read(pieces(bytes, places));
        expect(said(cut.dataset)).toEqual(said(whole.dataset));
        expect({ ...cut, meta: 0, dataset: 0 }).toEqual({ ...whole, meta: 0, dataset: 0 });
      }),
      { numRuns: 100 },
    );
  });

  it.each(Object.entries(syntaxes))('reads single bytes: %s', async (_name, syntax) => {
    const [dataset] = fc.sample(datasets(littleOrBig(syntax)), { numRuns: 1, seed: 7 });
    const bytes = encodePart10(dataset as Dataset, syntax);
    const whole = await read([bytes]);
    const single = await read(Array.from(bytes, (byte) => Uint8Array.of(byte)));
    expect(said(single.dataset)).toEqual(said(whole.dataset));
  });
});

describe('frames', () => {
  const frame = fc.uint8Array({ minLength: 1, maxLength: 40 });

  it('of encapsulated pixel data are found again, each with its bytes', async () => {
    const cuts = fc.array(fc.nat(2000), { maxLength: 10 });
    await fc.assert(
      fc.asyncProperty(fc.array(frame, { minLength: 1, maxLength: 6 }), cuts, async (frames, places) => {
        const dataset = instance().set(tags.NumberOfFrames, frames.length).put(encapsulate(frames));
        const bytes = encodePart10(dataset, uids.JPEGBaseline8Bit);
        const back = await read(pieces(bytes, places));
        const ranges = await frameRanges(back, async ({ offset, length }) => bytes.subarray(offset, offset + length));
        expect(ranges).toHaveLength(frames.length);
        for (const [at, parts] of ranges.entries()) {
          const got = Buffer.concat(parts.map(({ offset, length }) => bytes.subarray(offset, offset + length)));
          expect(got.subarray(0, frames[at]?.length)).toEqual(Buffer.from(frames[at] ?? []));
          expect(got.length).toBe((frames[at]?.length ?? 0) + ((frames[at]?.length ?? 0) % 2));
        }
      }),
      { numRuns: 100 },
    );
  });

  const fragments = [
    [0xff, 0xd8, 1, 2],
    [3, 4],
    [0xff, 0xd8, 5, 6],
    [7, 8],
  ].map((bytes) => Uint8Array.from(bytes));
  const lengths = (offsets: readonly number[], wide: boolean): Uint8Array => {
    const view = new DataView(new ArrayBuffer(offsets.length * (wide ? 8 : 4)));
    for (const [at, offset] of offsets.entries()) {
      if (wide) view.setBigUint64(at * 8, BigInt(offset), true);
      else view.setUint32(at * 4, offset, true);
    }
    return new Uint8Array(view.buffer);
  };

  it.each([
    { by: 'the basic offset table', basic: lengths([0, 22], false), extended: undefined },
    { by: 'the extended offset table', basic: new Uint8Array(), extended: lengths([0, 22], true) },
    { by: 'where streams begin, without a table', basic: new Uint8Array(), extended: undefined },
    {
      by: 'where streams begin, with a table that points into nothing',
      basic: lengths([0, 13], false),
      extended: undefined,
    },
  ])('of several fragments each are told apart by $by', async ({ basic, extended }) => {
    const dataset = instance().set(tags.NumberOfFrames, 2);
    if (extended) dataset.set(tags.ExtendedOffsetTable, extended, 'OV');
    dataset.put({ kind: 'fragments', tag: tags.PixelData, vr: 'OB', offsetTable: basic, fragments });
    const bytes = encodePart10(dataset, uids.JPEGBaseline8Bit);
    const ranges = await frameRanges(await read([bytes]), async ({ offset, length }) =>
      bytes.subarray(offset, offset + length),
    );
    const got = ranges.map((parts) =>
      Buffer.concat(parts.map(({ offset, length }) => bytes.subarray(offset, offset + length))).toString('hex'),
    );
    expect(got).toEqual(['ffd801020304', 'ffd805060708']);
  });
});
