/** Known studies as packages/relevance judges them. */
import type { Study } from '@throughline/relevance';
import { type Concept, conceptOf } from '@throughline/terminology';
import type { MemberRow } from '../../db/index.ts';
import type { KnownStudy } from '../history/index.ts';

export interface JudgedStudy extends Study {
  readonly known: KnownStudy;
}

/** What accompanies pictures does not say what was examined. */
const companions = new Set(['SR', 'PR', 'KO', 'DOC', 'REG', 'SEG', 'OT', 'PLAN', 'AU']);

const mainModality = (study: KnownStudy): string | undefined =>
  study.modalities.find((modality) => !companions.has(modality)) ?? study.modalities[0];

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
    ...given('modality', mainModality(known)),
    ...given('bodyPartExamined', known.bodyPart),
    ...given('laterality', known.laterality),
    ...given('time', known.time),
    ...given('age', known.age),
    ...given('sex', record?.sex),
    ...given('procedureCode', known.procedureCode),
    ...given('reasonForExam', known.reasonForExam),
    ...(instances === undefined ? {} : { instances }),
  };
};

const meaningOf = (known: KnownStudy): Concept =>
  conceptOf({
    name: known.description ?? '',
    ...given('modality', mainModality(known)),
    ...given('bodyPartExamined', known.bodyPart),
    ...given('laterality', known.laterality),
    ...given('procedureCode', known.procedureCode),
    ...given('reasonForExam', known.reasonForExam),
  });

/** The exam in plain words, from its concept. */
export const examOf = (known: KnownStudy): string => meaningOf(known).plain;

/** The specialty that reads it; `general` when its name tells none. */
export const specialtyOf = (known: KnownStudy): string => meaningOf(known).specialty ?? 'general';

/** As sentences name a study: exam and date. */
export const labelOf = (known: KnownStudy): string => `${examOf(known)} ${known.date ?? '(no date)'}`;
