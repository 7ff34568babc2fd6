/** Waveforms (PS3.3 C.10.9): values as the standard has them, those of a real file as another toolkit dumps them, and broken ones refused. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  Dataset,
  DicomError,
  encodeDataset,
  fieldLeniency,
  Part10Reader,
  type ReadBytes,
  readSampleBytes,
  samplesIn,
  tags,
  uids,
  type WaveformGroup,
  waveformAnnotations,
  waveformGroups,
} from '../index.ts';
import { DatasetReader } from '../reader/dataset-reader.ts';

const code = (value: string, scheme: string, meaning: string): Dataset[] => [
  new Dataset().set(tags.CodeValue, value).set(tags.CodingSchemeDesignator, scheme).set(tags.CodeMeaning, meaning),
];

const channel = (): Dataset =>
  new Dataset()
    .set(tags.ChannelSourceSequence, code('2:1', 'MDC', 'Lead I'))
    .set(tags.ChannelSensitivity, '2.5')
    .set(tags.ChannelSensitivityUnitsSequence, code('uV', 'UCUM', 'microvolt'))
    .set(tags.ChannelSensitivityCorrectionFactor, '2')
    .set(tags.ChannelBaseline, '10')
    .set(tags.ChannelSampleSkew, '5')
    .set(tags.FilterLowFrequency, '0.05')
    .set(tags.FilterHighFrequency, '150');

interface Form {
  readonly interpretation: string;
  readonly bits: number;
  readonly data: Uint8Array;
  readonly channels?: number;
  readonly samples: number;
  readonly padding?: Uint8Array;
}

const object = ({ interpretation, bits, data, channels = 1, samples, padding }: Form): Dataset => {
  const group = new Dataset()
    .set(tags.WaveformOriginality, 'ORIGINAL')
    .set(tags.NumberOfWaveformChannels, channels)
    .set(tags.NumberOfWaveformSamples, samples)
    .set(tags.SamplingFrequency, '500')
    .set(tags.ChannelDefinitionSequence, Array.from({ length: channels }, channel))
    .set(tags.WaveformBitsAllocated, bits)
    .set(tags.WaveformSampleInterpretation, interpretation)
    .set(tags.WaveformData, data, bits === 8 ? 'OB' : 'OW');
  if (padding) group.set(tags.WaveformPaddingValue, padding, bits === 8 ? 'OB' : 'OW');
  return new Dataset().set(tags.WaveformSequence, [group]);
};

const nothing: ReadBytes = () => Promise.reject(new Error('all is in memory'));

const readSamples = async (group: WaveformGroup, from: number, count: number, read: ReadBytes) =>
  samplesIn(group, await readSampleBytes(group, from, count, read));

const valuesOf = async (dataset: Dataset): Promise<readonly number[][]> => {
  const [group] = waveformGroups(dataset);
  if (group === undefined) throw new Error('no group');
  return (await readSamples(group, 0, group.samples, nothing)).map((values) => Array.from(values));
};

const raw = (array: ArrayBufferView): Uint8Array => new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

describe('samples', () => {
  const worth = (sample: number): number => sample * 5 + 10;
  const forms: readonly (readonly [string, number, Uint8Array, readonly number[]])[] = [
    ['SB', 8, raw(Int8Array.of(-128, 0, 127, 1)), [-128, 0, 127, 1]],
    ['UB', 8, raw(Uint8Array.of(255, 0, 127, 1)), [255, 0, 127, 1]],
    ['SS', 16, raw(Int16Array.of(-32768, 0, 32767, 1)), [-32768, 0, 32767, 1]],
    ['US', 16, raw(Uint16Array.of(65535, 0, 32767, 1)), [65535, 0, 32767, 1]],
    ['SL', 32, raw(Int32Array.of(-2147483648, 0, 5, 1)), [-2147483648, 0, 5, 1]],
    ['UL', 32, raw(Uint32Array.of(4294967295, 0, 5, 1)), [4294967295, 0, 5, 1]],
  ];
  it.each(forms)(
    'of %s are worth sensitivity times correction factor, and the baseline',
    async (kind, bits, data, samples) => {
      const dataset = object({ interpretation: kind, bits, data, samples: 4 });
      expect(await valuesOf(dataset)).toEqual([samples.map(worth)]);
    },
  );

  it('of channels take turns, and what was not measured is no number', async () => {
    const data = raw(Int16Array.of(1, 2, 3, -99, 5, 6));
    const padding = raw(Int16Array.of(-99));
    const dataset = object({ interpretation: 'SS', bits: 16, data, channels: 2, samples: 3, padding });
    expect(await valuesOf(dataset)).toEqual([[1, 3, 5].map(worth), [worth(2), Number.NaN, worth(6)]]);
  });

  it('are read in big endian where the object is', async () => {
    const bytes = encodeDataset(
      object({ interpretation: 'SS', bits: 16, data: raw(Int16Array.of(1, -2)), samples: 2 }),
      uids.ExplicitVRLittleEndian,
    );
    const reader = new DatasetReader(uids.ExplicitVRLittleEndian);
    reader.write(bytes);
    const little = (await reader.end()).dataset;
    const big = new DatasetReader(uids.ExplicitVRBigEndian);
    big.write(encodeDataset(little, uids.ExplicitVRBigEndian));
    expect(await valuesOf((await big.end()).dataset)).toEqual([[1, -2].map(worth)]);
  });

  it('say their skew and their filters', () => {
    const data = raw(Int16Array.of(1, 2));
    const [group] = waveformGroups(object({ interpretation: 'SS', bits: 16, data, samples: 2 }));
    expect(group?.channels[0]).toMatchObject({ label: 'Lead I', skew: 0.01, filter: { low: 0.05, high: 150 } });
  });
});

describe('what is refused', () => {
  const good: Form = { interpretation: 'SS', bits: 16, data: raw(Int16Array.of(1, 2)), samples: 2 };
  const bad: readonly (readonly [string, Dataset])[] = [
    ['fewer samples than it says', object({ ...good, samples: 3 })],
    ['samples of sound', object({ ...good, interpretation: 'MB', bits: 8 })],
    ['samples of another size', object({ ...good, bits: 8 })],
    ['no groups', new Dataset().set(tags.WaveformSequence, [])],
    ['no samples', object({ ...good, samples: 0 })],
  ];
  it.each(bad)('%s', (_name, dataset) => {
    expect(() => waveformGroups(dataset)).toThrow(DicomError);
  });

  it('more at once than memory is for', async () => {
    const [group] = waveformGroups(object(good));
    const large = { ...group, samples: 2 ** 31 } as NonNullable<typeof group>;
    await expect(readSampleBytes(large, 0, 2 ** 31, nothing)).rejects.toMatchObject({ code: 'limit' });
  });

  it('anything, with an error of its own and soon, however it is broken', async () => {
    const bytes = encodeDataset(
      object({ interpretation: 'SS', bits: 16, data: raw(new Int16Array(64)), channels: 4, samples: 16 }),
      uids.ExplicitVRLittleEndian,
    );
    const turned = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(turned, async (changes) => {
        const broken = Uint8Array.from(bytes);
        for (const [at, byte] of changes) broken[at] = byte;
        try {
          const reader = new DatasetReader(uids.ExplicitVRLittleEndian);
          reader.write(broken);
          const { dataset } = await reader.end();
          const groups = waveformGroups(dataset);
          waveformAnnotations(dataset, groups);
          for (const group of groups) await readSamples(group, 0, 1000, async () => new Uint8Array());
        } catch (error) {
          if (!(error instanceof DicomError)) throw error;
        }
      }),
      { numRuns: 500 },
    );
  });
});

const corpus = process.env.THROUGHLINE_CORPUS ?? join(import.meta.dirname, '../../../../../shared/corpus');
const real = join(corpus, 'dicom/pydicom/test_files__waveform_ecg.dcm');

describe.skipIf(!existsSync(real))('a 12-lead ECG of a machine', () => {
  const read = async () => {
    const bytes = readFileSync(real);
    const reader = new Part10Reader({ leniency: fieldLeniency });
    await reader.write(bytes);
    const { dataset } = await reader.end();
    const readBytes: ReadBytes = async ({ offset, length }) => bytes.subarray(offset, offset + length);
    return { dataset, readBytes, groups: waveformGroups(dataset) };
  };

  it('has the samples that DCMTK dumps, in its units', async () => {
    const { groups, readBytes } = await read();
    expect(
      groups.map(({ label, samples, frequency, channels }) => [label, samples, frequency, channels.length]),
    ).toEqual([
      ['RHYTHM', 10_000, 1000, 12],
      ['MEDIAN BEAT', 1200, 1000, 12],
    ]);
    const dump = execFileSync('dcmdump', ['+L', '+P', 'WaveformData', real], {
      encoding: 'latin1',
      maxBuffer: 2 ** 26,
    });
    const dumped = [...dump.matchAll(/\(5400,1010\) OW ([0-9a-f\\]+)/g)].map(([, words = '']) =>
      Int16Array.from(words.split('\\'), (word) => Number.parseInt(word, 16)),
    );
    expect(dumped.length).toBe(groups.length);
    for (const [at, group] of groups.entries()) {
      const channels = await readSamples(group, 0, group.samples, readBytes);
      const samples = dumped[at] ?? new Int16Array();
      for (const [index, values] of channels.entries())
        expect(Array.from(values)).toEqual(
          Array.from({ length: group.samples }, (_, sample) => (samples[sample * 12 + index] ?? 0) * 1.25),
        );
    }
  });

  it('has its measurements and its marks', async () => {
    const { dataset, groups } = await read();
    const annotations = waveformAnnotations(dataset, groups);
    expect(annotations).toContainEqual({ text: 'QT Interval 368 ms', channels: [[1, 0]], at: [] });
    expect(annotations.filter(({ at }) => at.length > 0).length).toBeGreaterThan(20);
  });
});
