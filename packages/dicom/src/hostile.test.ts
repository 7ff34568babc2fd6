/** Input that is broken on purpose: it gives a DicomError or a data set, soon, and takes no more than the limits allow. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { datasets, instance, littleOrBig, pieces } from '../test/arbitrary.ts';
import {
  Dataset,
  DicomError,
  encapsulate,
  encodeDataset,
  encodePart10,
  fieldLeniency,
  type Part10,
  Part10Reader,
  type ReadOptions,
  tags,
  toJson,
  uids,
} from './index.ts';

const read = async (bytes: Uint8Array, options: ReadOptions = {}, cuts: readonly number[] = []): Promise<Part10> => {
  const reader = new Part10Reader(options);
  for (const chunk of pieces(bytes, cuts)) await reader.write(chunk);
  return reader.end();
};

const syntaxes = [
  uids.ImplicitVRLittleEndian,
  uids.ExplicitVRLittleEndian,
  uids.ExplicitVRBigEndian,
  uids.DeflatedExplicitVRLittleEndian,
];

const withPixels = (): Uint8Array => {
  const frames = [1, 2, 3].map((byte) => new Uint8Array(20).fill(byte));
  return encodePart10(instance().set(tags.NumberOfFrames, 3).put(encapsulate(frames)), uids.JPEGBaseline8Bit);
};

const sample = (syntax: string, seed: number): Uint8Array => {
  const [dataset] = fc.sample(datasets(littleOrBig(syntax)), { numRuns: 1, seed });
  return encodePart10(dataset as Dataset, syntax);
};

/** Reads, and uses everything that was read. */
const outcome = async (bytes: Uint8Array, options: ReadOptions, cuts: readonly number[] = []): Promise<string> => {
  try {
    const { dataset, warnings } = await read(bytes, options, cuts);
    return JSON.stringify([toJson(dataset), warnings]);
  } catch (error) {
    if (error instanceof DicomError) return error.code;
    throw error;
  }
};

/** Faults as they come about: bits turned, lengths made huge, parts lost, parts doubled. */
const faults = fc.array(
  fc.record({
    kind: fc.constantFrom('set', 'huge', 'cut', 'double', 'zero'),
    at: fc.nat(3000),
    byte: fc.integer({ min: 0, max: 255 }),
    length: fc.integer({ min: 1, max: 40 }),
  }),
  { minLength: 1, maxLength: 6 },
);

type Fault = { readonly kind: string; readonly at: number; readonly byte: number; readonly length: number };

const spoil = (bytes: Uint8Array, { kind, at, byte, length }: Fault): Uint8Array => {
  const place = at % Math.max(1, bytes.length);
  if (kind === 'cut') return Buffer.concat([bytes.subarray(0, place), bytes.subarray(place + length)]);
  if (kind === 'double') return Buffer.concat([bytes.subarray(0, place + length), bytes.subarray(place)]);
  const spoilt = Uint8Array.from(bytes);
  if (kind === 'set') spoilt[place] = byte;
  else spoilt.fill(kind === 'huge' ? 0xff : 0, place, place + (kind === 'huge' ? 4 : length));
  return spoilt;
};

const deflated = (bytes: Uint8Array): boolean => Buffer.from(bytes).includes(uids.DeflatedExplicitVRLittleEndian);

describe('spoilt files', () => {
  it.each(['strict', 'lenient'] as const)(
    'give a DicomError or a data set, the same for every cut: %s',
    async (mode) => {
      const options: ReadOptions = mode === 'strict' ? {} : { leniency: fieldLeniency };
      const files = [...syntaxes.flatMap((syntax) => [1, 2, 3].map((seed) => sample(syntax, seed))), withPixels()];
      const cuts = fc.array(fc.nat(3000), { maxLength: 12 });
      await fc.assert(
        fc.asyncProperty(fc.nat(files.length - 1), faults, cuts, async (which, list, places) => {
          const bytes = list.reduce(spoil, files[which] as Uint8Array);
          const [whole, cut] = [await outcome(bytes, options), await outcome(bytes, options, places)];
          if (whole.startsWith('[')) expect(cut).toBe(whole);
          // Of a deflated file that is broken twice, the fault that is met first depends on how zlib is fed.
          else if (deflated(bytes)) expect(cut).not.toMatch(/^\[/);
          else expect(cut).toBe(whole);
        }),
        { numRuns: 1500 },
      );
    },
  );

  it('of bytes at random give nothing but a DicomError', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), fc.boolean(), async (bytes, prefixed) => {
        const file = prefixed ? Buffer.concat([new Uint8Array(128), Buffer.from('DICM'), bytes]) : bytes;
        await outcome(file, { leniency: fieldLeniency });
      }),
      { numRuns: 1500 },
    );
  });
});

describe('truncated files', () => {
  const ends = (bytes: Uint8Array, from: number): number[] =>
    Array.from({ length: bytes.length - from }, (_, at) => from + at);

  /** Where the outermost data set may end: behind a whole element nobody can tell that more should follow. */
  const boundaries = async (bytes: Uint8Array): Promise<ReadonlySet<number>> => {
    const { dataset, datasetOffset, transferSyntaxUid } = await read(bytes);
    const whole = new Set<number>([datasetOffset]);
    let at = datasetOffset;
    for (const element of dataset.elements()) {
      if (element.kind === 'encapsulated') continue;
      at += encodeDataset(new Dataset({ littleEndian: dataset.littleEndian }).put(element), transferSyntaxUid).length;
      whole.add(at);
    }
    return whole;
  };

  it.each(syntaxes.slice(0, 3))('are errors at every byte within an element: %s', async (syntax) => {
    const bytes = sample(syntax, 5);
    const whole = await boundaries(bytes);
    expect(whole.has(bytes.length)).toBe(true);
    for (const end of ends(bytes, 0)) {
      const got = read(bytes.subarray(0, end));
      if (whole.has(end) && end > Math.min(...whole)) await expect(got).resolves.toBeDefined();
      else await expect(got, `cut at ${end}`).rejects.toBeInstanceOf(DicomError);
    }
  });

  it('are errors at every byte of encapsulated pixel data', async () => {
    const bytes = withPixels();
    const start = (await boundaries(bytes)).values().toArray().at(-1) as number;
    for (const end of ends(bytes, start + 1)) {
      await expect(read(bytes.subarray(0, end)), `cut at ${end}`).rejects.toBeInstanceOf(DicomError);
    }
  });

  it('are errors at every byte of a deflated data set', async () => {
    const bytes = sample(uids.DeflatedExplicitVRLittleEndian, 5);
    const { datasetOffset } = await read(bytes);
    // The last byte may be the one that makes the length even (PS3.5 A.5).
    for (const end of ends(bytes, 0).filter((place) => place < bytes.length - 1)) {
      await expect(read(bytes.subarray(0, end)), `cut at ${end} of ${datasetOffset}`).rejects.toBeInstanceOf(
        DicomError,
      );
    }
  });
});

describe('limits', () => {
  const nested = (depth: number): Uint8Array => {
    const open = Buffer.from('08001011535100 00ffffffff feff00e0ffffffff'.replaceAll(' ', ''), 'hex');
    const head = encodePart10(instance(), uids.ExplicitVRLittleEndian);
    const { length } = head;
    const reader = Buffer.from(head).subarray(0, length);
    const close = Buffer.from('feff0de000000000feffdde000000000', 'hex');
    const name = Buffer.from(reader).lastIndexOf(Buffer.from('10001000504e', 'hex'));
    return Buffer.concat([
      reader.subarray(0, name),
      ...Array.from({ length: depth }, () => open),
      ...Array.from({ length: depth }, () => close),
      reader.subarray(name),
    ]);
  };

  it.each([
    { limit: 'depth', bytes: () => nested(65), options: {} },
    { limit: 'depth that would exhaust a call stack', bytes: () => nested(200_000), options: {} },
    { limit: 'elements', bytes: () => sample(uids.ExplicitVRLittleEndian, 5), options: { limits: { elements: 3 } } },
    { limit: 'object', bytes: withPixels, options: { limits: { objectBytes: 200 } } },
    { limit: 'items', bytes: withPixels, options: { limits: { items: 2 } } },
    {
      limit: 'memory',
      bytes: () => encodePart10(instance().set(0x00111001, new Uint8Array(50_000), 'OB'), uids.ExplicitVRLittleEndian),
      options: { limits: { memoryBytes: 20_000 } },
    },
    {
      limit: 'inflating',
      bytes: () =>
        encodePart10(instance().set(0x00111001, new Uint8Array(2_000_000), 'OB'), uids.DeflatedExplicitVRLittleEndian),
      options: { limits: { inflateFreeBytes: 10_000, inflateRatio: 10 } },
    },
  ])('of $limit are kept', async ({ bytes, options }) => {
    await expect(read(bytes(), options)).rejects.toMatchObject({ code: 'limit' });
  });

  it('allow what is below them', async () => {
    await expect(read(nested(64))).resolves.toBeDefined();
  });

  it('hold before any memory is taken for a length that is only claimed', async () => {
    const head = encodePart10(instance(), uids.ExplicitVRLittleEndian);
    const claim = Buffer.from('11001010 4c54 feff'.replaceAll(' ', ''), 'hex');
    const huge = Buffer.from('110011105554 0000 f0ffff7f'.replaceAll(' ', ''), 'hex');
    const before = process.memoryUsage().arrayBuffers;
    for (const end of [claim, huge]) await expect(read(Buffer.concat([head, end]))).rejects.toBeInstanceOf(DicomError);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8 * 1024 ** 2);
  });
});

describe('named leniency', () => {
  const good = (): Buffer => Buffer.from(encodePart10(instance(), uids.ExplicitVRLittleEndian));
  const element = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');

  it.each([
    { leniency: 'missing-preamble', bytes: () => good().subarray(128) },
    { leniency: 'missing-file-meta', bytes: () => good().subarray(good().indexOf(element('08001600 5549'))) },
    {
      leniency: 'file-meta-length',
      bytes: () => {
        const bytes = good();
        bytes.writeUInt32LE(3, 140);
        return bytes;
      },
    },
    {
      leniency: 'wrong-transfer-syntax',
      bytes: () => {
        const implicit = Buffer.from(encodePart10(instance(), uids.ImplicitVRLittleEndian));
        const body = implicit.subarray(implicit.indexOf(element('08001600 1a00')));
        return Buffer.concat([good().subarray(0, good().indexOf(element('08001600 5549'))), body]);
      },
    },
    { leniency: 'unordered-elements', bytes: () => Buffer.concat([good(), element('08006000 4353 0200 4354')]) },
    {
      leniency: 'duplicate-elements',
      bytes: () => Buffer.concat([good(), element('11001000 4c4f 0200 4142')]),
    },
    { leniency: 'odd-lengths', bytes: () => Buffer.concat([good(), element('11002010 4c4f 0300 414243')]) },
    { leniency: 'stray-delimiters', bytes: () => Buffer.concat([good(), element('feff0de0 00000000')]) },
    { leniency: 'trailing-bytes', bytes: () => Buffer.concat([good(), new Uint8Array(32)]) },
  ] as const)('$leniency is an error when strict, and named when it is passed over', async ({ leniency, bytes }) => {
    await expect(read(bytes())).rejects.toBeInstanceOf(DicomError);
    const { dataset, warnings } = await read(bytes(), { leniency: [leniency] });
    expect(warnings).toEqual([leniency]);
    expect(dataset.string(tags.PatientName)).toBe('Doe^Jane');
  });
});
