/** Questions that wait for a person: two records that may be one, side by side, and how many there are. */
import { type Match, matchRecords } from '@throughline/identity';
import {
  findRecord,
  findReviewById,
  type IdentityReviewRow,
  lockReview,
  openReviews,
  type PatientRecordRow,
  reviewQueue,
  reviewWorkload,
  type Trx,
  toRecord,
  type Workload,
} from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { authorise, type Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { authoriseIdentity, type Changed } from './change.ts';
import { linkIn, unlinkIn } from './link.ts';
import { linkageOf } from './linkage.ts';

export interface ReviewedPair {
  readonly review: IdentityReviewRow;
  readonly one: PatientRecordRow;
  readonly other: PatientRecordRow;
}

const pairOf = async (trx: Trx, review: IdentityReviewRow): Promise<ReviewedPair> => ({
  review,
  one: (await findRecord(trx, review.record_a)) ?? fail('processing-failure'),
  other: (await findRecord(trx, review.record_b)) ?? fail('processing-failure'),
});

const isOpen = async (trx: Trx, { id, record_a }: IdentityReviewRow): Promise<boolean> =>
  (await openReviews(trx, [record_a])).some((row) => row.id === id);

export interface Question extends ReviewedPair {
  /** As the facts are now. */
  readonly match: Match;
  readonly open: boolean;
}

/** One question, with the evidence as the facts are now. */
export const findReview = async ({ db }: Context, principal: Principal, id: string): Promise<Question> => {
  authorise(principal, 'admin');
  return db.tenant(principal.tenantId, async (trx) => {
    const pair = await pairOf(trx, (await findReviewById(trx, id)) ?? fail('not-found'));
    const { one, other, review } = pair;
    for (const record of [one, other])
      await recordAudit(trx, principal, { event: 'patientRecord', action: 'R', patientRecordId: record.id });
    const linkage = await linkageOf(trx, principal.tenantId);
    return {
      ...pair,
      match: matchRecords(toRecord(one), toRecord(other), linkage),
      open: await isOpen(trx, review),
    };
  });
};

/** A page of the queue. */
export const reviewsAtOnce = 50;

/** Open questions, the surest first, behind the one with this id. */
export const listReviews = async (
  { db }: Context,
  principal: Principal,
  after?: string,
): Promise<readonly ReviewedPair[]> => {
  authorise(principal, 'admin');
  return db.tenant(principal.tenantId, async (trx) => {
    const last = after === undefined ? undefined : ((await findReviewById(trx, after)) ?? fail('not-found'));
    const rows = await reviewQueue(trx, principal.tenantId, reviewsAtOnce, last);
    const pairs: ReviewedPair[] = [];
    for (const row of rows) pairs.push(await pairOf(trx, row));
    // The page shows demographics of both.
    for (const { one, other } of pairs)
      for (const { id } of [one, other])
        await recordAudit(trx, principal, { event: 'patientRecord', action: 'R', patientRecordId: id });
    return pairs;
  });
};

/** Answers a question that is open: a change like any other, and taken back like any other. Of two answers at once the first counts. */
export const answerReview = async (
  { db, clock }: Context,
  principal: Principal,
  id: string,
  answer: 'same' | 'not-same',
  reason: string,
): Promise<Changed> => {
  authoriseIdentity(principal);
  return db.tenant(principal.tenantId, async (trx) => {
    const review = (await lockReview(trx, id)) ?? fail('not-found');
    if (!(await isOpen(trx, review))) fail('conflict', 'This question is no longer open.');
    const input = { one: { recordId: review.record_a }, other: { recordId: review.record_b }, reason };
    return answer === 'same' ? linkIn(trx, principal, input, clock()) : unlinkIn(trx, principal, input, clock());
  });
};

/** How much there is to review, how old it is, and how much was decided in the last week. */
export const identityWorkloadOf = async ({ db, clock }: Context, principal: Principal): Promise<Workload> => {
  authorise(principal, 'admin');
  return db.tenant(principal.tenantId, (trx) => reviewWorkload(trx, principal.tenantId, clock()));
};
