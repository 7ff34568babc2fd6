/** Changes that others act upon, written with the change itself. */
import { sql } from 'kysely';
import type { Trx } from './database.ts';
import { soon } from './months.ts';

type OutboxTopic =
  | 'instance.stored'
  | 'gathering.requested'
  | 'gathering.ended'
  | 'person.changed'
  | 'order.placed'
  | 'exam.corrected'
  // For those to whom we send HL7 v2.
  | 'order.status'
  | 'report.kept'
  | 'patient.told'
  | 'patient.removed'
  | 'patient.merged';

export const appendOutbox = async (
  trx: Trx,
  tenantId: string,
  topic: OutboxTopic,
  ...payloads: readonly unknown[]
): Promise<void> => {
  if (payloads.length === 0) return;
  await trx
    .insertInto('outbox')
    .values(payloads.map((payload) => ({ tenant_id: tenantId, topic, payload: JSON.stringify(payload) })))
    .execute();
};

/** What only those hear whom a destination of HL7 v2 wants told: without one it costs no row. */
export const appendWhenWanted = async (
  trx: Trx,
  tenantId: string,
  topic: 'patient.told' | 'patient.removed',
  payload: unknown,
): Promise<void> => {
  await sql`
    insert into outbox (tenant_id, topic, payload) select ${tenantId}, ${topic}, ${JSON.stringify(payload)}::jsonb
    where exists (select from hl7_destinations where enabled and 'patient' = any(events))`.execute(trx);
};

/**
 * `order.placed` for each person of these patients for whom nothing was gathered, and nothing like it told, since that time: whoever
 * asks again and again costs nothing.
 */
export const tellOfPlanned = async (
  trx: Trx,
  tenantId: string,
  patients: readonly { readonly issuer: string; readonly patient_id: string }[],
  since: Date,
): Promise<void> => {
  if (patients.length === 0) return;
  await sql`
    insert into outbox (tenant_id, topic, payload)
    select ${tenantId}, 'order.placed', jsonb_build_object('personId', planned.person_id)
    from (
      select distinct m.person_id
      from unnest(${patients.map((one) => one.issuer)}::text[], ${patients.map((one) => one.patient_id)}::text[]) as p (issuer, patient_id)
      join patient_records r on r.issuer = p.issuer and r.patient_id = p.patient_id and r.superseded_at is null
      join memberships m on m.patient_record_id = r.id and m.valid_to is null
    ) planned
    where not exists (
      select from gatherings g where g.person_id = planned.person_id and g.started_at > ${since}
    ) and not exists (
      select from outbox o where o.topic = 'order.placed' and o.at > ${since}
        and o.payload ->> 'personId' = planned.person_id::text
    )`.execute(trx);
};

export interface OutboxRow {
  readonly id: number;
  readonly xid: string;
  readonly at: Date;
  readonly topic: OutboxTopic;
  readonly payload: unknown;
}

/**
 * What was written behind the consumer's cursor, in order, as far as no transaction that could still commit is older: identity
 * order is not commit order.
 */
export const readOutbox = async (trx: Trx, consumer: string, limit: number): Promise<OutboxRow[]> => {
  const cursor = await trx
    .selectFrom('outbox_cursors')
    .select([sql<string>`xid::text`.as('xid'), 'id'])
    .where('consumer', '=', consumer)
    .executeTakeFirst();
  const result = await sql<OutboxRow>`
    select id, xid::text as xid, at, topic, payload from outbox
    where xid < pg_snapshot_xmin(pg_current_snapshot()) and at < ${soon}
      and (xid, id) > (${cursor?.xid ?? '0'}::xid8, ${cursor?.id ?? 0}::bigint)
    order by outbox.xid, outbox.id limit ${limit}`.execute(trx);
  return result.rows;
};

/** Moves the cursor behind this row, never back. */
export const advanceOutbox = async (
  trx: Trx,
  tenantId: string,
  consumer: string,
  row: Pick<OutboxRow, 'id' | 'xid'>,
): Promise<void> => {
  await sql`
    insert into outbox_cursors (tenant_id, consumer, xid, id) values (${tenantId}, ${consumer}, ${row.xid}::xid8, ${row.id})
    on conflict (tenant_id, consumer) do update set xid = excluded.xid, id = excluded.id
    where (outbox_cursors.xid, outbox_cursors.id) < (excluded.xid, excluded.id)`.execute(trx);
};
