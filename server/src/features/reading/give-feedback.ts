import type { PriorFeedback } from '@throughline/contract';
import { insertPriorFeedback } from '../../db/index.ts';
import { authorise, type Principal } from '../access/index.ts';
import type { Context } from '../context.ts';

/** Keeps what a reader says of a prior. Nothing is learned from it here. */
export const giveFeedback = async (
  context: Context,
  principal: Principal,
  currentStudyInstanceUid: string,
  { priorStudyInstanceUid, verdict }: PriorFeedback,
): Promise<void> => {
  authorise(principal, 'read');
  await context.db.tenant(principal.tenantId, (trx) =>
    insertPriorFeedback(trx, principal.tenantId, {
      currentStudyInstanceUid,
      priorStudyInstanceUid,
      verdict,
      subject: principal.subject,
    }),
  );
};
