/** Known studies as packages/relevance judges them. */
import type { Study } from '@throughline/relevance';
import type { MemberRow } from '../../db/index.ts';
import { mainModality } from '../concepts/index.ts';
import { conceptOfStudy, type KnownStudy, seriesSaid } from '../history/index.ts';

export interface JudgedStudy extends Study {
  readonly known: KnownStudy;
}

const given = <K extends string>(key: K, value: string | null | undefined): Partial<Record<K, string>> =>
  value === null || value === undefined || value === '' ? {} : ({ [key]: value } as Partial<Record<K, string>>);

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

export const toJudged = (known: KnownStudy, record: MemberRow | undefined): JudgedStudy => {
  const instances = known.copies[0]?.instances ?? known.local?.instances;
  return {
    known,
    id: known.studyInstanceUid,
    studyUid: known.studyInstanceUid,
    description: known.description ?? '',
    date: known.date ?? '',
    siteName: known.siteName,
    ...given('modality', mainModality(known.modalities)),
    ...given('bodyPartExamined', known.bodyPart),
    ...given('laterality', known.laterality),
    ...given('time', known.time),
    ...given('age', known.age ?? ageOn(record?.birth_date, known.date)),
    ...given('sex', record?.sex),
    ...given('procedureCode', known.procedureCode),
    ...given('reasonForExam', known.reasonForExam),
    ...given('reportText', known.reportText),
    ...(instances === undefined ? {} : { instances }),
    ...(known.series.length > 0 && { series: seriesSaid(known) }),
    ...(known.correction && { correction: known.correction }),
  };
};

/** The exam in plain words. */
export const examOf = (known: KnownStudy): string => conceptOfStudy(known).plain;

/** It looks at an unborn child. */
export const isFetal = (known: KnownStudy): boolean => conceptOfStudy(known).subject === 'fetus';

/** The specialty that reads it; `general` when its name tells none. */
export const specialtyOf = (known: KnownStudy): string => conceptOfStudy(known).specialty ?? 'general';

/** As sentences name a study: exam and date. */
export const labelOf = (known: KnownStudy): string => `${examOf(known)} ${known.date ?? '(no date)'}`;
