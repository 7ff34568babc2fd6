/** Deliveries to other systems: queued, leased, noted instance by instance. */
import { sql } from 'kysely';
import { newId } from '../ids.ts';
import type { Trx } from './database.ts';
import type { Row } from './tables/index.ts';

export type DeliveryRow = Row<'deliveries'>;
type Outcome = Row<'delivered_instances'>['outcome'];

export interface NewDelivery {
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string | null;
  readonly aeTitle: string;
  readonly associations: number;
  readonly requestedBy: string;
  readonly instanceIds: readonly string[];
  /** The step whose order it is imported under. */
  readonly orderStepId?: string | undefined;
  readonly form: DeliveryRow['form'];
}

export const insertDelivery = async (trx: Trx, tenantId: string, asked: NewDelivery, at: Date): Promise<string> => {
  const id = newId();
  await trx
    .insertInto('deliveries')
    .values({
      tenant_id: tenantId,
      id,
      study_instance_uid: asked.studyInstanceUid,
      series_instance_uid: asked.seriesInstanceUid,
      ae_title: asked.aeTitle,
      associations: asked.associations,
      requested_by: asked.requestedBy,
      requested_at: at,
      next_at: at,
      order_step_id: asked.orderStepId ?? null,
      form: asked.form,
    })
    .execute();
  await sql`insert into delivered_instances (tenant_id, delivery_id, instance_id)
    select ${tenantId}::uuid, ${id}::uuid, unnest(${[...asked.instanceIds]}::uuid[])`.execute(trx);
  return id;
};

/** The delivery that waits longest, leased; one whose lease ran out is taken up again. */
export const takeDueDelivery = async (trx: Trx, now: Date, leaseMs: number): Promise<DeliveryRow | undefined> => {
  const result = await sql<DeliveryRow>`
    update deliveries set attempts = attempts + 1, next_at = ${new Date(now.getTime() + leaseMs)}
    where (tenant_id, id) = (
      select tenant_id, id from deliveries where ended_at is null and next_at <= ${now}
      order by next_at limit 1 for update skip locked)
    returning *`.execute(trx);
  return result.rows[0];
};

export const noteDelivery = async (
  trx: Trx,
  id: string,
  progress: Partial<Pick<DeliveryRow, 'attempts' | 'next_at' | 'ended_at' | 'manifest_uid' | 'document_id'>>,
): Promise<void> => {
  await trx.updateTable('deliveries').set(progress).where('id', '=', id).execute();
};

export interface InstanceOutcome {
  readonly outcome: Outcome;
  readonly status: number | null;
  /** of what was sent, when it was */
  readonly digest?: Buffer;
}

/** One that waits on has had one attempt more. */
export const noteDelivered = async (
  trx: Trx,
  deliveryId: string,
  instanceIds: readonly string[],
  { outcome, status, digest }: InstanceOutcome,
): Promise<void> => {
  await sql`update delivered_instances set outcome = ${outcome}, status = ${status}, digest = ${digest ?? null}, attempts = attempts + 1
    where delivery_id = ${deliveryId} and instance_id = any(${[...instanceIds]}::uuid[])`.execute(trx);
};

/** How often each that waits has been tried. */
export const waitingAttempts = async (trx: Trx, deliveryId: string): Promise<ReadonlyMap<string, number>> => {
  const rows = await trx
    .selectFrom('delivered_instances')
    .select(['instance_id', 'attempts'])
    .where('delivery_id', '=', deliveryId)
    .where('outcome', '=', 'waiting')
    .execute();
  return new Map(rows.map((row) => [row.instance_id, row.attempts]));
};

/** What this destination was sent last of each object that it was sent, whichever version that was, by SOP Instance UID. */
export const lastDelivered = async (
  trx: Trx,
  aeTitle: string,
  sopInstanceUids: readonly string[],
): Promise<ReadonlyMap<string, Buffer>> => {
  const { rows } = await sql<{ uid: string; digest: Buffer }>`
    select distinct on (i.sop_instance_uid) i.sop_instance_uid as uid, d.digest
    from instances i
    join delivered_instances d on d.tenant_id = i.tenant_id and d.instance_id = i.id and d.outcome = 'sent' and d.digest is not null
    join deliveries j on j.tenant_id = d.tenant_id and j.id = d.delivery_id and j.ae_title = ${aeTitle}
    where i.sop_instance_uid = any(${[...sopInstanceUids]}::text[])
    order by i.sop_instance_uid, j.requested_at desc, j.id desc`.execute(trx);
  return new Map(rows.map(({ uid, digest }) => [uid, digest]));
};

export const findDelivery = (trx: Trx, id: string): Promise<DeliveryRow | undefined> =>
  trx.selectFrom('deliveries').selectAll().where('id', '=', id).executeTakeFirst();

export const countOutcomes = async (trx: Trx, deliveryId: string): Promise<Readonly<Record<Outcome, number>>> => {
  const rows = await trx
    .selectFrom('delivered_instances')
    .select(['outcome', sql<number>`count(*)::int`.as('count')])
    .where('delivery_id', '=', deliveryId)
    .groupBy('outcome')
    .execute();
  const counts: Record<Outcome, number> = { waiting: 0, sent: 0, present: 0, failed: 0 };
  for (const { outcome, count } of rows) counts[outcome] = count;
  return counts;
};

export const failedDeliveries = (trx: Trx, deliveryId: string, most: number) =>
  trx
    .selectFrom('delivered_instances as d')
    .innerJoin('instances as i', (join) =>
      join.onRef('i.tenant_id', '=', 'd.tenant_id').onRef('i.id', '=', 'd.instance_id'),
    )
    .select(['i.sop_instance_uid', 'd.status'])
    .where('d.delivery_id', '=', deliveryId)
    .where('d.outcome', '=', 'failed')
    .orderBy('i.sop_instance_uid')
    .limit(most)
    .execute();

/** Whether a study went out under an order, with another accession number and procedure than it has here. */
export const wasDeliveredUnderOrder = async (trx: Trx, studyInstanceUid: string): Promise<boolean> => {
  const row = await trx
    .selectFrom('deliveries')
    .select('id')
    .where('study_instance_uid', '=', studyInstanceUid)
    .where('order_step_id', 'is not', null)
    .where('form', '=', 'objects')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
};

/**
 * What earlier deliveries of the same study or series left at the same destination and was not taken back, the last first: manifests
 * that list something else.
 */
export const manifestsBefore = async (
  trx: Trx,
  row: DeliveryRow,
): Promise<readonly Pick<DeliveryRow, 'id' | 'manifest_uid' | 'document_id'>[]> =>
  trx
    .selectFrom('deliveries as d')
    .select(['d.id', 'd.manifest_uid', 'd.document_id'])
    .where('d.study_instance_uid', '=', row.study_instance_uid)
    .where('d.series_instance_uid', 'is not distinct from', row.series_instance_uid)
    .where('d.ae_title', '=', row.ae_title)
    .where('d.form', '=', row.form)
    .where('d.manifest_uid', 'is not', null)
    .where('d.requested_at', '<', row.requested_at)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('recalls as r').select('r.delivery_id').whereRef('r.delivery_id', '=', 'd.id'))),
    )
    .orderBy('d.requested_at', 'desc')
    .execute();
