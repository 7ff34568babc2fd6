/** The living interoperability statement: for every source, what works today, from evidence of the last days. */
import type { InteroperabilityStatement } from '@throughline/contract';
import { type SourceExams, sourceDeeds, sourceExams } from '../../db/index.ts';
import { authorise, type Principal } from '../access/index.ts';
import { auditEvents } from '../audit/index.ts';
import { type ExamOfSite, mainModality, readCorrections } from '../concepts/index.ts';
import type { Context } from '../context.ts';
import { statementOf } from './statement.ts';

const DAYS = 30;
const DAY_MS = 86_400_000;
/** Names beyond these are too rare to change what is said. */
const MOST_NAMES = 5000;

const examOf = (row: SourceExams): ExamOfSite => ({
  issuer: row.issuer,
  localCode: row.procedure_code,
  name: row.description,
  modality: mainModality(row.modalities),
});

export const listInteroperability = async (
  { db, clock }: Context,
  principal: Principal,
): Promise<InteroperabilityStatement[]> => {
  authorise(principal, 'admin');
  const since = new Date(clock().getTime() - DAYS * DAY_MS);
  return db.tenant(principal.tenantId, async (trx) => {
    const deeds = await sourceDeeds(trx, since, auditEvents.instancesAccessed);
    const rows = await sourceExams(trx, since, MOST_NAMES);
    const correctionOf = await readCorrections(trx, rows.map(examOf));
    const corrected = rows.map((row) => ({ ...row, correction: correctionOf(examOf(row)) }));
    const exams = Map.groupBy(corrected, (exam) => exam.name);
    return deeds.map((one) => statementOf(one, exams.get(one.name) ?? [], since));
  });
};
