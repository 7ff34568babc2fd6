import { newId } from '../ids.ts';
import type { Trx } from './database.ts';

export interface Feedback {
  readonly currentStudyInstanceUid: string;
  readonly priorStudyInstanceUid: string;
  readonly verdict: 'opened' | 'dismissed' | 'pulled-in';
  readonly subject: string;
}

export const insertPriorFeedback = async (trx: Trx, tenantId: string, feedback: Feedback): Promise<void> => {
  await trx
    .insertInto('prior_feedback')
    .values({
      tenant_id: tenantId,
      id: newId(),
      current_study_instance_uid: feedback.currentStudyInstanceUid,
      prior_study_instance_uid: feedback.priorStudyInstanceUid,
      verdict: feedback.verdict,
      subject: feedback.subject,
    })
    .execute();
};

/** The priors whose last word by this reader, for this current study, is `dismissed`. */
export const dismissedPriors = async (
  trx: Trx,
  currentStudyInstanceUid: string,
  subject: string,
): Promise<ReadonlySet<string>> => {
  const last = await trx
    .selectFrom('prior_feedback')
    .select(['prior_study_instance_uid', 'verdict'])
    .distinctOn('prior_study_instance_uid')
    .where('current_study_instance_uid', '=', currentStudyInstanceUid)
    .where('subject', '=', subject)
    .where('verdict', '<>', 'opened')
    .orderBy('prior_study_instance_uid')
    .orderBy('at', 'desc')
    .execute();
  return new Set(last.filter((row) => row.verdict === 'dismissed').map((row) => row.prior_study_instance_uid));
};
