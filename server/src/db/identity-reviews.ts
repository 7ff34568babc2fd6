/** Pairs of records that may be one person, until somebody decides. */
import { newId } from '../ids.ts';
import type { Trx } from './database.ts';
import type { NewRow, Row } from './tables.ts';

export type IdentityReviewRow = Row<'identity_reviews'>;

const pairOf = (one: string, other: string): { record_a: string; record_b: string } =>
  one < other ? { record_a: one, record_b: other } : { record_a: other, record_b: one };

export const findReview = (trx: Trx, one: string, other: string): Promise<IdentityReviewRow | undefined> => {
  const pair = pairOf(one, other);
  return trx
    .selectFrom('identity_reviews')
    .selectAll()
    .where('record_a', '=', pair.record_a)
    .where('record_b', '=', pair.record_b)
    .executeTakeFirst();
};

type Question = Pick<NewRow<'identity_reviews'>, 'score' | 'rules' | 'evidence'>;

/** Raises the question, or brings its evidence up to date; what a person has decided is not asked again. */
export const raiseReview = async (
  trx: Trx,
  tenantId: string,
  one: string,
  other: string,
  question: Question,
): Promise<boolean> => {
  const row = await trx
    .insertInto('identity_reviews')
    .values({ tenant_id: tenantId, id: newId(), ...pairOf(one, other), ...question })
    .onConflict((conflict) =>
      conflict
        .columns(['tenant_id', 'record_a', 'record_b'])
        .doUpdateSet({ ...question, resolved_at: null, decision: null, decided_by: null })
        .where((eb) =>
          eb.or([
            eb('identity_reviews.decision', '=', 'withdrawn'),
            eb('identity_reviews.score', '<>', question.score).and('identity_reviews.resolved_at', 'is', null),
          ]),
        ),
    )
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
};

/** The question is none any more: the facts decide. */
export const withdrawReview = async (
  trx: Trx,
  one: string,
  other: string,
  at: Date,
  decidedBy: string,
): Promise<boolean> => {
  const pair = pairOf(one, other);
  const result = await trx
    .updateTable('identity_reviews')
    .set({ resolved_at: at, decision: 'withdrawn', decided_by: decidedBy })
    .where('record_a', '=', pair.record_a)
    .where('record_b', '=', pair.record_b)
    .where('resolved_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
};

/** Open questions about any of these records. */
export const openReviews = (trx: Trx, recordIds: readonly string[]): Promise<IdentityReviewRow[]> =>
  recordIds.length === 0
    ? Promise.resolve([])
    : trx
        .selectFrom('identity_reviews')
        .selectAll()
        .where('resolved_at', 'is', null)
        .where((eb) => eb.or([eb('record_a', 'in', [...recordIds]), eb('record_b', 'in', [...recordIds])]))
        .orderBy('raised_at')
        .execute();
