/** What was there when studies were opened, kept as counts. */
import { sql } from 'kysely';
import type { Trx } from './database.ts';
import type { NewRow } from './tables/index.ts';

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
  readonly priors: number;
}

/** By day, by site, by specialty and in all, since a day. */
export const openingGroups = async (trx: Trx, since: Date): Promise<OpeningGroup[]> => {
  const result = await sql<OpeningGroup>`
    select case when grouping(day) = 0 then 'day' when grouping(site_name) = 0 then 'site'
        when grouping(specialty) = 0 then 'specialty' else 'all' end as by,
      coalesce(to_char(day, 'YYYY-MM-DD'), site_name, specialty, '') as name,
      count(*) as opened,
      count(*) filter (where flagged > 0) as with_priors,
      count(*) filter (where flagged > 0 and ready = flagged) as ready,
      count(*) filter (where verdict = 'complete') as complete,
      percentile_cont(0.5) within group (order by extract(epoch from ready_at - opened_at)) filter (where flagged > 0) as median_wait,
      percentile_cont(0.95) within group (order by extract(epoch from ready_at - opened_at)) filter (where flagged > 0) as p95_wait,
      sum(flagged)::bigint as priors
    from openings where day >= ${since}::date
    group by grouping sets ((day), (site_name), (specialty), ())
    order by by, name`.execute(trx);
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
