/** What each source gave before it was wanted, as counts. */
import { sql } from 'kysely';
import type { Trx } from './database.ts';

export interface SourceMeasure {
  readonly name: string;
  readonly asked: number;
  readonly answered: number;
  /** Studies fetched from it to their end, and those of which something is missing. */
  readonly whole: number;
  readonly not_whole: number;
  readonly bytes: number;
  /** Seconds from when a study was wanted until it was whole here. */
  readonly median_fetch: number | null;
}

/** Of every source that is registered, since then. */
export const sourceMeasures = async (trx: Trx, since: Date): Promise<SourceMeasure[]> => {
  const result = await sql<SourceMeasure>`
    select s.name, e.asked, e.answered, t.whole, t.not_whole, t.bytes, t.median_fetch
    from sources s
    cross join lateral (
      select count(*)::int as asked, (count(*) filter (where outcome in ('found', 'none')))::int as answered
      from enquiries where source_id = s.id and asked_at >= ${since} and outcome is not null
    ) e
    cross join lateral (
      select (count(*) filter (where state = 'done'))::int as whole,
        (count(*) filter (where state in ('partial', 'failed')))::int as not_whole, coalesce(sum(bytes), 0)::bigint as bytes,
        percentile_cont(0.5) within group (order by extract(epoch from finished_at - queued_at)) filter (where state = 'done') as median_fetch
      from transfers where source_id = s.id and finished_at >= ${since}
    ) t
    where s.removed_at is null order by s.name`.execute(trx);
  return result.rows;
};

export interface FirstPrior {
  readonly by: 'site' | 'specialty' | 'all';
  readonly name: string;
  readonly seconds: number;
}

/**
 * Seconds from the beginning of a gathering until its first prior was whole, half of them less: in all, and by site and specialty of the
 * study that it was for, where somebody opened that.
 */
export const medianFirstPriors = async (trx: Trx, since: Date): Promise<FirstPrior[]> => {
  const result = await sql<FirstPrior>`
    with firsts as (
      select o.site_name, o.specialty, extract(epoch from first.at - g.started_at) as seconds
      from gatherings g
      cross join lateral (
        select min(finished_at) as at from transfers t
        where t.person_id = g.person_id and t.state = 'done' and t.queued_at >= g.started_at
          and t.queued_at <= coalesce(g.finished_at, 'infinity')
      ) first
      left join lateral (
        select site_name, specialty from openings o where o.study_instance_uid = g.study_instance_uid
        order by day desc limit 1
      ) o on true
      where g.started_at >= ${since} and first.at is not null
    )
    select case when grouping(site_name) = 0 then 'site' when grouping(specialty) = 0 then 'specialty' else 'all' end as by,
      coalesce(site_name, specialty, '') as name, percentile_cont(0.5) within group (order by seconds) as seconds
    from firsts group by grouping sets ((site_name), (specialty), ())
    having grouping(site_name) + grouping(specialty) = 2 or coalesce(site_name, specialty) is not null`.execute(trx);
  return result.rows.filter(({ seconds }) => seconds !== null);
};
