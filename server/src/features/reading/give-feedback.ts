import type { PriorFeedback } from '@throughline/contract';
import { findStudy, insertPriorFeedback } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { isWithin, type Principal, wholeReach } from '../access/index.ts';
import type { Context } from '../context.ts';

/** Keeps what a reader says of a prior. Nothing is learned from it here. */
export const giveFeedback = async (
  context: Context,
  principal: Principal,
  currentStudyInstanceUid: string,
  { priorStudyInstanceUid, verdict }: PriorFeedback,
): Promise<void> => {
  const allowed = wholeReach(principal);
  await context.db.tenant(principal.tenantId, async (trx) => {
    const study = allowed.records && (await findStudy(trx, currentStudyInstanceUid));
    if (allowed.records && !(study && isWithin(allowed, study.patient_record_id))) fail('not-found');
    await insertPriorFeedback(trx, principal.tenantId, {
      currentStudyInstanceUid,
      priorStudyInstanceUid,
      verdict,
      subject: principal.subject,
    });
  });
};
