/** Known studies as packages/relevance judges them. */
import type { Study } from '@throughline/relevance';
import type { MemberRow } from '../../db/index.ts';
import { mainModality } from '../concepts/index.ts';
import { conceptOfStudy, given, type KnownStudy, seriesSaid } from '../history/index.ts';

export interface JudgedStudy extends Study {
  readonly known: KnownStudy;
}

const DAY_MS = 86_400_000;

const asAge = (count: number, unit: 'D' | 'M' | 'Y'): string => `${String(Math.floor(count)).padStart(3, '0')}${unit}`;

/** DICOM AS on a day, for a study that was sent without one. */
const ageOn = (birthDate: string | null | undefined, date: string | null): string | undefined => {
  if (!/^\d{8}$/.test(birthDate ?? '') || date === null) return undefined;
  const [year, month, day] = [birthDate?.slice(0, 4), birthDate?.slice(4, 6), birthDate?.slice(6)];
  const days = Math.floor((Date.parse(date) - Date.parse(`${year}-${month}-${day}`)) / DAY_MS);
  if (Number.isNaN(days) || days < 0) return undefined;
  if (days < 30) return asAge(days, 'D');
  return days < 730 ? asAge(days / 30.44, 'M') : asAge(days / 365.25, 'Y');
};

export const toJudged = (known: KnownStudy, record: MemberRow | undefined): JudgedStudy => ({
  known,
  id: known.studyInstanceUid,
  studyUid: known.studyInstanceUid,
  description: known.description ?? '',
  date: known.date ?? '',
  siteName: known.siteName,
  modality: given(mainModality(known.modalities)),
  bodyPartExamined: given(known.bodyPart),
  laterality: given(known.laterality),
  time: given(known.time),
  age: given(known.age ?? ageOn(record?.birth_date, known.date)),
  sex: given(record?.sex),
  procedureCode: given(known.procedureCode),
  reasonForExam: given(known.reasonForExam),
  reportText: given(known.reportText),
  instances: known.copies[0]?.instances ?? known.local?.instances,
  series: known.series.length > 0 ? seriesSaid(known) : undefined,
  correction: known.correction,
});

/** The exam in plain words. */
export const examOf = (known: KnownStudy): string => conceptOfStudy(known).plain;

/** The parts of the body that it shows; empty when its name does not say. */
export const regionsOf = (known: KnownStudy): readonly string[] =>
  conceptOfStudy(known).regions.filter((region) => region !== 'unspecified');

/** It looks at an unborn child. */
export const isFetal = (known: KnownStudy): boolean => conceptOfStudy(known).subject === 'fetus';

/** The specialty that reads it; `general` when its name tells none. */
export const specialtyOf = (known: KnownStudy): string => conceptOfStudy(known).specialty ?? 'general';

/** As sentences name a study: exam and date. */
export const labelOf = (known: KnownStudy): string => `${examOf(known)} ${known.date ?? '(no date)'}`;
