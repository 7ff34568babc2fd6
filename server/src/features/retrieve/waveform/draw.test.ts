/** Waveforms on paper: nothing is drawn beside it, what is written names its lead, and each group has its place in time. */
import { Dataset, type ReadBytes, tags, uids } from '@throughline/dicom';
import { describe, expect, it } from 'vitest';
import { drawWaveform, svgOf } from './draw.ts';
import type { WaveformLook } from './look.ts';
import { tracePaths } from './trace.ts';
import { waveformTask } from './waveform-task.ts';

const nothing: ReadBytes = () => Promise.reject(new Error('all is in memory'));

const code = (value: string, scheme: string, meaning: string): Dataset =>
  new Dataset().set(tags.CodeValue, value).set(tags.CodingSchemeDesignator, scheme).set(tags.CodeMeaning, meaning);

const leads = ['I', 'II', 'III', 'aVR', 'aVL', 'aVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'];

const channel = (label: string): Dataset =>
  new Dataset()
    .set(tags.ChannelLabel, label)
    .set(tags.ChannelSensitivity, '1')
    .set(tags.ChannelSensitivityUnitsSequence, [code('uV', 'UCUM', 'microvolt')]);

interface Group {
  readonly label?: string;
  readonly seconds: number;
  /** Milliseconds from the beginning of the acquisition. */
  readonly offset?: number;
  readonly labels?: readonly string[];
  readonly frequency?: number;
}

const group = ({ label = '', seconds, offset, labels = leads, frequency = 100 }: Group): Dataset => {
  const samples = new Int16Array(labels.length * seconds * frequency).map((_, at) => (at % 700) - 100);
  const item = new Dataset()
    .set(tags.MultiplexGroupLabel, label)
    .set(tags.NumberOfWaveformChannels, labels.length)
    .set(tags.NumberOfWaveformSamples, seconds * frequency)
    .set(tags.SamplingFrequency, String(frequency))
    .set(tags.ChannelDefinitionSequence, labels.map(channel))
    .set(tags.WaveformBitsAllocated, 16)
    .set(tags.WaveformSampleInterpretation, 'SS')
    .set(tags.WaveformData, new Uint8Array(samples.buffer), 'OW');
  return offset === undefined ? item : item.set(tags.MultiplexGroupTimeOffset, String(offset));
};

const drawn = async (groups: readonly Dataset[], look: WaveformLook = {}, annotations: readonly Dataset[] = []) => {
  const dataset = new Dataset()
    .set(tags.SOPClassUID, uids.TwelveLeadECGWaveformStorage)
    .set(tags.WaveformSequence, [...groups])
    .set(tags.WaveformAnnotationSequence, [...annotations]);
  // As it comes to a worker.
  const drawing = drawWaveform(structuredClone(await waveformTask(dataset, nothing, look)));
  return { width: drawing.width, svg: svgOf(drawing, 1) };
};

const textsOf = (svg: string): readonly string[] =>
  [...svg.matchAll(/>([^<>]+)<\/text>/g)].map(([, text = '']) => text);

describe('twelve leads', () => {
  it('have paper for all of the rhythm that is drawn, at any speed', async () => {
    const { width, svg } = await drawn([group({ seconds: 60 })], { speed: 12.5 });
    expect(svg).toContain('0 – 20 s of 60 s');
    const paths = [...svg.matchAll(/<path d="(M\d+ [^"]*)"/g)].map(([, path = '']) => path);
    const farthest = Math.max(...paths.flatMap((path) => [...path.matchAll(/[ML](\d+) /g)].map(([, x]) => Number(x))));
    // Hundredths of a millimetre: 20 s of rhythm, beside the names.
    expect(farthest).toBeGreaterThan(26_000);
    expect(farthest / 100).toBeLessThan(width);
  });
});

describe('annotations', () => {
  const measured = (channels: readonly number[], name: Dataset, value: string): Dataset =>
    new Dataset()
      .set(tags.ConceptNameCodeSequence, [name])
      .set(tags.NumericValue, value)
      .set(tags.MeasurementUnitsCodeSequence, [code('mV', 'UCUM', 'millivolt')])
      .set(tags.ReferencedWaveformChannels, [...channels]);
  const st = (modifier?: string): Dataset => {
    const name = code('2:1', 'MDC', 'ST amplitude');
    return modifier === undefined ? name : name.set(tags.ModifierCodeSequence, [code('1', '99T', modifier)]);
  };
  const linesOf = async (...annotations: Dataset[]): Promise<string> =>
    textsOf((await drawn([group({ seconds: 10 })], {}, annotations)).svg).join('\n');

  it('of single leads name them, and are told with what modifies their name', async () => {
    const text = await linesOf(
      measured([1, 2], st(), '0.25'),
      measured([1, 7, 1, 8], st('Averaged'), '0.1'),
      measured([1, 0], st(), '0.3'),
    );
    expect(text).toContain('II: ST amplitude 0.25 mV · V1, V2: Averaged ST amplitude 0.1 mV · ST amplitude 0.3 mV');
  });

  it('of all leads of a group, one by one, are of the whole', async () => {
    const all = leads.flatMap((_, at) => [1, at + 1]);
    expect(await linesOf(measured(all, st(), '0.2'))).toMatch(/^ST amplitude 0\.2 mV$/m);
    expect(await linesOf(measured(all.slice(2), st(), '0.2'))).toContain(
      'II, III, aVR and 8 more: ST amplitude 0.2 mV',
    );
  });

  it('at an instant of one lead name it, too', async () => {
    const mark = measured([1, 7], st(), '0.2')
      .set(tags.TemporalRangeType, 'POINT')
      .set(tags.ReferencedSamplePositions, 1);
    expect(await linesOf(mark)).toContain('V1: ST amplitude 0.2 mV');
  });

  it('of instants that cannot be read are not told of the whole', async () => {
    const mark = measured([1, 7], st(), '0.2').set(tags.TemporalRangeType, 'POINT');
    expect(await linesOf(mark.set(tags.ReferencedDateTime, '20260102'))).not.toContain('ST amplitude');
  });

  it('that are many go on in further lines', async () => {
    const text = await linesOf(...leads.map((_, at) => measured([1, at + 1], st('Averaged and corrected'), '0.25')));
    const lines = text.split('\n').filter((line) => line.includes('ST amplitude'));
    expect(lines.join(' · ').split(' · ')).toHaveLength(12);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(120);
  });
});

describe('groups that begin one after another', () => {
  const four = [0, 2500, 5000, 7500].map((offset, at) => group({ label: `GROUP ${at + 1}`, seconds: 2.5, offset }));
  const shown = async (look: WaveformLook): Promise<readonly string[]> =>
    textsOf((await drawn(four, look)).svg).flatMap((text) => (text.startsWith('GROUP') ? text.split(' · ', 2) : []));

  it('are shown from where the recording is looked at', async () => {
    expect(await shown({ from: 3 })).toEqual(['GROUP 2', '2.5 – 5 s', 'GROUP 3', '5 – 7.5 s', 'GROUP 4', '7.5 – 10 s']);
    expect(await shown({ from: 8 })).toEqual(['GROUP 4', '7.5 – 10 s']);
  });

  it('show the last when all is over before', async () => {
    expect(await shown({ from: 100 })).toEqual(['GROUP 4', '7.5 – 10 s']);
  });

  it('are looked at within each from the beginning of the recording', async () => {
    const { svg } = await drawn([group({ seconds: 60, offset: 100_000 })], { from: 120 });
    expect(svg).toContain('120 – 130 s of 100 – 160 s');
  });

  it('have marks where they are in the recording, or at their own samples', async () => {
    const mark = (text: string): Dataset =>
      new Dataset()
        .set(tags.UnformattedTextValue, text)
        .set(tags.ReferencedWaveformChannels, [1, 0])
        .set(tags.TemporalRangeType, 'POINT');
    const placeOf = async (item: Dataset): Promise<number> => {
      const { svg } = await drawn([group({ seconds: 10, offset: 5000 })], {}, [item]);
      return Number(/<text x="([\d.]+)"[^>]*>cough<\/text>/.exec(svg)?.[1]);
    };
    const bySample = await placeOf(mark('cough').set(tags.ReferencedSamplePositions, 201));
    const byTime = await placeOf(mark('cough').set(tags.ReferencedTimeOffsets, '7'));
    // Names have 14 mm, 25 mm are a second.
    expect(bySample).toBeCloseTo(14 + 2 * 25, 0);
    expect(byTime).toBe(bySample);
  });
});

describe('of very many samples', () => {
  const fast = (label: string): Dataset => group({ label, seconds: 1, labels: ['I'], frequency: 3_000_000 });

  it('no more are read for all groups together than for one', async () => {
    const { svg } = await drawn([fast('FIRST'), fast('SECOND')], { layout: 'rows' });
    expect(textsOf(svg).filter((text) => text.includes('0 – 0.67 s of 1 s'))).toHaveLength(2);
    const alone = await drawn([fast('FIRST')], { layout: 'rows' });
    expect(alone.svg).toContain('FIRST · 1 s');
  });
});

describe('a trace of thousands of bends', () => {
  const values = Float64Array.from({ length: 5000 }, (_, at) => (at * 7919) % 1000);
  const scale = { left: 0, step: 0.05, at: (value: number) => value / 100 };
  const pointsOf = (path: string): readonly string[] => path.split(/[ML]/).slice(1);

  it('is drawn in short pieces that join, and all of it', () => {
    const pieces = tracePaths(values, scale).map(pointsOf);
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(18);
    expect(new Set(pieces.flat()).size).toBe(5000);
    for (const [at, piece] of pieces.entries()) if (at > 0) expect(pieces[at - 1]).toContain(piece[0]);
  });

  it('is not joined where nothing was measured', () => {
    const broken = values.map((value, at) => (at === 2500 ? Number.NaN : value));
    const pieces = tracePaths(broken, scale).map(pointsOf);
    const before = `${2499 * 5} `;
    const after = `${2501 * 5} `;
    const holds = (piece: readonly string[], x: string): boolean => piece.some((point) => point.startsWith(x));
    expect(pieces.filter((piece) => holds(piece, before) && holds(piece, after))).toEqual([]);
    expect(new Set(pieces.flat()).size).toBe(4999);
  });
});
