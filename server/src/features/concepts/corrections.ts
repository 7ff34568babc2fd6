/** What persons said that exams of sites mean, for whoever needs the meaning of some. */
import type { Correction } from '@throughline/terminology';
import { correctionsOfExams, type ExamKey, type Trx } from '../../db/index.ts';
import { type ExamOfSite, examKeyOf } from './exam-of-site.ts';

const textOf = ({ issuer, localCode, nameKey, modality }: ExamKey): string =>
  [issuer, localCode, nameKey, modality].join('\u0000');

export type CorrectionOf = (exam: ExamOfSite) => Correction | undefined;

/** Asks for all of them in one question; gives what there is of each. */
export const readCorrections = async (trx: Trx, exams: readonly ExamOfSite[]): Promise<CorrectionOf> => {
  const keys = [...new Map(exams.map(examKeyOf).map((key) => [textOf(key), key])).values()];
  const found = await correctionsOfExams(trx, keys);
  const said = new Map(keys.map((key, at) => [textOf(key), (found[at] ?? undefined) as Correction | undefined]));
  return (exam) => said.get(textOf(examKeyOf(exam)));
};
