/** What a report says that it was compared with: a witness that a study exists. */
import type { MentionRow } from '../../db/index.ts';
import type { KnownStudy } from './known-study.ts';

export interface Mention {
  /** The study whose report says so. */
  readonly studyInstanceUid: string;
  /** DICOM modality; null when the report names none. */
  readonly modality: string | null;
  /** ISO dates: more than one where day and month cannot be told apart. */
  readonly dates: readonly string[];
}

export const toMention = (row: MentionRow): Mention => ({
  studyInstanceUid: row.study_instance_uid,
  modality: row.modality,
  dates: row.dates,
});

const DAY_MS = 86_400_000;

/** Plain films are CR, DX or RG as the site's equipment has it. */
const alike: readonly (readonly string[])[] = [
  ['CR', 'DX', 'RG', 'RF'],
  ['PT', 'CT'],
];

const isModality = (wanted: string, modalities: readonly string[]): boolean =>
  modalities.length === 0 ||
  modalities.includes(wanted) ||
  alike.some((group) => group.includes(wanted) && modalities.some((each) => group.includes(each)));

/** A day more or less: reports are dictated by other clocks than the scanner's. */
export const isMeant = ({ modality, dates }: Mention, study: KnownStudy): boolean => {
  const made = study.date === null ? Number.NaN : Date.parse(study.date);
  const near = dates.some((date) => Math.abs(Date.parse(date) - made) <= DAY_MS);
  return near && (modality === null || isModality(modality, study.modalities));
};

export const mentionText = ({ modality, dates }: Mention): string =>
  `${modality === null ? 'an exam' : `a ${modality}`} of ${dates.join(' or ')}`;
