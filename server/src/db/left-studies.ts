/** Priors that matter and stay where they are, because fetching for their person has cost enough. */
import { sql } from 'kysely';
import { areNone, isAnyOf, type Listed } from './any-of.ts';
import type { Trx } from './database.ts';
import type { Row } from './tables/index.ts';

export type LeftStudyRow = Row<'left_studies'>;

export interface Spent {
  readonly bytes: number;
  readonly milliseconds: number;
}

/** What fetching for this person has cost since then; what runs costs what it is expected to. */
export const spentOnPerson = async (trx: Trx, personId: string, since: Date, now: Date): Promise<Spent> => {
  const { rows } = await sql<Spent>`
    select coalesce(sum(case when state = 'running' then greatest(bytes, estimated_bytes) else bytes end), 0)::bigint as bytes,
      coalesce(sum(busy_ms + case when state = 'running' then greatest(0, extract(epoch from ${now} - started_at) * 1000)
        else 0 end), 0)::bigint as milliseconds
    from transfers where person_id = ${personId} and (state in ('queued', 'running') or finished_at >= ${since})`.execute(
    trx,
  );
  return rows[0] ?? { bytes: 0, milliseconds: 0 };
};

export const leftStudies = (trx: Trx, studyInstanceUids: Listed): Promise<LeftStudyRow[]> =>
  areNone(studyInstanceUids)
    ? Promise.resolve([])
    : trx
        .selectFrom('left_studies')
        .selectAll()
        .where(isAnyOf('study_instance_uid', 'text', studyInstanceUids))
        .execute();

/** What is queued and was never begun is queued no more; what was begun has come in part, or not at all. */
const withdrawTransfers = async (trx: Trx, studyInstanceUids: readonly string[], at: Date): Promise<void> => {
  const queued = isAnyOf('study_instance_uid', 'text', studyInstanceUids);
  await trx
    .deleteFrom('transfers')
    .where(queued)
    .where('state', '=', 'queued')
    .where('attempts', '=', 0)
    .where('received', '=', 0)
    .execute();
  await trx
    .updateTable('transfers')
    .set({ state: sql`case when received > 0 then 'partial' else 'failed' end`, finished_at: at })
    .where(queued)
    .where('state', '=', 'queued')
    .execute();
};

export type Leaving = Pick<LeftStudyRow, 'study_instance_uid' | 'left_by' | 'estimated_bytes'>;

/** From now on these are what is left of this person; `before` is what was. What is left is not fetched. */
export const replaceLeftStudies = async (
  trx: Trx,
  { tenantId, personId }: { readonly tenantId: string; readonly personId: string },
  left: readonly Leaving[],
  before: readonly string[],
  at: Date,
): Promise<void> => {
  const uids = left.map((one) => one.study_instance_uid);
  const gone = before.filter((uid) => !uids.includes(uid));
  if (gone.length > 0)
    await trx
      .deleteFrom('left_studies')
      .where(isAnyOf('study_instance_uid', 'text', gone))
      .execute();
  if (left.length === 0) return;
  await withdrawTransfers(trx, uids, at);
  await trx
    .insertInto('left_studies')
    .values(left.map((one) => ({ ...one, tenant_id: tenantId, person_id: personId, left_at: at })))
    .onConflict((conflict) =>
      conflict
        .columns(['tenant_id', 'study_instance_uid'])
        .doUpdateSet({ person_id: personId, left_by: (eb) => eb.ref('excluded.left_by') }),
    )
    .execute();
};
