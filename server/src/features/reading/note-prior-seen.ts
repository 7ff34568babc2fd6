import type { PriorSeen } from '@throughline/contract';
import { findStudy, noteSeen } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { isWithin, type Principal, wholeReach } from '../access/index.ts';
import type { Context } from '../context.ts';

/** Counts that a reader looks at a prior, and after how many clicks: for the measures, nothing is learned from it. */
export const notePriorSeen = async (
  context: Context,
  principal: Principal,
  { studyInstanceUid, priorStudyInstanceUid }: Readonly<Record<'studyInstanceUid' | 'priorStudyInstanceUid', string>>,
  { clicks }: PriorSeen,
): Promise<void> => {
  const allowed = wholeReach(principal);
  await context.db.tenant(principal.tenantId, async (trx) => {
    const study = await findStudy(trx, studyInstanceUid);
    if (study === undefined || !isWithin(allowed, study.patient_record_id)) fail('not-found');
    const { subject } = principal;
    await noteSeen(trx, { studyInstanceUid, priorStudyInstanceUid, subject, clicks, at: context.clock() });
  });
};
