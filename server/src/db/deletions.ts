/** Intentions to remove studies, the removal itself, and what is left to say that it was done. */
import { sql } from 'kysely';
import { newId } from '../ids.ts';
import type { Trx } from './database.ts';
import type { NewRow, Row } from './tables/index.ts';

/** Hides the objects of a study; undefined when there are none that are not to be removed already. */
export const insertDeletion = async (
  trx: Trx,
  tenantId: string,
  deletion: Omit<NewRow<'deletions'>, 'tenant_id' | 'id' | 'instances'>,
): Promise<{ readonly id: string; readonly instances: number } | undefined> => {
  const id = newId();
  const marked = await sql`update instances i set deletion_id = ${id}
    from series e join studies s on s.tenant_id = e.tenant_id and s.id = e.study_id
    where e.tenant_id = i.tenant_id and e.id = i.series_id and s.study_instance_uid = ${deletion.study_instance_uid}
      and i.deletion_id is null`.execute(trx);
  const instances = Number(marked.numAffectedRows ?? 0);
  if (instances === 0) return undefined;
  await trx
    .insertInto('deletions')
    .values({ ...deletion, tenant_id: tenantId, id, instances })
    .execute();
  return { id, instances };
};

export const lockDeletion = (trx: Trx, id: string): Promise<Row<'deletions'> | undefined> =>
  trx.selectFrom('deletions').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();

/** The objects are served again; how many there are. */
export const endDeletion = async (trx: Trx, id: string, by: string, at: Date): Promise<number> => {
  const kept = await trx.updateTable('instances').set({ deletion_id: null }).where('deletion_id', '=', id).execute();
  await trx.updateTable('deletions').set({ undone_by: by, undone_at: at }).where('id', '=', id).execute();
  return Number(kept[0]?.numUpdatedRows ?? 0);
};

/** False when it has been removed meanwhile. */
export const keepInstance = async (trx: Trx, id: string): Promise<boolean> => {
  const kept = await trx.updateTable('instances').set({ deletion_id: null }).where('id', '=', id).executeTakeFirst();
  return kept.numUpdatedRows > 0n;
};

export const dueDeletions = (trx: Trx, now: Date, limit: number) =>
  trx
    .selectFrom('deletions')
    .select('id')
    .where('undone_at', 'is', null)
    .where('done_at', 'is', null)
    .where('not_before', '<=', now)
    .orderBy('not_before')
    .limit(limit)
    .execute();

/** Removes the rows of what is still to be removed; the blobs that they were in. */
export const removeDeleted = async (trx: Trx, tenantId: string, id: string, at: Date): Promise<readonly string[]> => {
  const doomed = sql`select id from instances where deletion_id = ${id}`;
  await sql`select id from instances where deletion_id = ${id} order by id for update`.execute(trx);
  const { rows: uids } = await sql<{ uid: string }>`
    insert into tombstones (tenant_id, deletion_id, instance_id, sop_instance_uid, sha256, byte_length, removed_at)
    select ${tenantId}::uuid, ${id}::uuid, id, sop_instance_uid, sha256, byte_length, ${at} from instances where deletion_id = ${id}
    returning sop_instance_uid as uid`.execute(trx);
  await sql`delete from conflicts where kept_instance_id in (${doomed}) or other_instance_id in (${doomed})`.execute(
    trx,
  );
  await sql`delete from series_packs where series_id in (select series_id from instances where deletion_id = ${id})`.execute(
    trx,
  );
  const { rows } = await sql<{
    blob: string;
  }>`delete from locations where instance_id in (${doomed}) returning blob`.execute(trx);
  await trx.deleteFrom('instances').where('deletion_id', '=', id).execute();
  // Another version of a removed object, in a study that stays, is now the one to serve.
  await sql`update instances i set chosen = true where i.sop_instance_uid = any(${uids.map((row) => row.uid)}::text[])
    and i.version = (select min(v.version) from instances v where v.sop_instance_uid = i.sop_instance_uid)
    and not exists (select from instances v where v.sop_instance_uid = i.sop_instance_uid and v.chosen)`.execute(trx);
  await trx.updateTable('deletions').set({ done_at: at, error_code: null }).where('id', '=', id).execute();
  return [...new Set(rows.map((row) => row.blob))];
};

/** One that fails is tried again later, and holds up no other. */
export const postponeDeletion = async (trx: Trx, id: string, notBefore: Date, errorCode: string): Promise<void> => {
  await trx
    .updateTable('deletions')
    .set((eb) => ({ attempts: eb('attempts', '+', 1), not_before: notBefore, error_code: errorCode }))
    .where('id', '=', id)
    .execute();
};

export const listDeletionRows = (trx: Trx, limit: number): Promise<Row<'deletions'>[]> =>
  trx.selectFrom('deletions').selectAll().orderBy('requested_at', 'desc').limit(limit).execute();
