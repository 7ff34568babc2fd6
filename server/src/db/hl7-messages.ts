/** HL7 v2 messages as received, with how each was answered; a duplicate is known by sender, control ID and digest (I16). */
import { sql } from 'kysely';
import type { Trx } from './database.ts';
import type { Hl7MessageState, NewRow, Row } from './tables/index.ts';

export type Hl7MessageRow = Row<'hl7_messages'>;
/** Without the message itself: what lists show. */
export type Hl7MessageHead = Omit<Hl7MessageRow, 'raw' | 'ack' | 'digest' | 'set_aside_at'>;

const headColumns = [
  'tenant_id',
  'id',
  'received_at',
  'source_name',
  'control_id',
  'message_code',
  'trigger_event',
  'version',
  'state',
  'error_code',
  'condition',
  'location',
  'cause',
  'flags',
  'effects',
  'attempts',
  'processed_at',
] as const;

/** What a message is known by when it comes again. */
export interface Seen {
  readonly source_name: string;
  readonly control_id: string;
  readonly digest: Buffer;
}

export interface Claim {
  /** the message that came before with the same bytes */
  readonly duplicateOf: string | undefined;
  /** another message had this control ID */
  readonly reused: boolean;
}

/** Takes a message for ours; somebody who takes the same one at the same time waits for our transaction and finds it. */
export const claimMessage = async (
  trx: Trx,
  tenantId: string,
  message: Seen & { readonly id: string; readonly received_at: Date; readonly waiting: boolean },
): Promise<Claim> => {
  const { source_name, control_id, digest, id, received_at, waiting } = message;
  const result = await sql<{ readonly mine: boolean; readonly reused: boolean }>`
    with claimed as (
      insert into hl7_seen (tenant_id, source_name, control_id, digest, message_id, received_at, waiting)
      values (${tenantId}, ${source_name}, ${control_id}, ${digest}, ${id}, ${received_at}, ${waiting})
      on conflict do nothing returning 1
    )
    select exists (select from claimed) as mine, exists (
      select from hl7_seen where source_name = ${source_name} and control_id = ${control_id} and digest <> ${digest}) as reused`.execute(
    trx,
  );
  const [row] = result.rows;
  if (row?.mine) return { duplicateOf: undefined, reused: row.reused };
  const known = await trx
    .selectFrom('hl7_seen')
    .select('message_id')
    .where('source_name', '=', source_name)
    .where('control_id', '=', control_id)
    .where('digest', '=', digest)
    .executeTakeFirstOrThrow();
  return { duplicateOf: known.message_id, reused: false };
};

export const insertMessage = async (trx: Trx, row: NewRow<'hl7_messages'>): Promise<void> => {
  await trx.insertInto('hl7_messages').values(row).execute();
};

/** A message with the digest that a duplicate of it is known by. */
export interface KeptMessage extends Settled {
  readonly tenant_id: string;
  readonly id: string;
  readonly received_at: Date;
  readonly source_name: string;
  readonly control_id: string;
  readonly message_code: string;
  readonly trigger_event: string;
  readonly version: string;
  readonly digest: Buffer;
  readonly raw: Buffer;
  readonly processed_at: Date;
}

/**
 * Claims and keeps messages that have had their effect; false when one of them came before, and the transaction must then be undone.
 */
export const keepMessages = async (trx: Trx, messages: readonly KeptMessage[]): Promise<boolean> => {
  const heads = messages.map(({ digest: _digest, raw: _raw, ack: _ack, ...head }, place) => ({ ...head, place }));
  const result = await sql`
    with given as (
      select * from rows from (
        jsonb_to_recordset(${JSON.stringify(heads)}::jsonb) as (tenant_id uuid, id uuid, received_at timestamptz, source_name text,
          control_id text, message_code text, trigger_event text, version text, state text, error_code text, condition text,
          location text, cause text, flags text[], effects jsonb, processed_at timestamptz, place integer),
        unnest(${messages.map(({ digest }) => digest)}::bytea[], ${messages.map(({ raw }) => raw)}::bytea[],
          ${messages.map(({ ack }) => ack)}::bytea[])
      ) as g (tenant_id, id, received_at, source_name, control_id, message_code, trigger_event, version, state, error_code, condition,
        location, cause, flags, effects, processed_at, place, digest, raw, ack)
    ), claimed as (
      insert into hl7_seen (tenant_id, source_name, control_id, digest, message_id, received_at)
      select tenant_id, source_name, control_id, digest, id, received_at from given
      on conflict do nothing returning message_id
    )
    insert into hl7_messages (tenant_id, id, received_at, source_name, control_id, message_code, trigger_event, version, digest, raw,
      state, error_code, condition, location, cause, flags, effects, attempts, ack, processed_at)
    select tenant_id, id, received_at, source_name, control_id, message_code, trigger_event, version, digest, raw, state, error_code,
      condition, location, cause, case when exists (
        select from hl7_seen s where s.source_name = g.source_name and s.control_id = g.control_id and s.digest <> g.digest
        union all
        select from given o where o.source_name = g.source_name and o.control_id = g.control_id and o.place < g.place
      ) then array['control-id-used-before'] || flags else flags end,
      effects, 1, ack, processed_at
    from given g where id in (select message_id from claimed)`.execute(trx);
  return Number(result.numAffectedRows ?? 0n) === messages.length;
};

export interface Standing {
  /** Some message waits for its effect. */
  readonly waiting: boolean;
  /** We send messages ourselves, so that one may be ours that comes back. */
  readonly sending: boolean;
  /** Of each of the given messages the one that came before with the same bytes. */
  readonly before: readonly (string | null)[];
}

export const readStanding = async (trx: Trx, messages: readonly Seen[]): Promise<Standing> => {
  const result = await sql<Standing>`
    select exists (select from hl7_seen where waiting) as waiting, exists (select from hl7_outgoing) as sending, array(
      select (select message_id from hl7_seen s
        where s.source_name = g.source_name and s.control_id = g.control_id and s.digest = g.digest)
      from unnest(${messages.map((one) => one.source_name)}::text[], ${messages.map((one) => one.control_id)}::text[],
        ${messages.map((one) => one.digest)}::bytea[]) with ordinality as g (source_name, control_id, digest, place)
      order by place) as before`.execute(trx);
  return result.rows[0] ?? { waiting: true, sending: true, before: [] };
};

/** The stored answers to messages, by their IDs; of one that waits for its effect there is none. */
export const findAnswers = async (trx: Trx, ids: readonly string[]): Promise<ReadonlyMap<string, Buffer>> => {
  const rows = await trx
    .selectFrom('hl7_messages')
    .select(['id', 'ack'])
    .where('id', 'in', [...ids])
    .execute();
  return new Map(rows.flatMap(({ id, ack }) => (ack === null ? [] : [[id, ack] as const])));
};

export interface Settled {
  readonly state: Exclude<Hl7MessageState, 'waiting'>;
  readonly error_code: string | null;
  readonly condition: string | null;
  readonly location: string | null;
  readonly cause: string | null;
  readonly flags: string[];
  readonly effects: unknown;
  readonly ack: Buffer;
}

/** How a waiting message ended. */
export const settleMessage = async (
  trx: Trx,
  message: Pick<Hl7MessageRow, 'id' | 'received_at' | 'source_name' | 'control_id' | 'digest'>,
  settled: Settled,
  at: Date,
): Promise<void> => {
  await trx
    .updateTable('hl7_messages')
    .set({
      ...settled,
      effects: JSON.stringify(settled.effects),
      attempts: sql`attempts + 1`,
      processed_at: at,
    })
    .where('received_at', '=', message.received_at)
    .where('id', '=', message.id)
    .execute();
  await trx
    .updateTable('hl7_seen')
    .set({ waiting: false })
    .where('source_name', '=', message.source_name)
    .where('control_id', '=', message.control_id)
    .where('digest', '=', message.digest)
    .execute();
};

export const findMessage = (trx: Trx, id: string): Promise<Hl7MessageRow | undefined> =>
  trx.selectFrom('hl7_messages').selectAll().where('id', '=', id).executeTakeFirst();

/** The oldest that wait, theirs alone until the transaction ends. */
export const takeWaiting = (trx: Trx, limit: number): Promise<Hl7MessageRow[]> =>
  trx
    .selectFrom('hl7_messages')
    .selectAll()
    .where('state', '=', 'waiting')
    .orderBy('received_at')
    .orderBy('id')
    .limit(limit)
    .forUpdate()
    .execute();

export const waitAgain = async (trx: Trx, id: string): Promise<boolean> => {
  const result = await trx
    .updateTable('hl7_messages')
    .set({ state: 'waiting', set_aside_at: null })
    .where('id', '=', id)
    .where('state', 'in', ['refused', 'failed', 'ignored'])
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
};

/** False when it is none that waits for somebody. */
export const setAside = async (trx: Trx, id: string, at: Date): Promise<boolean> => {
  const result = await trx
    .updateTable('hl7_messages')
    .set({ set_aside_at: at })
    .where('id', '=', id)
    .where('state', 'in', ['refused', 'failed'])
    .where('set_aside_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
};

export interface MessageFilter {
  readonly states?: readonly Hl7MessageState[] | undefined;
  readonly sourceName?: string | undefined;
  readonly controlId?: string | undefined;
}

/** The newest first. */
export const listMessages = (trx: Trx, filter: MessageFilter, limit: number): Promise<Hl7MessageHead[]> => {
  let query = trx.selectFrom('hl7_messages').select(headColumns);
  if (filter.states !== undefined) query = query.where('state', 'in', [...filter.states]);
  if (filter.sourceName !== undefined) query = query.where('source_name', '=', filter.sourceName);
  if (filter.controlId !== undefined) query = query.where('control_id', '=', filter.controlId);
  return query.orderBy('received_at', 'desc').orderBy('id', 'desc').limit(limit).execute();
};

/** One writer of effects at a time holds it, so that messages about one patient take effect in the order of their receipt. */
export const MESSAGES_LOCK = 'hl7';
