/** The circuit to each source, and how it has been of late. */
import { sql } from 'kysely';
import type { Trx } from './database.ts';
import type { Row } from './tables/index.ts';

export type CircuitRow = Row<'source_circuits'>;

/** Failures in a row after which a source is left alone. */
const OPENS_AFTER = 3;

export const listCircuits = (trx: Trx): Promise<CircuitRow[]> =>
  trx.selectFrom('source_circuits').selectAll().execute();

/** Whether a question would be let through now; nothing is taken by asking. */
export const isPassable = async (trx: Trx, sourceId: string, now: Date): Promise<boolean> => {
  const row = await trx
    .selectFrom('source_circuits')
    .select(['opened_at', 'probe_at'])
    .where('source_id', '=', sourceId)
    .executeTakeFirst();
  return row?.opened_at == null || (row.probe_at ?? now) <= now;
};

/**
 * Sources that are asked and of which nothing was heard since `before`, each for the one who takes it. Of a source that was never asked no
 * statement says anything; one that is left alone has its turn when its next probe is due.
 */
export const takeUnheardSources = async (trx: Trx, now: Date, before: Date): Promise<readonly string[]> => {
  const result = await sql<{ source_id: string }>`
    update source_circuits c set checked_at = ${now}
    from sources s
    where s.tenant_id = c.tenant_id and s.id = c.source_id and s.enabled and s.removed_at is null
      and greatest(c.last_success_at, c.last_failure_at, c.checked_at) < ${before}
      and (c.opened_at is null or c.probe_at <= ${now})
    returning c.source_id`.execute(trx);
  return result.rows.map(({ source_id }) => source_id);
};

/** It answered, whatever it said. True: it had not answered before. */
export const noteSuccess = async (trx: Trx, tenantId: string, sourceId: string, at: Date): Promise<boolean> => {
  const closed = { failures: 0, opened_at: null, probe_at: null, error_code: null, last_success_at: at };
  const before = await trx
    .selectFrom('source_circuits')
    .select('failures')
    .where('source_id', '=', sourceId)
    .executeTakeFirst();
  await trx
    .insertInto('source_circuits')
    .values({ tenant_id: tenantId, source_id: sourceId, ...closed })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'source_id']).doUpdateSet(closed))
    .execute();
  return (before?.failures ?? 0) > 0;
};

/** It did not answer; from the third time in a row on it is left alone until the next probe. True: it had answered before. */
export const noteFailure = async (
  trx: Trx,
  tenantId: string,
  failure: { readonly sourceId: string; readonly at: Date; readonly errorCode: string },
  backOffMs: (failures: number) => number,
): Promise<boolean> => {
  const { sourceId, at, errorCode } = failure;
  const known = await trx
    .insertInto('source_circuits')
    .values({ tenant_id: tenantId, source_id: sourceId, failures: 1, error_code: errorCode, last_failure_at: at })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'source_id']).doUpdateSet({
        failures: sql`source_circuits.failures + 1`,
        error_code: errorCode,
        last_failure_at: at,
      }),
    )
    .returning('failures')
    .executeTakeFirstOrThrow();
  if (known.failures < OPENS_AFTER) return known.failures === 1;
  const probe_at = new Date(at.getTime() + backOffMs(known.failures - OPENS_AFTER + 1));
  await trx
    .updateTable('source_circuits')
    .set({ opened_at: sql`coalesce(opened_at, ${at}::timestamptz)`, probe_at })
    .where('source_id', '=', sourceId)
    .execute();
  return false;
};

/**
 * True: the source may be asked now. Through an open circuit one question goes as a probe once its time has come; for as long as
 * that may take (`leaseMs`) nobody else's does.
 */
export const passCircuit = async (trx: Trx, sourceId: string, now: Date, leaseMs: number): Promise<boolean> => {
  const circuit = await trx
    .selectFrom('source_circuits')
    .select('opened_at')
    .where('source_id', '=', sourceId)
    .executeTakeFirst();
  if (circuit?.opened_at == null) return true;
  const taken = await trx
    .updateTable('source_circuits')
    .set({ probe_at: new Date(now.getTime() + leaseMs) })
    .where('source_id', '=', sourceId)
    .where('opened_at', 'is not', null)
    .where('probe_at', '<=', now)
    .executeTakeFirst();
  return taken.numUpdatedRows > 0n;
};

/** When the next question may try a source whose circuit is open; null when it is closed. */
export const nextProbe = async (trx: Trx, sourceId: string): Promise<Date | null> => {
  const row = await trx
    .selectFrom('source_circuits')
    .select('probe_at')
    .where('source_id', '=', sourceId)
    .where('opened_at', 'is not', null)
    .executeTakeFirst();
  return row?.probe_at ?? null;
};

/** Denials in a row after which a source is said to refuse us. It is asked on: its circuit is for what does not answer. */
const REFUSES_AFTER = 3;

/** Sources that let us ask nothing: since when, and how often in a row since the last answer of a week. */
export const refusingSources = sql<{ id: string; name: string; since: Date; in_row: number }>`
  select s.tenant_id, s.id, s.name, d.since, d.in_row
  from sources s
  cross join lateral (
    select min(e.asked_at) as since, count(*)::int as in_row from enquiries e
    where e.source_id = s.id and e.asked_at >= now() - interval '7 days' and e.error_code = 'peer-denied' and e.asked_at > coalesce(
      (select max(g.asked_at) from enquiries g
       where g.source_id = s.id and g.asked_at >= now() - interval '7 days' and g.outcome in ('found', 'none')), '-infinity')
  ) d
  where s.removed_at is null and s.enabled and d.in_row >= ${REFUSES_AFTER}`;

export interface SourceActivity {
  readonly source_id: string;
  readonly asked: number;
  readonly answered: number;
  readonly refused: number;
  /** How often in a row it did not let us in; null when it does. */
  readonly denied_in_row: number | null;
  readonly unreachable: number;
  readonly timed_out: number;
  readonly median_ms: number | null;
  readonly p95_ms: number | null;
  readonly owes: number;
  readonly queued: number;
  readonly running: number;
  readonly failed: number;
}

/** Questions since a time, and what waits now, for every registered source. */
export const sourceActivity = async (trx: Trx, since: Date): Promise<SourceActivity[]> => {
  const result = await sql<SourceActivity>`
    select s.id as source_id, e.asked, e.answered, e.refused, e.unreachable, e.timed_out, e.median_ms, e.p95_ms,
      (select count(*) from silences w where w.source_id = s.id) as owes,
      t.queued, t.running, t.failed, r.in_row as denied_in_row
    from sources s
    left join (${refusingSources}) r on r.tenant_id = s.tenant_id and r.id = s.id
    left join lateral (
      select count(*) as asked,
        count(*) filter (where outcome in ('found', 'none')) as answered,
        count(*) filter (where outcome = 'refused') as refused,
        count(*) filter (where outcome = 'unreachable') as unreachable,
        count(*) filter (where outcome = 'timed-out') as timed_out,
        percentile_cont(0.5) within group (order by duration_ms) filter (where outcome in ('found', 'none')) as median_ms,
        percentile_cont(0.95) within group (order by duration_ms) filter (where outcome in ('found', 'none')) as p95_ms
      from enquiries q
      where q.source_id = s.id and q.asked_at >= ${since} and q.outcome is not null and q.error_code is distinct from 'peer-resting'
    ) e on true
    left join lateral (
      select count(*) filter (where state = 'queued') as queued, count(*) filter (where state = 'running') as running,
        count(*) filter (where state in ('partial', 'failed')) as failed
      from transfers f where f.source_id = s.id and f.state <> 'done'
    ) t on true
    where s.removed_at is null`.execute(trx);
  return result.rows;
};
