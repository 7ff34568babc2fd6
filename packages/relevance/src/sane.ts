/** Sites send what they send: any field may be missing or of a wrong kind, and then says nothing. */
import type { SeriesSaid } from '@throughline/terminology';
import type { Study } from './types.ts';

const textual = [
  'id',
  'modality',
  'bodyPartExamined',
  'laterality',
  'time',
  'age',
  'sex',
  'siteName',
  'procedureCode',
  'reasonForExam',
  'studyUid',
  'reportText',
] as const;

const isSeries = (one: unknown): one is SeriesSaid =>
  typeof one === 'object' &&
  one !== null &&
  Object.values(one).every((value) => value === undefined || typeof value === 'string');

const wellFormed = (study: Study): boolean =>
  typeof study.description === 'string' &&
  typeof study.date === 'string' &&
  textual.every((key) => study[key] === undefined || typeof study[key] === 'string') &&
  (study.instances === undefined || Number.isFinite(study.instances)) &&
  (study.series === undefined || (Array.isArray(study.series) && study.series.every(isSeries)));

/** The study as it can be judged: itself, or what is usable of it. */
export const saneOf = (study: Study): Study => {
  if (wellFormed(study)) return study;
  const texts = textual.filter((key) => typeof study[key] === 'string').map((key) => [key, study[key]]);
  return {
    ...Object.fromEntries(texts),
    description: typeof study.description === 'string' ? study.description : '',
    date: typeof study.date === 'string' ? study.date : '',
    ...(Number.isFinite(study.instances) && { instances: study.instances as number }),
    ...(Array.isArray(study.series) && { series: study.series.filter(isSeries) }),
  };
};
