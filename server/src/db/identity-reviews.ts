/** Pairs of records that may be one person, until somebody decides. */
import { sql } from 'kysely';
import { newId } from '../ids.ts';
import { areNone, type Listed, listOf } from './any-of.ts';
import type { Trx } from './database.ts';
import type { NewRow, Row } from './tables/index.ts';

export type IdentityReviewRow = Row<'identity_reviews'>;

export const pairOf = (one: string, other: string): { record_a: string; record_b: string } =>
  one < other ? { record_a: one, record_b: other } : { record_a: other, record_b: one };

type Question = Pick<NewRow<'identity_reviews'>, 'score' | 'rules' | 'evidence'>;

/**
 * Raises the question, or brings its evidence up to date. `again`: somebody has answered it, and what the answer was given upon
 * has changed since.
 */
export const raiseReview = async (
  trx: Trx,
  tenantId: string,
  pair: readonly [string, string],
  question: Question,
  again?: Date,
): Promise<boolean> => {
  const isNews = sql<boolean>`identity_reviews.decision = 'withdrawn'
    or (identity_reviews.resolved_at is null and identity_reviews.score <> excluded.score)
    or ${again !== undefined}`;
  const row = await trx
    .insertInto('identity_reviews')
    .values({ tenant_id: tenantId, id: newId(), ...pairOf(...pair), ...question, ...(again && { raised_at: again }) })
    .onConflict((conflict) =>
      conflict
        .columns(['tenant_id', 'record_a', 'record_b'])
        .doUpdateSet({
          ...question,
          resolved_at: null,
          decision: null,
          decided_by: null,
          ...(again && { raised_at: again }),
        })
        .where(isNews),
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

/** One of the two was removed by its source: nothing is asked of it, and the question is there again when it is. */
const isOfRemoved = sql<boolean>`exists (
    select from patient_records gone where gone.tenant_id = r.tenant_id and gone.id in (r.record_a, r.record_b)
      and gone.removed_by is not null)`;

/** Nobody has decided since it was raised, and nothing else has made the two records one person. */
const isOpen = sql<boolean>`r.resolved_at is null and not ${isOfRemoved}
  and not exists (
    select from identity_verdicts v join identity_changes c on c.tenant_id = v.tenant_id and c.id = v.change_id
    where v.tenant_id = r.tenant_id and v.record_a = r.record_a and v.record_b = r.record_b and v.undone_at is null
      and c.made_at >= r.raised_at)
  and not exists (
    select from memberships a join memberships b on b.tenant_id = a.tenant_id and b.person_id = a.person_id
    where a.tenant_id = r.tenant_id and a.patient_record_id = r.record_a and a.valid_to is null
      and b.patient_record_id = r.record_b and b.valid_to is null)`;

/** Open questions about any of these records. */
export const openReviews = async (trx: Trx, recordIds: Listed): Promise<IdentityReviewRow[]> => {
  if (areNone(recordIds)) return [];
  const ids = listOf('uuid', recordIds);
  const result = await sql<IdentityReviewRow>`
    select r.* from identity_reviews r where (r.record_a = any(${ids}) or r.record_b = any(${ids}))
      and ${isOpen} order by r.raised_at, r.id`.execute(trx);
  return result.rows;
};

/** Reviews of a record that were raised and not resolved, also those that somebody has answered since. */
export const raisedReviews = async (trx: Trx, tenantId: string, recordId: string): Promise<IdentityReviewRow[]> => {
  const result = await sql<IdentityReviewRow>`
    select r.* from identity_reviews r
    where r.tenant_id = ${tenantId} and r.record_a = ${recordId} and r.resolved_at is null and not ${isOfRemoved}
    union all
    select r.* from identity_reviews r
    where r.tenant_id = ${tenantId} and r.record_b = ${recordId} and r.resolved_at is null and not ${isOfRemoved}`.execute(
    trx,
  );
  return result.rows;
};

export interface QueuePosition {
  readonly score: number;
  readonly id: string;
}

/** Open questions, the most certain first, behind a position. */
export const reviewQueue = async (
  trx: Trx,
  tenantId: string,
  limit: number,
  after?: QueuePosition,
): Promise<IdentityReviewRow[]> => {
  const behind = after
    ? sql`and (r.score < ${after.score} or (r.score = ${after.score} and r.id > ${after.id}))`
    : sql``;
  const result = await sql<IdentityReviewRow>`
    select r.* from identity_reviews r where r.tenant_id = ${tenantId} and ${isOpen} ${behind}
    order by r.score desc, r.id limit ${limit}`.execute(trx);
  return result.rows;
};

export const findReviewById = (trx: Trx, id: string): Promise<IdentityReviewRow | undefined> =>
  trx.selectFrom('identity_reviews').selectAll().where('id', '=', id).executeTakeFirst();

/** Nobody else can answer it until the transaction ends. */
export const lockReview = (trx: Trx, id: string): Promise<IdentityReviewRow | undefined> =>
  trx.selectFrom('identity_reviews').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();

export interface Workload {
  readonly open: number;
  readonly oldest: Date | null;
  readonly raisedInWeek: number;
  readonly decidedInWeek: number;
  readonly undoneInWeek: number;
  /** half of the open questions have waited longer; null when there is none */
  readonly medianHours: number | null;
  /** questions that people answered, by day of the clock of the hub, today and the six before */
  readonly answered: readonly { readonly day: string; readonly count: number }[];
  /** open questions by the rule that holds them; '' stands for none */
  readonly byRule: Readonly<Record<string, number>>;
}

const MOST_COUNTED = 10_000;

/** Local midnights, today's last; those of a day that begins later (summer time) are the first moment of it. */
const lastMidnights = (at: Date): readonly Date[] =>
  Array.from({ length: 7 }, (_, day) => new Date(at.getFullYear(), at.getMonth(), at.getDate() - 6 + day));

const dayOf = (at: Date): string =>
  [at.getFullYear(), at.getMonth() + 1, at.getDate()].map((part) => String(part).padStart(2, '0')).join('-');

/** Changes in force that say something of a pair which was asked about. The days are cut here: the database may lie in another zone. */
const answeredByDay = async (trx: Trx, tenantId: string, at: Date): Promise<Workload['answered']> => {
  const days = lastMidnights(at);
  const { rows } = await sql<{ day: number; count: number }>`
    select width_bucket(c.made_at, ${days}::timestamptz[]) as day, count(distinct c.id)::int as count
    from identity_changes c join identity_verdicts v on v.tenant_id = c.tenant_id and v.change_id = c.id
    join identity_reviews r on r.tenant_id = v.tenant_id and r.record_a = v.record_a and r.record_b = v.record_b
    where c.tenant_id = ${tenantId} and c.made_at >= ${days[0]} and c.undone_at is null and c.made_at >= r.raised_at
    group by 1 order by 1`.execute(trx);
  return rows.map(({ day, count }) => ({ day: dayOf(days[day - 1] ?? at), count }));
};

/** How much there is to review, and how much of it is done: counted to 10,000. */
export const reviewWorkload = async (trx: Trx, tenantId: string, at: Date): Promise<Workload> => {
  const week = new Date(at.getTime() - 7 * 86_400_000);
  const open = sql`select r.* from identity_reviews r where r.tenant_id = ${tenantId} and ${isOpen} limit ${MOST_COUNTED}`;
  const figures = await sql<Omit<Workload, 'byRule' | 'answered'>>`
    with open as (${open})
    select (select count(*)::int from open) as open, (select min(raised_at) from open) as oldest,
      (select percentile_cont(0.5) within group (order by extract(epoch from ${at}::timestamptz - raised_at) / 3600)
        from open)::float8 as "medianHours",
      (select count(*)::int from identity_reviews where tenant_id = ${tenantId} and raised_at >= ${week}) as "raisedInWeek",
      (select count(*)::int from identity_changes where tenant_id = ${tenantId} and made_at >= ${week}) as "decidedInWeek",
      (select count(*)::int from identity_changes where tenant_id = ${tenantId} and undone_at >= ${week}) as "undoneInWeek"`.execute(
    trx,
  );
  const rules = await sql<{ rule: string; count: number }>`
    with open as (${open})
    select coalesce(rule, '') as rule, count(*)::int as count from open left join lateral unnest(rules) as rule on true
    group by 1 order by 2 desc`.execute(trx);
  const counted = figures.rows[0];
  if (counted === undefined) throw new Error('A count has no row.');
  return {
    ...counted,
    answered: await answeredByDay(trx, tenantId, at),
    byRule: Object.fromEntries(rules.rows.map(({ rule, count }) => [rule, count])),
  };
};
