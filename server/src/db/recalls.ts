/** Deliveries under a link that does not hold any more, and the notes that reject them at their destination. */
import { sql } from 'kysely';
import type { Trx } from './database.ts';
import type { Row } from './tables/index.ts';

export type RecallRow = Row<'recalls'>;

/** An undone link counts for so many days. */
const RECALLED_DAYS = 90;

/** Two records were one person's at a time, and are not any more: since when, with both. */
export const parted = sql`
  select m.tenant_id, m.patient_record_id as record_a, n.patient_record_id as record_b,
    greatest(m.valid_from, n.valid_from) as from_at, least(m.valid_to, n.valid_to) as until_at
  from memberships m join memberships n on n.tenant_id = m.tenant_id and n.person_id = m.person_id
    and n.patient_record_id <> m.patient_record_id
  where least(m.valid_to, n.valid_to) > now() - make_interval(days => ${RECALLED_DAYS})
    and greatest(m.valid_from, n.valid_from) < least(m.valid_to, n.valid_to)
    and not exists (select from memberships a join memberships b on b.tenant_id = a.tenant_id and b.person_id = a.person_id
      where a.tenant_id = m.tenant_id and a.patient_record_id = m.patient_record_id and a.valid_to is null
        and b.patient_record_id = n.patient_record_id and b.valid_to is null)`;

/** Rows of deliveries, with when the link under which each was made ended; joined with `parted`. */
export const partedDeliveries = sql`
  select distinct on (d.id) d.tenant_id, d.id, d.ae_title, d.study_instance_uid, d.form, p.until_at
  from parted p
  join studies s on s.tenant_id = p.tenant_id and s.patient_record_id = p.record_a
  join deliveries d on d.tenant_id = s.tenant_id and d.study_instance_uid = s.study_instance_uid
    and d.requested_at >= p.from_at and d.requested_at < p.until_at
  join application_entities a on a.tenant_id = d.tenant_id and a.ae_title = d.ae_title
  join patient_records r on r.tenant_id = p.tenant_id and r.id = p.record_b and r.issuer = a.issuer
  where exists (select from delivered_instances i
    where i.tenant_id = d.tenant_id and i.delivery_id = d.id and i.outcome in ('sent', 'present'))`;

/** Deliveries that are to be rejected and for which there is no note yet. */
export const unrecalledDeliveries = async (trx: Trx, most: number): Promise<readonly string[]> => {
  const result = await sql<{ readonly id: string }>`
    with parted as (${parted}), recalled as (${partedDeliveries})
    select c.id::text as id from recalled c
    where exists (select from delivered_instances i where i.tenant_id = c.tenant_id and i.delivery_id = c.id and i.outcome = 'sent')
      and not exists (select from recalls r where r.tenant_id = c.tenant_id and r.delivery_id = c.id and r.superseded_by is null)
    limit ${most}`.execute(trx);
  return result.rows.map((row) => row.id);
};

/** The link has not been made again meanwhile. */
export const isStillParted = async (trx: Trx, deliveryId: string): Promise<boolean> => {
  const result = await sql`
    with parted as (${parted}), recalled as (${partedDeliveries})
    select 1 from recalled where id = ${deliveryId}`.execute(trx);
  return result.rows.length > 0;
};

export const insertRecall = async (
  trx: Trx,
  tenantId: string,
  recall: {
    readonly deliveryId: string;
    readonly noteUid: string;
    readonly at: Date;
    /** Who wants it back; absent: the link under which it was made was undone. */
    readonly requestedBy?: string;
    /** The delivery whose manifest is there in its place. */
    readonly supersededBy?: string;
  },
): Promise<void> => {
  const said = {
    note_uid: recall.noteUid,
    made_at: recall.at,
    next_at: recall.at,
    requested_by: recall.requestedBy ?? null,
    superseded_by: recall.supersededBy ?? null,
  };
  const anew = { attempts: 0, outcome: null, status: null, ended_at: null };
  await trx
    .insertInto('recalls')
    .values({ tenant_id: tenantId, delivery_id: recall.deliveryId, ...said })
    // What was only replaced can still turn out to be wrong.
    .onConflict((conflict) =>
      conflict
        .columns(['tenant_id', 'delivery_id'])
        .doUpdateSet({ ...said, ...anew })
        .where('recalls.superseded_by', 'is not', null)
        .where(sql<boolean>`excluded.superseded_by is null`),
    )
    .execute();
};

/** The note that waits longest, leased; one whose lease ran out is taken up again. */
export const takeDueRecall = async (trx: Trx, now: Date, leaseMs: number): Promise<RecallRow | undefined> => {
  const result = await sql<RecallRow>`
    update recalls set attempts = attempts + 1, next_at = ${new Date(now.getTime() + leaseMs)}
    where (tenant_id, delivery_id) = (
      select tenant_id, delivery_id from recalls where ended_at is null and next_at <= ${now}
      order by next_at limit 1 for update skip locked)
    returning *`.execute(trx);
  return result.rows[0];
};

export const noteRecall = async (
  trx: Trx,
  deliveryId: string,
  progress: Partial<Pick<RecallRow, 'next_at' | 'outcome' | 'status' | 'ended_at'>>,
): Promise<void> => {
  await trx.updateTable('recalls').set(progress).where('delivery_id', '=', deliveryId).execute();
};

/** What a delivery has given to its destination. */
export const sentInstanceIds = async (trx: Trx, deliveryId: string): Promise<readonly string[]> => {
  const rows = await trx
    .selectFrom('delivered_instances')
    .select('instance_id')
    .where('delivery_id', '=', deliveryId)
    .where('outcome', '=', 'sent')
    .execute();
  return rows.map((row) => row.instance_id);
};
