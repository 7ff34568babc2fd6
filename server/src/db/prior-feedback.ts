import { newId } from '../ids.ts';
import type { Trx } from './database.ts';
import type { Row } from './tables/index.ts';

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

export type FeedbackRow = Row<'prior_feedback'>;

const MOST_FEEDBACK = 50_000;

/** The last word of each reader on each prior of each study since then, the newest first. Who pulls in or dismisses says more than who opens. */
export const recordedFeedback = (
  trx: Trx,
  { since, subject }: { readonly since: Date; readonly subject?: string | undefined },
): Promise<FeedbackRow[]> => {
  const said = trx
    .selectFrom('prior_feedback')
    .selectAll()
    .distinctOn(['current_study_instance_uid', 'prior_study_instance_uid', 'subject'])
    .where('at', '>=', since)
    .orderBy('current_study_instance_uid')
    .orderBy('prior_study_instance_uid')
    .orderBy('subject')
    .orderBy((eb) => eb('verdict', '=', 'opened'))
    .orderBy('at', 'desc')
    .limit(MOST_FEEDBACK);
  return (subject === undefined ? said : said.where('subject', '=', subject)).execute();
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
