/** What our page shows and how, and what an object is when it is no picture. Kept as data: (prefix of SOP Class UID, what it is). */
import type { Shown, ShownAs } from '@throughline/contract';
import { isEcgClass, isVideoSyntax, isWaveformClass } from '../retrieve/index.ts';

const storage = '1.2.840.10008.5.1.4.1.1.';

/** What is no picture. */
const otherClasses: readonly (readonly [string, string])[] = [
  [`${storage}9.1.1`, '12-lead ECG'],
  [`${storage}9.1.3`, 'Ambulatory ECG'],
  [`${storage}9.1.`, 'ECG'],
  [`${storage}9.2.1`, 'Haemodynamic waveform'],
  [`${storage}9.3.1`, 'Electrophysiology waveform'],
  [`${storage}9.4.`, 'Audio'],
  [`${storage}9.5.1`, 'Arterial pulse waveform'],
  [`${storage}9.6.`, 'Respiratory waveform'],
  [`${storage}9.7.1`, 'EEG'],
  [`${storage}9.`, 'Waveform'],
  [`${storage}104.1`, 'PDF document'],
  [`${storage}104.2`, 'CDA document'],
  [`${storage}104.`, '3D model'],
  [`${storage}88.67`, 'Radiation dose report'],
  [`${storage}88.68`, 'Radiopharmaceutical dose report'],
  [`${storage}88.59`, 'Key object selection'],
  [`${storage}88.65`, 'CAD result'],
  [`${storage}88.`, 'Structured report'],
  [`${storage}11.`, 'Presentation state'],
  [`${storage}66.4`, 'Segmentation'],
  [`${storage}66.`, 'Registration or raw data'],
  [`${storage}481.1`, 'RT image'],
  [`${storage}481.`, 'Radiotherapy object'],
];

interface ObjectClass {
  readonly sopClassUid: string;
  readonly transferSyntaxUid: string | null;
}

/** Null when it is a picture. */
const nameOf = ({ sopClassUid, transferSyntaxUid }: ObjectClass): string | null => {
  if (transferSyntaxUid !== null && isVideoSyntax(transferSyntaxUid)) return 'Video';
  const found = otherClasses.find(([prefix]) =>
    prefix.endsWith('.') ? sopClassUid.startsWith(prefix) : sopClassUid === prefix,
  );
  return found === undefined ? null : found[1];
};

export interface HowShown {
  /** Null when the page does not show it. */
  readonly shownAs: ShownAs | null;
  /** Null when it is a picture. */
  readonly name: string | null;
}

export const howShown = (object: ObjectClass): HowShown => {
  const name = nameOf(object);
  if (name === null) return { shownAs: 'pictures', name };
  if (name === 'Video') return { shownAs: 'video', name };
  if (name === 'PDF document') return { shownAs: 'pdf', name };
  if (name === 'CDA document') return { shownAs: 'text', name };
  return { shownAs: isWaveformClass(object.sopClassUid) ? 'waveform' : null, name };
};

/** For a study: null when anything in it is shown, else all that it is. */
export const whatOfStudyIsNotDrawn = (objects: readonly ObjectClass[]): string | null => {
  const kinds = objects.map(howShown);
  if (kinds.length === 0 || kinds.some(({ shownAs }) => shownAs !== null)) return null;
  return `${[...new Set(kinds.map(({ name }) => name))].join(', ')}: listed, not drawn here`;
};

const shownOf = (object: ObjectClass): Shown | null => {
  const { shownAs } = howShown(object);
  if (shownAs === 'pdf' || shownAs === 'text') return 'document';
  return shownAs === 'waveform' && isEcgClass(object.sopClassUid) ? 'ecg' : shownAs;
};

/** The kinds of what a study shows. */
export const shownOfStudy = (objects: readonly ObjectClass[]): readonly Shown[] => [
  ...new Set(objects.map(shownOf).filter((shown) => shown !== null)),
];

const undrawnModalities: Readonly<Record<string, string>> = {
  AU: 'Audio',
  SR: 'Structured report',
  PR: 'Presentation state',
  KO: 'Key object selection',
  SEG: 'Segmentation',
  REG: 'Registration',
  RTSTRUCT: 'Radiotherapy object',
  RTPLAN: 'Radiotherapy object',
  RTDOSE: 'Radiotherapy object',
  M3D: '3D model',
};

/** For a study that is not here: judged by what its source says of its modalities. */
export const whatOfModalitiesIsNotDrawn = (modalities: readonly string[]): string | null => {
  const kinds = modalities.map((modality) => undrawnModalities[modality]);
  if (kinds.length === 0 || kinds.includes(undefined)) return null;
  return `${[...new Set(kinds)].join(', ')}: listed, not drawn here`;
};

const shownModalities: Readonly<Record<string, Shown>> = {
  DOC: 'document',
  ECG: 'ecg',
  HD: 'waveform',
  EPS: 'waveform',
  RESP: 'waveform',
  EEG: 'waveform',
  EMG: 'waveform',
};

export const shownOfModalities = (modalities: readonly string[]): readonly Shown[] => [
  ...new Set(
    modalities
      .filter((modality) => undrawnModalities[modality] === undefined)
      .map((modality) => shownModalities[modality] ?? 'pictures'),
  ),
];
