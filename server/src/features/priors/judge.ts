/** Known studies as packages/relevance judges them. */
import type { Study } from '@throughline/relevance';
import type { MemberRow } from '../../db/index.ts';
import { mainModality } from '../concepts/index.ts';
import { conceptOfStudy, type KnownStudy } from '../history/index.ts';

export interface JudgedStudy extends Study {
  readonly known: KnownStudy;
}

const given = <K extends string>(key: K, value: string | null | undefined): Partial<Record<K, string>> =>
  value === null || value === undefined || value === '' ? {} : ({ [key]: value } as Partial<Record<K, string>>);

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
    ...given('age', known.age),
    ...given('sex', record?.sex),
    ...given('procedureCode', known.procedureCode),
    ...given('reasonForExam', known.reasonForExam),
    ...(instances === undefined ? {} : { instances }),
    ...(known.correction && { correction: known.correction }),
  };
};

/** The exam in plain words. */
export const examOf = (known: KnownStudy): string => conceptOfStudy(known).plain;

/** The specialty that reads it; `general` when its name tells none. */
export const specialtyOf = (known: KnownStudy): string => conceptOfStudy(known).specialty ?? 'general';

/** As sentences name a study: exam and date. */
export const labelOf = (known: KnownStudy): string => `${examOf(known)} ${known.date ?? '(no date)'}`;
