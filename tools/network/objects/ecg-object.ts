/** A 12-lead ECG of a child: three dipole-like leads of the limbs that agree with each other, as any two of them give the rest. */
import { Dataset, encodePart10, tags, uids } from '@throughline/dicom';
import { type Random, randomFrom } from '../random.ts';
import { code, copy, type DocumentIdentity } from './document-objects.ts';

const samplesPerSecond = 500;
const seconds = 10;
/** Seconds from beat to beat: 95 a minute. */
const cycle = 60 / 95;

/** Hills of P, Q, R, S and T: seconds after the beginning of the beat, width in seconds, microvolts in each lead. */
type Wave = readonly [at: number, width: number, heights: readonly number[]];

/** Of I, II and V1 to V6: a right heart that works for both, as in many single ventricles. */
const waves: readonly Wave[] = [
  [0.08, 0.022, [70, 140, 90, 80, 60, 50, 50, 40]],
  [0.19, 0.007, [-60, -40, -20, -30, -60, -110, -150, -130]],
  [0.205, 0.009, [420, 380, 1250, 1450, 1300, 1250, 1150, 800]],
  [0.228, 0.011, [-380, 140, -320, -780, -1020, -900, -560, -320]],
  [0.37, 0.038, [160, 240, -210, -160, 120, 300, 320, 230]],
];

const measured = ['I', 'II', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'] as const;

/** ISO/IEEE 11073-10102, CID 3001. */
const leads: readonly (readonly [name: string, code: string])[] = [
  ['I', '2:1'],
  ['II', '2:2'],
  ['III', '2:61'],
  ['aVR', '2:62'],
  ['aVL', '2:63'],
  ['aVF', '2:64'],
  ['V1', '2:3'],
  ['V2', '2:4'],
  ['V3', '2:5'],
  ['V4', '2:6'],
  ['V5', '2:7'],
  ['V6', '2:8'],
];

const hill = (t: number, [at, width]: Wave): number => Math.exp(-(((t - at) / width) ** 2));

/** Microvolts of each measured lead, breathing and a little noise included. */
const measuredAt = (seconds: number, random: Random): ReadonlyMap<string, number> => {
  const t = seconds % cycle;
  const breath = 28 * Math.sin((2 * Math.PI * seconds) / 3.1);
  const heights = waves.map((wave) => hill(t, wave));
  return new Map(
    measured.map((lead, index) => [
      lead,
      waves.reduce((sum, [, , height], at) => sum + (height[index] ?? 0) * (heights[at] ?? 0), 0) +
        breath * (0.5 + index / 10) +
        random.normal() * 4,
    ]),
  );
};

/** Einthoven and Goldberger: III, aVR, aVL and aVF follow from I and II. */
const allAt = (seconds: number, random: Random): readonly number[] => {
  const values = measuredAt(seconds, random);
  const [one, two] = [values.get('I') ?? 0, values.get('II') ?? 0];
  const derived = { III: two - one, aVR: -(one + two) / 2, aVL: one - two / 2, aVF: two - one / 2 };
  return leads.map(([name]) => values.get(name) ?? derived[name as keyof typeof derived]);
};

const microvoltsASample = 2.5;

const samplesOf = (seed: readonly (string | number)[]): Uint8Array => {
  const random = randomFrom(...seed, 'ecg');
  const samples = new Int16Array(samplesPerSecond * seconds * leads.length);
  for (let at = 0; at < samplesPerSecond * seconds; at += 1)
    for (const [lead, value] of allAt(at / samplesPerSecond, random).entries())
      samples[at * leads.length + lead] = Math.round(value / microvoltsASample);
  return new Uint8Array(samples.buffer);
};

const channel = ([name, value]: (typeof leads)[number]): Dataset =>
  new Dataset()
    .set(tags.ChannelLabel, `Lead ${name}`)
    .set(tags.ChannelSourceSequence, code(value, 'MDC', `Lead ${name}`))
    .set(tags.ChannelSensitivity, String(microvoltsASample))
    .set(tags.ChannelSensitivityUnitsSequence, code('uV', 'UCUM', 'microvolt'))
    .set(tags.ChannelSensitivityCorrectionFactor, '1')
    .set(tags.ChannelBaseline, '0')
    .set(tags.ChannelSampleSkew, '0')
    .set(tags.WaveformBitsStored, 16)
    .set(tags.FilterLowFrequency, '0.05')
    .set(tags.FilterHighFrequency, '150')
    .set(tags.NotchFilterFrequency, '50');

const ofGroup = (): Dataset => new Dataset().set(tags.ReferencedWaveformChannels, [1, 0]);

const measurement = (name: readonly [string, string], value: number, unit: string): Dataset =>
  ofGroup()
    .set(tags.MeasurementUnitsCodeSequence, code(unit, 'UCUM', unit))
    .set(tags.ConceptNameCodeSequence, code(name[0], 'MDC', name[1]))
    .set(tags.NumericValue, String(value));

const annotations = (): readonly Dataset[] => [
  ofGroup().set(tags.UnformattedTextValue, 'SYNTHETIC: sinus rhythm, right axis, right ventricular hypertrophy'),
  measurement(['2:16770', 'Heart rate'], 95, '/min'),
  measurement(['2:16136', 'PR interval'], 120, 'ms'),
  measurement(['2:16156', 'QRS duration'], 76, 'ms'),
  measurement(['2:16160', 'QT interval'], 312, 'ms'),
  measurement(['2:16164', 'QTc interval'], 393, 'ms'),
];

export const ecgObject = (
  identity: DocumentIdentity,
  at: { date: string; time: string },
  seed: readonly (string | number)[],
): Uint8Array => {
  const group = new Dataset()
    .set(tags.MultiplexGroupTimeOffset, '0')
    .set(tags.WaveformOriginality, 'ORIGINAL')
    .set(tags.NumberOfWaveformChannels, leads.length)
    .set(tags.NumberOfWaveformSamples, samplesPerSecond * seconds)
    .set(tags.SamplingFrequency, String(samplesPerSecond))
    .set(tags.MultiplexGroupLabel, 'RHYTHM')
    .set(tags.ChannelDefinitionSequence, leads.map(channel))
    .set(tags.WaveformBitsAllocated, 16)
    .set(tags.WaveformSampleInterpretation, 'SS')
    .set(tags.WaveformData, samplesOf(seed), 'OW');
  const dataset = copy(identity.header)
    .set(tags.SOPClassUID, uids.TwelveLeadECGWaveformStorage)
    .set(tags.SOPInstanceUID, identity.sopInstanceUid)
    .set(tags.InstanceNumber, '1')
    .set(tags.ContentDate, at.date)
    .set(tags.ContentTime, at.time)
    .set(tags.AcquisitionDateTime, `${at.date}${at.time}`)
    .set(tags.AcquisitionContextSequence, [])
    .set(tags.WaveformAnnotationSequence, annotations())
    .set(tags.WaveformSequence, [group]);
  return encodePart10(dataset, uids.ExplicitVRLittleEndian);
};
