/** HL7 v2 messages to others: written once, sent until they are answered, in order for each patient. */
import { createHash } from 'node:crypto';
import { bodyOf } from '@throughline/hl7';
import { type RawBuilder, sql } from 'kysely';
import { newId } from '../ids.ts';
import { isAnyOf } from './any-of.ts';
import type { Trx } from './database.ts';
import type { NewRow, OutgoingState, Row } from './tables/index.ts';

export type OutgoingRow = Row<'hl7_outgoing'>;
/** Without the message itself: what lists show. */
export type OutgoingHead = Omit<OutgoingRow, 'raw' | 'body_digest'>;

const headColumns = [
  'tenant_id',
  'id',
  'number',
  'destination',
  'event',
  'cause_key',
  'subject_key',
  'order_key',
  'patient_record_id',
  'study_instance_uid',
  'control_id',
  'message_type',
  'made_at',
  'state',
  'attempts',
  'refusals',
  'next_at',
  'answer_code',
  'condition',
  'location',
  'cause',
  'ended_at',
  'set_aside_at',
] as const;

/** False when its cause has led to a message to this destination before. */
export const insertOutgoing = async (trx: Trx, row: Omit<NewRow<'hl7_outgoing'>, 'id'>): Promise<boolean> => {
  const made = await trx
    .insertInto('hl7_outgoing')
    .values({ id: newId(), ...row })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'destination', 'cause_key']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return made !== undefined;
};

/** Which of these causes have led to a message to this destination. */
export const knownCauses = async (trx: Trx, destination: string, causes: readonly string[]): Promise<Set<string>> => {
  const rows = await trx
    .selectFrom('hl7_outgoing')
    .select('cause_key')
    .where('destination', '=', destination)
    .where(isAnyOf('cause_key', 'text', causes))
    .execute();
  return new Set(rows.map((row) => row.cause_key));
};

/** A message of this alias may be tried now: it is due, and the oldest of its patient that waits. */
export const isNext = (alias: string, now: Date): RawBuilder<boolean> => {
  const o = sql.table(alias);
  return sql<boolean>`${o}.state = 'waiting' and ${o}.next_at <= ${now} and not exists (
    select from hl7_outgoing earlier where earlier.destination = ${o}.destination and earlier.order_key = ${o}.order_key
      and earlier.state = 'waiting' and earlier.number < ${o}.number)`;
};

/**
 * The next message to be tried: of each patient only the oldest that waits, those that were tried least first, so that one that its
 * receiver cannot bear holds up its own patient only. It counts as tried from now on.
 */
export const takeOutgoing = async (trx: Trx, destination: string, now: Date): Promise<OutgoingRow | undefined> => {
  const result = await sql<OutgoingRow>`
    update hl7_outgoing set attempts = attempts + 1
    where (tenant_id, id) = (
      select o.tenant_id, o.id from hl7_outgoing o
      where o.destination = ${destination} and ${isNext('o', now)}
      order by o.attempts, o.number limit 1 for update)
    returning *`.execute(trx);
  return result.rows[0];
};

export const noteOutgoing = async (
  trx: Trx,
  id: string,
  outcome: Partial<
    Pick<
      OutgoingRow,
      'state' | 'refusals' | 'next_at' | 'answer_code' | 'condition' | 'location' | 'cause' | 'ended_at'
    >
  >,
): Promise<void> => {
  await trx.updateTable('hl7_outgoing').set(outcome).where('id', '=', id).execute();
};

export const findOutgoing = (trx: Trx, id: string): Promise<OutgoingRow | undefined> =>
  trx.selectFrom('hl7_outgoing').selectAll().where('id', '=', id).executeTakeFirst();

export interface OutgoingFilter {
  readonly states?: readonly OutgoingState[] | undefined;
  readonly destination?: string | undefined;
}

/** The newest first. */
export const listOutgoing = (trx: Trx, filter: OutgoingFilter, limit: number): Promise<OutgoingHead[]> => {
  let query = trx.selectFrom('hl7_outgoing').select(headColumns);
  if (filter.states !== undefined) query = query.where('state', 'in', [...filter.states]);
  if (filter.destination !== undefined) query = query.where('destination', '=', filter.destination);
  return query.orderBy('number', 'desc').limit(limit).execute();
};

/** Whether something later about the same was sent or is to be sent: the earlier must not follow it. */
export const isOvertaken = async (
  trx: Trx,
  { destination, subject_key, number }: Pick<OutgoingRow, 'destination' | 'subject_key' | 'number'>,
): Promise<boolean> => {
  const later = await trx
    .selectFrom('hl7_outgoing')
    .select('id')
    .where('destination', '=', destination)
    .where('subject_key', '=', subject_key)
    .where('number', '>', number)
    .where('state', 'in', ['waiting', 'sent'])
    .limit(1)
    .executeTakeFirst();
  return later !== undefined;
};

export const sendAgain = async (trx: Trx, id: string, at: Date): Promise<void> => {
  await trx
    .updateTable('hl7_outgoing')
    .set({ state: 'waiting', attempts: 0, refusals: 0, next_at: at, made_at: at, ended_at: null, set_aside_at: null })
    .where('id', '=', id)
    .execute();
};

/** False when it is none that waits for somebody. */
export const setOutgoingAside = async (trx: Trx, id: string, at: Date): Promise<boolean> => {
  const result = await trx
    .updateTable('hl7_outgoing')
    .set({ set_aside_at: at })
    .where('id', '=', id)
    .where('state', 'in', ['refused', 'failed'])
    .where('set_aside_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
};

/** What is known again when a message of ours comes back, whatever header it was given on its way. */
export const bodyDigest = (message: Uint8Array): Buffer => createHash('sha256').update(bodyOf(message)).digest();

/** Which of these, by control ID or by what follows MSH, are messages of ours that come back. */
export const ownAmong = async (
  trx: Trx,
  messages: readonly { readonly controlId: string; readonly body: Buffer }[],
): Promise<{ readonly controlIds: ReadonlySet<string>; readonly bodies: ReadonlySet<string> }> => {
  const result = await sql<Pick<OutgoingRow, 'control_id' | 'body_digest'>>`
    select control_id, body_digest from hl7_outgoing
    where control_id = any(${messages.map(({ controlId }) => controlId)}::text[])
      or body_digest = any(${messages.map(({ body }) => body)}::bytea[])`.execute(trx);
  return {
    controlIds: new Set(result.rows.map((row) => row.control_id)),
    bodies: new Set(result.rows.map((row) => row.body_digest.toString('hex'))),
  };
};

/** Whose digest of the set of identifiers that they are in the destination was told last. */
export const toldIdentifiers = async (
  trx: Trx,
  destination: string,
  recordIds: readonly string[],
): Promise<ReadonlyMap<string, Buffer>> => {
  const rows = await trx
    .selectFrom('hl7_told_identifiers')
    .select(['patient_record_id', 'digest'])
    .where('destination', '=', destination)
    .where(isAnyOf('patient_record_id', 'uuid', recordIds))
    .execute();
  return new Map(rows.map((row) => [row.patient_record_id, row.digest]));
};

export const noteToldIdentifiers = async (
  trx: Trx,
  tenantId: string,
  destination: string,
  recordIds: readonly string[],
  digest: Buffer,
): Promise<void> => {
  await sql`
    insert into hl7_told_identifiers (tenant_id, destination, patient_record_id, digest)
    select ${tenantId}, ${destination}, id, ${digest} from unnest(${[...recordIds]}::uuid[]) as id
    on conflict (tenant_id, destination, patient_record_id) do update set digest = excluded.digest`.execute(trx);
};
