/**
 * How a thing was measured whose ways give different values of one heart: ejection fractions by MRI and by echo, by biplane Simpson and
 * by Teichholz are not to be put on one line. What the code, its method and image mode say comes first, then the modality of the study.
 */
import type { Measurement } from './types.ts';

export interface Way {
  /** In words; empty when nobody says. */
  readonly modality: string;
  readonly method: string;
}

type Words = readonly (readonly [RegExp, string])[];

const modalityWords: Words = [
  [/\bc?mri?\b|magnetic resonance|cardiac mr\b/, 'MRI'],
  [/\becho|\bus\b|ultraso|m-?mode|transthoracic|transoesoph|transesoph|doppler/, 'echo'],
  [/\bct\b|computed tomography/, 'CT'],
  [/nuclear|spect\b|muga|blood pool|scintigra|radionuclide/, 'nuclear'],
  [/\bpet\b|positron/, 'PET'],
  [/ventriculogra|angiogra|catheter/, 'angiography'],
];

/** In the order of how closely they say it: a biplane method of discs is one of discs too. */
const methodWords: Words = [
  [/\b[34]-?d\b|volumetric|three dimension/, '3D'],
  [/bi-?plane.*(?:simpson|dis[ck]s?\b|\bmod\b)|(?:simpson|dis[ck]s?\b|\bmod\b).*bi-?plane/, 'biplane Simpson'],
  [/bi-?plane/, 'biplane'],
  [/\ba4c\b|(?:4|four).chamber/, 'four-chamber view'],
  [/\ba2c\b|(?:2|two).chamber/, 'two-chamber view'],
  [/simpson|\bdis[ck]s?\b|\bmod\b/, 'Simpson'],
  [/teich/, 'Teichholz'],
  [/cubed?\b/, 'cubed'],
  [/bullet/, 'bullet'],
  [/area.length/, 'area-length'],
  [/visual|estimate|eyeball/, 'estimated by eye'],
  [/\bm-?mode\b/, 'M-mode'],
];

/** Modalities (0008,0060) that a value of the heart is measured on. */
const modalities: readonly (readonly [string, string])[] = [
  ['MR', 'MRI'],
  ['US', 'echo'],
  ['IVUS', 'echo'],
  ['PT', 'PET'],
  ['NM', 'nuclear'],
  ['XA', 'angiography'],
  ['CT', 'CT'],
];

const first = (text: string, words: Words): string => words.find(([find]) => find.test(text))?.[1] ?? '';

const ofStudy = (sent: readonly string[]): string => modalities.find(([code]) => sent.includes(code))?.[1] ?? '';

export const wayOf = ({ what, modifiers, tracking }: Measurement, studyModalities: readonly string[]): Way => {
  const text = [what.meaning, tracking.identifier ?? '', ...modifiers.map(({ meaning }) => meaning)]
    .join(' ; ')
    .toLowerCase();
  return { modality: first(text, modalityWords) || ofStudy(studyModalities), method: first(text, methodWords) };
};

/** Of the same measurement that came several times, the fullest account. */
export const fullestWay = (ways: readonly Way[]): Way => ({
  modality: ways.find(({ modality }) => modality !== '')?.modality ?? '',
  method: ways.find(({ method }) => method !== '')?.method ?? '',
});

export const wayWords = ({ modality, method }: Way): string => [modality, method].filter(Boolean).join(', ');
