/** What modalities say that they did, and the objects that they say they made. */
import { sql } from 'kysely';
import { newId } from '../ids.ts';
import { isAnyOf, type Listed, listOf } from './any-of.ts';
import type { Trx } from './database.ts';
import type { NewRow, Row } from './tables/index.ts';

export type PerformedStepRow = Row<'performed_steps'>;

/** False when there is one of this UID. */
export const insertPerformedStep = async (trx: Trx, row: Omit<NewRow<'performed_steps'>, 'id'>): Promise<boolean> => {
  const inserted = await trx
    .insertInto('performed_steps')
    .values({ ...row, id: newId() })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'sop_instance_uid']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted !== undefined;
};

export const findPerformedStep = (trx: Trx, sopInstanceUid: string): Promise<PerformedStepRow | undefined> =>
  trx.selectFrom('performed_steps').selectAll().where('sop_instance_uid', '=', sopInstanceUid).executeTakeFirst();

/** The same, held until the transaction ends, so that two changes do not lose one another. */
export const lockPerformedStep = (trx: Trx, sopInstanceUid: string): Promise<PerformedStepRow | undefined> =>
  trx
    .selectFrom('performed_steps')
    .selectAll()
    .where('sop_instance_uid', '=', sopInstanceUid)
    .forUpdate()
    .executeTakeFirst();

export const updatePerformedStep = async (
  trx: Trx,
  id: string,
  change: { readonly status: PerformedStepRow['status']; readonly attributes: unknown; readonly at: Date },
): Promise<void> => {
  await trx
    .updateTable('performed_steps')
    .set({ status: change.status, attributes: JSON.stringify(change.attributes), updated_at: change.at })
    .where('id', '=', id)
    .execute();
};

/** The attributes of the other steps of its study that the same modality told of. */
export const otherStepsOf = async (trx: Trx, step: PerformedStepRow): Promise<readonly unknown[]> => {
  const rows = await trx
    .selectFrom('performed_steps')
    .select('attributes')
    .where('study_instance_uid', '=', step.study_instance_uid)
    .where('ae_title', '=', step.ae_title)
    .where('id', '!=', step.id)
    .execute();
  return rows.map((row) => row.attributes);
};

export interface AnnouncedInstance {
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly sopInstanceUid: string;
  readonly sopClassUid: string;
}

export interface Witness {
  readonly kind: 'performed-step' | 'availability';
  readonly aeTitle: string;
}

/** What a witness says again is no news. */
export const announceInstances = async (
  trx: Trx,
  tenantId: string,
  witness: Witness & { readonly at: Date },
  instances: readonly AnnouncedInstance[],
): Promise<void> => {
  if (instances.length === 0) return;
  const column = (key: keyof AnnouncedInstance) => instances.map((instance) => instance[key]);
  await sql`
    insert into announced_instances
      (tenant_id, study_instance_uid, series_instance_uid, sop_instance_uid, sop_class_uid, witness, ae_title, announced_at)
    select ${tenantId}::uuid, study, series, instance, class, ${witness.kind}, ${witness.aeTitle}, ${witness.at}
    from unnest(${column('studyInstanceUid')}::text[], ${column('seriesInstanceUid')}::text[],
      ${column('sopInstanceUid')}::text[], ${column('sopClassUid')}::text[]) as told (study, series, instance, class)
    on conflict do nothing`.execute(trx);
};

/** A witness takes back what it said of objects; what others said of them stays. */
export const withdrawAnnounced = async (
  trx: Trx,
  { kind, aeTitle }: Witness,
  studyInstanceUid: string,
  sopInstanceUids: readonly string[],
): Promise<void> => {
  if (sopInstanceUids.length === 0) return;
  await trx
    .deleteFrom('announced_instances')
    .where('study_instance_uid', '=', studyInstanceUid)
    .where('witness', '=', kind)
    .where('ae_title', '=', aeTitle)
    .where(isAnyOf('sop_instance_uid', 'text', sopInstanceUids))
    .execute();
};

/** False when there is one of this UID. */
export const insertAvailabilityNotice = async (trx: Trx, row: NewRow<'availability_notices'>): Promise<boolean> => {
  const inserted = await trx
    .insertInto('availability_notices')
    .values(row)
    .onConflict((conflict) => conflict.columns(['tenant_id', 'sop_instance_uid']).doNothing())
    .returning('sop_instance_uid')
    .executeTakeFirst();
  return inserted !== undefined;
};

export interface AnnouncedCount {
  readonly objects: number;
  /** Of these, so many are not here. */
  readonly missing: number;
}

/** What was announced of each of these studies; one that nothing was announced of is not in it. */
export const announcedCounts = async (
  trx: Trx,
  studyInstanceUids: Listed,
): Promise<ReadonlyMap<string, AnnouncedCount>> => {
  const result = await sql<AnnouncedCount & { readonly study: string }>`
    select a.study_instance_uid as study, count(*)::int as objects,
      count(*) filter (where not exists (
        select from instances i where i.tenant_id = a.tenant_id and i.sop_instance_uid = a.sop_instance_uid))::int as missing
    from (select distinct tenant_id, study_instance_uid, sop_instance_uid from announced_instances
      where study_instance_uid = any(${listOf('text', studyInstanceUids)})) a
    group by a.study_instance_uid`.execute(trx);
  return new Map(result.rows.map(({ study, ...count }) => [study, count]));
};
