/** The living interoperability statement: for every source, what works today, from evidence of the last days. */
import type { InteroperabilityStatement } from '@throughline/contract';
import { sourceDeeds, sourceExams } from '../../db/index.ts';
import { authorise, type Principal } from '../access/index.ts';
import { auditEvents } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { statementOf } from './statement.ts';

const DAYS = 7;
const DAY_MS = 86_400_000;
/** Names beyond these are too rare to change what is said. */
const MOST_NAMES = 5000;

export const listInteroperability = async (
  { db, clock }: Context,
  principal: Principal,
): Promise<InteroperabilityStatement[]> => {
  authorise(principal, 'admin');
  const since = new Date(clock().getTime() - DAYS * DAY_MS);
  return db.tenant(principal.tenantId, async (trx) => {
    const deeds = await sourceDeeds(trx, since, auditEvents.instancesAccessed);
    const exams = Map.groupBy(await sourceExams(trx, since, MOST_NAMES), (exam) => exam.name);
    return deeds.map((one) => statementOf(one, exams.get(one.name) ?? [], since));
  });
};
