/** What was there when studies were opened, what of it was looked at, and what that cost: kept as counts. */
import { sql } from 'kysely';
import { newId } from '../ids.ts';
import type { Trx } from './database.ts';
import type { NewRow } from './tables/index.ts';

/** A prior that mattered; `sourceName` null: it was sent here. */
export interface ShownPrior {
  readonly studyInstanceUid: string;
  readonly sourceName: string | null;
}

/** The first opening of a study by a reader on a day is kept; of later ones only that what was missing has come. */
export const noteOpening = async (trx: Trx, opening: NewRow<'openings'>): Promise<void> => {
  await trx
    .insertInto('openings')
    .values(opening)
    .onConflict((conflict) =>
      conflict
        .columns(['tenant_id', 'day', 'study_instance_uid', 'subject'])
        .doUpdateSet({ ready_at: (eb) => eb.ref('excluded.ready_at') })
        .where('openings.ready_at', 'is', null)
        .where((eb) => eb(eb.ref('excluded.ready_at'), 'is not', null)),
    )
    .execute();
};

export type NewOpening = NewRow<'openings'>;
type OpeningKey = Pick<NewRow<'openings'>, 'tenant_id' | 'day' | 'study_instance_uid' | 'subject' | 'opened_at'>;

/** What was shown to a reader with a study that they have opened. Sign-ins of theirs within half a day that no opening was counted for are this one's. */
export const noteShownPriors = async (
  trx: Trx,
  { tenant_id, day, study_instance_uid, subject, opened_at }: OpeningKey,
  priors: readonly ShownPrior[],
): Promise<void> => {
  const [uids, sources] = [priors.map((prior) => prior.studyInstanceUid), priors.map((prior) => prior.sourceName)];
  await sql`
    with spent as (
      delete from unspent_sign_ins where subject = ${subject} returning at
    ), counted as (
      update openings o set logins = o.logins + n.logins
      from (select count(*)::int as logins from spent where at > ${opened_at}::timestamptz - interval '12 hours') n
      where n.logins > 0 and o.day = ${day}::date and o.study_instance_uid = ${study_instance_uid} and o.subject = ${subject}
    )
    insert into shown_priors (tenant_id, day, study_instance_uid, subject, prior_study_instance_uid, source_name)
    select ${tenant_id}::uuid, ${day}::date, ${study_instance_uid}::text, ${subject}::text, p.uid, p.source
    from unnest(${uids}::text[], ${sources}::text[]) as p (uid, source)
    on conflict do nothing`.execute(trx);
};

/** Somebody signed in; it counts for the study that they open next. */
export const noteLogin = async (trx: Trx, tenantId: string, subject: string): Promise<void> => {
  await trx.insertInto('unspent_sign_ins').values({ tenant_id: tenantId, subject, id: newId() }).execute();
};

/** A reader looks at a prior, after so many clicks since the study was opened; the first time of an opening counts. */
export const noteSeen = async (
  trx: Trx,
  seen: {
    readonly studyInstanceUid: string;
    readonly priorStudyInstanceUid: string;
    readonly subject: string;
    readonly clicks: number;
    readonly at: Date;
  },
): Promise<void> => {
  const { studyInstanceUid, priorStudyInstanceUid, subject, clicks, at } = seen;
  await sql`
    with last as (
      select max(day) as day from openings where study_instance_uid = ${studyInstanceUid} and subject = ${subject}
    ), prior as (
      update shown_priors p set seen_at = ${at}, clicks = ${clicks} from last
      where p.day = last.day and p.study_instance_uid = ${studyInstanceUid} and p.subject = ${subject}
        and p.prior_study_instance_uid = ${priorStudyInstanceUid} and p.seen_at is null
    )
    update openings o set clicks = ${clicks} from last
    where o.day = last.day and o.study_instance_uid = ${studyInstanceUid} and o.subject = ${subject} and o.clicks is null`.execute(
    trx,
  );
};

export interface OpeningGroup {
  readonly by: 'day' | 'site' | 'specialty' | 'all';
  readonly name: string;
  readonly opened: number;
  /** those that had priors that mattered, and of them those that had all of them whole when opened */
  readonly with_priors: number;
  readonly ready: number;
  readonly complete: number;
  /** seconds from opening until all were there, of those that came to it */
  readonly median_wait: number | null;
  readonly p95_wait: number | null;
  /** priors that mattered and were shown, and of them those that were looked at */
  readonly priors: number;
  readonly seen: number;
  /** sign-ins on the way to them */
  readonly logins: number;
  /** clicks until the first prior hung, of those where one did, and how often that took none */
  readonly median_clicks: number | null;
  readonly without_click: number;
  readonly looked: number;
}

/** By day, by site, by specialty and in all, since a day. */
export const openingGroups = async (trx: Trx, since: Date): Promise<OpeningGroup[]> => {
  const result = await sql<OpeningGroup>`
    with looked as (
      select o.*, p.shown, p.seen from openings o cross join lateral (
        select count(*)::int as shown, (count(*) filter (where seen_at is not null))::int as seen from shown_priors s
        where s.day = o.day and s.study_instance_uid = o.study_instance_uid and s.subject = o.subject
      ) p where o.day >= ${since}::date
    )
    select case when grouping(day) = 0 then 'day' when grouping(site_name) = 0 then 'site'
        when grouping(specialty) = 0 then 'specialty' else 'all' end as by,
      coalesce(to_char(day, 'YYYY-MM-DD'), site_name, specialty, '') as name,
      count(*) as opened,
      count(*) filter (where flagged > 0) as with_priors,
      count(*) filter (where flagged > 0 and ready = flagged) as ready,
      count(*) filter (where verdict = 'complete') as complete,
      percentile_cont(0.5) within group (order by extract(epoch from ready_at - opened_at)) filter (where flagged > 0) as median_wait,
      percentile_cont(0.95) within group (order by extract(epoch from ready_at - opened_at)) filter (where flagged > 0) as p95_wait,
      coalesce(sum(greatest(flagged, shown)), 0)::bigint as priors,
      coalesce(sum(seen), 0)::bigint as seen,
      coalesce(sum(logins), 0)::bigint as logins,
      percentile_cont(0.5) within group (order by clicks) as median_clicks,
      count(*) filter (where clicks = 0) as without_click,
      count(clicks) as looked
    from looked
    group by grouping sets ((day), (site_name), (specialty), ())
    order by by, name`.execute(trx);
  return result.rows;
};

export interface SourcePriors {
  /** null: sent here */
  readonly source_name: string | null;
  readonly shown: number;
  readonly seen: number;
  readonly median_clicks: number | null;
}

/** Priors that mattered, by where they are from. */
export const priorsBySource = async (trx: Trx, since: Date): Promise<SourcePriors[]> => {
  const result = await sql<SourcePriors>`
    select source_name, count(*)::int as shown, (count(seen_at))::int as seen,
      percentile_cont(0.5) within group (order by clicks) as median_clicks
    from shown_priors where day >= ${since}::date group by source_name order by source_name nulls first`.execute(trx);
  return result.rows;
};

/** How often a reader opened a prior since then, and took in one that was not offered. */
export const countFeedback = async (
  trx: Trx,
  since: Date,
): Promise<{ readonly opened: number; readonly pulled: number }> => {
  const row = await trx
    .selectFrom('prior_feedback')
    .select(({ fn }) => [
      fn.countAll<number>().filterWhere('verdict', '=', 'opened').as('opened'),
      fn.countAll<number>().filterWhere('verdict', '=', 'pulled-in').as('pulled'),
    ])
    .where('at', '>=', since)
    .executeTakeFirstOrThrow();
  return row;
};
