/** Versions of one object that differ: which of them is served is for a person to say. */
import { sql } from 'kysely';
import type { Trx } from './database.ts';
import type { Row } from './tables/index.ts';

export const listConflictRows = (trx: Trx, open: boolean, limit: number) => {
  const query = trx
    .selectFrom('conflicts as c')
    .innerJoin('instances as k', (join) =>
      join.onRef('k.tenant_id', '=', 'c.tenant_id').onRef('k.id', '=', 'c.kept_instance_id'),
    )
    .innerJoin('instances as o', (join) =>
      join.onRef('o.tenant_id', '=', 'c.tenant_id').onRef('o.id', '=', 'c.other_instance_id'),
    )
    .selectAll('c')
    .select([
      'k.version as kept_version',
      'o.version as other_version',
      'o.received_from',
      sql<number>`(select v.version from instances v where v.tenant_id = c.tenant_id
        and v.sop_instance_uid = c.sop_instance_uid and v.chosen)`.as('chosen_version'),
    ]);
  return (open ? query.where('c.resolved_at', 'is', null) : query).orderBy('c.raised_at').limit(limit).execute();
};

export const lockConflict = (trx: Trx, id: string): Promise<Row<'conflicts'> | undefined> =>
  trx.selectFrom('conflicts').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();

export const versionRows = (trx: Trx, sopInstanceUid: string) =>
  trx
    .selectFrom('instances')
    .innerJoin('series', (join) =>
      join.onRef('series.tenant_id', '=', 'instances.tenant_id').onRef('series.id', '=', 'instances.series_id'),
    )
    .innerJoin('studies', (join) =>
      join.onRef('studies.tenant_id', '=', 'series.tenant_id').onRef('studies.id', '=', 'series.study_id'),
    )
    .select(['instances.id', 'instances.version', 'instances.chosen', 'studies.study_instance_uid'])
    .where('instances.sop_instance_uid', '=', sopInstanceUid)
    .forUpdate('instances')
    .execute();

/** From now on this version is the one that is served. */
export const chooseInstance = async (trx: Trx, sopInstanceUid: string, instanceId: string): Promise<void> => {
  const versions = trx.updateTable('instances').where('sop_instance_uid', '=', sopInstanceUid);
  await versions.set({ chosen: false }).where('chosen', '=', true).execute();
  await versions.set({ chosen: true }).where('id', '=', instanceId).execute();
};

export const settleConflict = async (
  trx: Trx,
  id: string,
  settled: Pick<Row<'conflicts'>, 'resolved_at' | 'resolved_by' | 'chosen_instance_id' | 'replaced_instance_id'>,
): Promise<void> => {
  await trx.updateTable('conflicts').set(settled).where('id', '=', id).execute();
};
