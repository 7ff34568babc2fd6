/** Gatherings: finding and fetching the priors of a person. At most one of a person is active (unique index). */

import { sql } from 'kysely';
import { newId } from '../ids.ts';
import { isAnyOf } from './any-of.ts';
import type { Trx } from './database.ts';
import { appendOutbox } from './outbox.ts';
import type { Row } from './tables/index.ts';

export type GatheringRow = Row<'gatherings'>;
export type GatheringTrigger = GatheringRow['trigger'];

/** A new gathering, or the active one of the person, which a new trigger joins. */
export const joinGathering = async (
  trx: Trx,
  tenantId: string,
  gathering: {
    readonly personId: string;
    readonly trigger: GatheringTrigger;
    readonly studyInstanceUid: string | null;
    /** When what matters has to be here. */
    readonly deadline: Date;
  },
): Promise<string> => {
  const row = await trx
    .insertInto('gatherings')
    .values({
      tenant_id: tenantId,
      id: newId(),
      person_id: gathering.personId,
      trigger: gathering.trigger,
      state: 'asking',
      study_instance_uid: gathering.studyInstanceUid,
      deadline: gathering.deadline,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['tenant_id', 'person_id'])
        .where('state', 'in', [sql<'asking'>`'asking'`, sql<'fetching'>`'fetching'`])
        .doUpdateSet({
          state: 'asking',
          trigger: gathering.trigger,
          // Whoever joins it may be in a greater hurry, and makes it no slower.
          deadline: sql`least(gatherings.deadline, excluded.deadline)`,
          study_instance_uid: sql`coalesce(excluded.study_instance_uid, gatherings.study_instance_uid)`,
        }),
    )
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
};

export const setGatheringState = async (
  trx: Trx,
  id: string,
  state: GatheringRow['state'],
  at: Date,
): Promise<void> => {
  const ended = state === 'done' || state === 'failed';
  await trx
    .updateTable('gatherings')
    .set({ state, finished_at: ended ? at : null })
    .where('id', '=', id)
    .execute();
};

/** Ends the person's gathering when nothing of it is queued or running any more; true when it ended now. */
export const endGatheringWhenFetched = async (trx: Trx, personId: string, at: Date): Promise<boolean> => {
  const { rows } = await sql<Pick<GatheringRow, 'tenant_id' | 'study_instance_uid'>>`
    update gatherings set state = 'done', finished_at = ${at}
    where person_id = ${personId} and state = 'fetching' and not exists (
      select from transfers where transfers.person_id = ${personId} and transfers.state in ('queued', 'running'))
    returning tenant_id, study_instance_uid`.execute(trx);
  for (const { tenant_id, study_instance_uid: studyInstanceUid } of rows)
    await appendOutbox(trx, tenant_id, 'gathering.ended', { personId, ...(studyInstanceUid && { studyInstanceUid }) });
  return rows.length > 0;
};

/** The last gathering of each person, active or not. */
export const latestGatherings = (trx: Trx, personIds: readonly string[]): Promise<GatheringRow[]> =>
  personIds.length === 0
    ? Promise.resolve([])
    : trx
        .selectFrom('gatherings')
        .selectAll()
        .distinctOn('person_id')
        .where(isAnyOf('person_id', 'uuid', personIds))
        .orderBy('person_id')
        .orderBy('started_at', 'desc')
        .execute();
