/** Fetching studies: one row a study and source, re-used when it is tried again; a lease says who is at it. */

import { sql } from 'kysely';
import { newId } from '../ids.ts';
import { areNone, isAnyOf, type Listed } from './any-of.ts';
import type { Trx } from './database.ts';
import { lockNamed } from './named-locks.ts';
import type { NewRow, Row } from './tables/index.ts';

export type TransferRow = Row<'transfers'>;

const ofStudy = [
  'study_instance_uid',
  'source_id',
  'state',
  'priority',
  'attempts',
  'not_before',
  'finished_at',
] as const satisfies readonly (keyof TransferRow)[];

/** What is known of a study's way here. */
export type StudyTransferRow = Pick<TransferRow, (typeof ofStudy)[number]>;

export interface TransferRequest {
  readonly studyInstanceUid: string;
  readonly sourceId: string;
  readonly personId: string;
  /** Lower is fetched sooner. */
  readonly priority: number;
  readonly expected: number | null;
  /** About how many bytes are to come. */
  readonly estimatedBytes: number;
  /** A reader asks for it, or reads it: no budget keeps it where it is. */
  readonly exempt: boolean;
}

/** What it has cost within the last day is not forgotten when it is queued again. */
const isOfToday = (at: Date) =>
  sql`(transfers.finished_at is null or transfers.finished_at > ${new Date(at.getTime() - 86_400_000)})`;

/** Queues it, or brings a queued one forward; one that runs is left alone. */
export const queueTransfer = async (
  trx: Trx,
  tenantId: string,
  request: TransferRequest,
  at: Date,
): Promise<boolean> => {
  const row = await trx
    .insertInto('transfers')
    .values({
      tenant_id: tenantId,
      id: newId(),
      study_instance_uid: request.studyInstanceUid,
      source_id: request.sourceId,
      person_id: request.personId,
      state: 'queued',
      priority: request.priority,
      expected: request.expected,
      estimated_bytes: request.estimatedBytes,
      exempt: request.exempt,
      queued_at: at,
      not_before: at,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['tenant_id', 'study_instance_uid', 'source_id'])
        .doUpdateSet({
          state: 'queued',
          priority: sql`case when transfers.state = 'queued' then least(transfers.priority, excluded.priority) else excluded.priority end`,
          attempts: sql`case when transfers.state = 'queued' then transfers.attempts else 0 end`,
          estimated_bytes: request.estimatedBytes,
          bytes: sql`case when ${isOfToday(at)} then transfers.bytes else 0 end`,
          busy_ms: sql`case when ${isOfToday(at)} then transfers.busy_ms else 0 end`,
          exempt: sql`excluded.exempt or (transfers.state = 'queued' and transfers.exempt)`,
          person_id: request.personId,
          expected: request.expected,
          not_before: at,
        })
        .where('transfers.state', 'in', ['queued', 'done', 'partial', 'failed']),
    )
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
};

/** The sources at which something waits to be fetched, whatever else runs there. */
export const sourcesToFetchFrom = async (trx: Trx, now: Date): Promise<ReadonlySet<string>> => {
  const rows = await trx
    .selectFrom('transfers')
    .select('source_id')
    .distinct()
    .where((eb) =>
      eb.or([
        eb('state', '=', 'queued').and('not_before', '<=', now),
        eb('state', '=', 'running').and('leased_until', '<', now),
      ]),
    )
    .where('state', 'in', ['queued', 'running'])
    .execute();
  return new Set(rows.map((row) => row.source_id));
};

/**
 * The next one to fetch from this source, leased to a worker, when fewer than `concurrency` run: of the best priority, the oldest.
 * One whose lease ran out is taken up again.
 */
export const takeTransfer = async (
  trx: Trx,
  request: {
    readonly tenantId: string;
    readonly sourceId: string;
    readonly concurrency: number;
    readonly worker: string;
    readonly now: Date;
    readonly leaseMs: number;
    /** Only what somebody waits for: of a priority below zero. */
    readonly urgentOnly?: boolean;
  },
): Promise<TransferRow | undefined> => {
  await lockNamed(trx, request.tenantId, `transfers ${request.sourceId}`);
  const until = new Date(request.now.getTime() + request.leaseMs);
  const result = await sql<TransferRow>`
    update transfers set state = 'running', attempts = attempts + 1, failed = 0, faults = 0, error_code = null,
      started_at = ${request.now}, finished_at = null, leased_by = ${request.worker}, leased_until = ${until}
    where id = (
      select id from transfers
      where source_id = ${request.sourceId} and (${!request.urgentOnly} or priority < 0)
        and ((state = 'queued' and not_before <= ${request.now}) or (state = 'running' and leased_until < ${request.now}))
        and (select count(*) from transfers busy where busy.source_id = ${request.sourceId} and busy.state = 'running'
          and busy.leased_until >= ${request.now}) < ${request.concurrency}
      order by priority, queued_at, id limit 1)
    returning *`.execute(trx);
  return result.rows[0];
};

type Progress = Partial<Pick<NewRow<'transfers'>, 'received' | 'failed' | 'faults' | 'expected' | 'leased_until'>>;

/** What one attempt has cost, beside what those before it did. */
export interface AttemptCost {
  readonly bytes: number;
  readonly milliseconds: number;
}

/** False when the lease was lost: somebody else is at it now. */
export const noteProgress = async (trx: Trx, id: string, worker: string, progress: Progress): Promise<boolean> => {
  const result = await trx
    .updateTable('transfers')
    .set(progress)
    .where('id', '=', id)
    .where('state', '=', 'running')
    .where('leased_by', '=', worker)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
};

export interface TransferEnd extends Progress {
  readonly state: 'queued' | 'done' | 'partial' | 'failed';
  readonly error_code: string | null;
  readonly not_before: Date;
  readonly finished_at: Date;
}

export const endTransfer = async (
  trx: Trx,
  id: string,
  worker: string,
  end: TransferEnd,
  cost: AttemptCost,
): Promise<boolean> => {
  const result = await trx
    .updateTable('transfers')
    .set({
      ...end,
      leased_by: null,
      leased_until: null,
      bytes: sql`bytes + ${cost.bytes}`,
      busy_ms: sql`busy_ms + ${Math.round(cost.milliseconds)}`,
    })
    .where('id', '=', id)
    .where('state', '=', 'running')
    .where('leased_by', '=', worker)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
};

export const transfersOfStudies = (trx: Trx, studyInstanceUids: Listed): Promise<StudyTransferRow[]> =>
  areNone(studyInstanceUids)
    ? Promise.resolve([])
    : trx
        .selectFrom('transfers')
        .select(ofStudy)
        .where(isAnyOf('study_instance_uid', 'text', studyInstanceUids))
        .execute();

/** Brings what waits for its next try at this source forward: it answers again. */
export const hastenTransfers = async (trx: Trx, sourceId: string, at: Date): Promise<number> => {
  const result = await trx
    .updateTable('transfers')
    .set({ not_before: at })
    .where('source_id', '=', sourceId)
    .where('state', '=', 'queued')
    .where('not_before', '>', at)
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
};

/** True when we asked for this study before its first object came: its objects are no news from outside. */
export const knownToBeFetched = async (trx: Trx, studyInstanceUid: string): Promise<boolean> => {
  const row = await trx
    .selectFrom('transfers')
    .innerJoin('studies', (join) =>
      join
        .onRef('studies.tenant_id', '=', 'transfers.tenant_id')
        .onRef('studies.study_instance_uid', '=', 'transfers.study_instance_uid'),
    )
    .select('transfers.id')
    .where('transfers.study_instance_uid', '=', studyInstanceUid)
    .whereRef('transfers.queued_at', '<=', 'studies.created_at')
    .executeTakeFirst();
  return row !== undefined;
};
