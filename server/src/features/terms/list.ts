/** The code map as it stands, and what an exam would mean. */
import type { CodeMapPage, ExamMeaning, MeaningRequest, TermValues } from '@throughline/contract';
import { termValues } from '@throughline/contract';
import { attributeValues, lacksOf } from '@throughline/terminology';
import { listEntries } from '../../db/index.ts';
import { authorise, type Principal } from '../access/index.ts';
import type { Context } from '../context.ts';
import { checkCorrection } from './correction.ts';
import { conceptOfExam, toEntry } from './entry.ts';

const PAGE = 100;

/** Newest entry first; also those that say nothing any more, for their history. */
export const listCodeMap = async (
  { db }: Context,
  principal: Principal,
  before: string | undefined,
): Promise<CodeMapPage> => {
  authorise(principal, 'admin');
  const rows = await db.tenant(principal.tenantId, (trx) => listEntries(trx, { before, limit: PAGE + 1 }));
  const page = rows.slice(0, PAGE);
  return { entries: page.map(toEntry), next: rows.length > PAGE ? (page.at(-1)?.id ?? null) : null };
};

/** What a person can choose from. */
export const listTermValues = (principal: Principal): TermValues => {
  authorise(principal, 'admin');
  return termValues.parse(attributeValues);
};

/** What an exam would be if this were said of it, with the standard codes that say so: before anybody says it. */
export const previewMeaning = (principal: Principal, { exam, correction }: MeaningRequest): ExamMeaning => {
  authorise(principal, 'admin');
  const concept = conceptOfExam(exam, correction === undefined ? null : checkCorrection(correction));
  const { plain, confidence, codes } = concept;
  return { plain, confidence, lacks: [...lacksOf(concept)], codes: codes.map((code) => ({ ...code })) };
};
