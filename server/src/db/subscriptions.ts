/** Systems that are told when something happens, and what they are told of, in order. */
import { sql } from 'kysely';
import { newId } from '../ids.ts';
import type { Trx } from './database.ts';
import type { NewRow, Row, SubscriptionTopicName } from './tables/index.ts';

export type SubscriptionRow = Row<'subscriptions'>;
export type SubscriptionEventRow = Row<'subscription_events'>;

export const insertSubscription = async (trx: Trx, row: NewRow<'subscriptions'>): Promise<void> => {
  await trx.insertInto('subscriptions').values(row).execute();
};

/** By id, those that `subject` made; of everybody when it is undefined. */
export const listSubscriptions = (
  trx: Trx,
  asked: {
    readonly ids?: readonly string[];
    readonly subject?: string;
    readonly after?: string;
    readonly limit: number;
  },
): Promise<SubscriptionRow[]> => {
  let query = trx.selectFrom('subscriptions').selectAll();
  if (asked.ids) query = query.where('id', '=', sql<string>`any(${[...asked.ids]}::uuid[])`);
  if (asked.subject !== undefined) query = query.where('subject', '=', asked.subject);
  if (asked.after !== undefined) query = query.where('id', '>', asked.after);
  return query.orderBy('id').limit(asked.limit).execute();
};

export const changeSubscription = async (
  trx: Trx,
  id: string,
  change: Partial<
    Pick<
      SubscriptionRow,
      | 'status'
      | 'failures'
      | 'error_code'
      | 'next_at'
      | 'told_at'
      | 'updated_at'
      | 'ends_at'
      | 'heartbeat_seconds'
      | 'reason'
    >
  >,
): Promise<void> => {
  await trx.updateTable('subscriptions').set(change).where('id', '=', id).execute();
};

export const findSubscription = (trx: Trx, id: string): Promise<SubscriptionRow | undefined> =>
  trx.selectFrom('subscriptions').selectAll().where('id', '=', id).executeTakeFirst();

/** The one that waits longest and has an endpoint, or the one that is named, if it is due; leased until then. */
export const takeDueSubscription = async (
  trx: Trx,
  now: Date,
  leasedUntil: Date,
  id?: string,
): Promise<SubscriptionRow | undefined> => {
  const which = id === undefined ? sql`endpoint <> ''` : sql`id = ${id}::uuid`;
  const result = await sql<SubscriptionRow>`
    update subscriptions set next_at = ${leasedUntil}
    where (tenant_id, id) = (
      select tenant_id, id from subscriptions where status <> 'off' and next_at <= ${now} and ${which}
      order by next_at limit 1 for update skip locked)
    returning *`.execute(trx);
  return result.rows[0];
};

export const hasSubscriptions = async (trx: Trx): Promise<boolean> =>
  (await trx.selectFrom('subscriptions').select('id').where('status', '<>', 'off').limit(1).executeTakeFirst()) !==
  undefined;

/** Those that want to hear of this topic about a person: whoever named no patient, or one of this person's records. */
export const subscriptionsFor = async (
  trx: Trx,
  topic: SubscriptionTopicName,
  patientRecordId: string,
): Promise<Pick<SubscriptionRow, 'tenant_id' | 'id' | 'filters'>[]> => {
  const result = await sql<Pick<SubscriptionRow, 'tenant_id' | 'id' | 'filters'>>`
    select s.tenant_id, s.id, s.filters from subscriptions s
    where s.status <> 'off' and s.topic = ${topic} and (s.patient_record_id is null or s.patient_record_id = ${patientRecordId}::uuid
      or exists (select from memberships m join memberships n on n.tenant_id = m.tenant_id and n.person_id = m.person_id
        and n.valid_to is null and n.patient_record_id = ${patientRecordId}::uuid
        where m.tenant_id = s.tenant_id and m.patient_record_id = s.patient_record_id and m.valid_to is null))
    order by s.id`.execute(trx);
  return result.rows;
};

/** The modalities of the series that are here, by study. */
export const modalitiesOfStudies = async (
  trx: Trx,
  studyIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> => {
  const result = await sql<{ readonly study_id: string; readonly modalities: readonly string[] }>`
    select study_id, array_agg(distinct modality) as modalities from series
    where study_id = any(${[...studyIds]}::uuid[]) and modality is not null group by study_id`.execute(trx);
  return new Map(result.rows.map((row) => [row.study_id, row.modalities]));
};

export interface NewEvent {
  readonly focusType: SubscriptionEventRow['focus_type'];
  readonly focusId: string;
  readonly at: Date;
  readonly dueAt: Date;
  /** One event for each focus, told later while it waits; else every event is one. */
  readonly once: boolean;
}

export const insertSubscriptionEvent = async (
  trx: Trx,
  { tenant_id, id }: Pick<SubscriptionRow, 'tenant_id' | 'id'>,
  { focusType, focusId, at, dueAt, once }: NewEvent,
): Promise<void> => {
  if (once) {
    const { rows } = await sql`
      update subscription_events set due_at = case when number is null then ${dueAt} else due_at end
      where subscription_id = ${id}::uuid and focus_id = ${focusId}::uuid returning id`.execute(trx);
    if (rows.length > 0) return;
  }
  await trx
    .insertInto('subscription_events')
    .values({
      tenant_id,
      id: newId(),
      subscription_id: id,
      number: null,
      focus_type: focusType,
      focus_id: focusId,
      at,
      due_at: dueAt,
    })
    .execute();
  // One that waits after a failure goes on waiting.
  await sql`update subscriptions set next_at = least(next_at, ${dueAt})
    where id = ${id}::uuid and failures = 0 and status = 'active'`.execute(trx);
};

export interface NumberedEvent extends SubscriptionEventRow {
  readonly number: number;
}

/** Numbers what is due, without a gap; gives the first that were not sent, in order, and how many there were since it began. */
export const waitingEvents = async (
  trx: Trx,
  id: string,
  now: Date,
  limit: number,
): Promise<{ readonly waiting: readonly NumberedEvent[]; readonly total: number }> => {
  const counted = await sql<{ events: number }>`
    with subscription as (select events from subscriptions where id = ${id}::uuid for update),
    due as (
      select id, row_number() over (order by due_at, id) as place from subscription_events
      where subscription_id = ${id}::uuid and number is null and due_at <= ${now}),
    numbered as (
      update subscription_events e set number = subscription.events + due.place from due, subscription
      where e.id = due.id returning e.id)
    update subscriptions set events = events + (select count(*) from numbered) where id = ${id}::uuid returning events`.execute(
    trx,
  );
  const result = await sql<NumberedEvent>`
    select * from subscription_events where subscription_id = ${id}::uuid and number is not null and sent_at is null
    order by number limit ${limit}`.execute(trx);
  return { waiting: result.rows, total: counted.rows[0]?.events ?? 0 };
};

/** When the next of what waits is due; undefined: nothing waits. */
export const nextDue = async (trx: Trx, id: string): Promise<Date | undefined> => {
  const row = await trx
    .selectFrom('subscription_events')
    .select(({ fn }) => fn.min('due_at').as('due'))
    .where('subscription_id', '=', id)
    .where('sent_at', 'is', null)
    .executeTakeFirst();
  return row?.due ?? undefined;
};

export const noteEventsSent = async (trx: Trx, id: string, numbers: readonly number[], at: Date): Promise<void> => {
  if (numbers.length === 0) return;
  await sql`update subscription_events set sent_at = ${at}
    where subscription_id = ${id}::uuid and number = any(${[...numbers]}::bigint[])`.execute(trx);
};

/** Events by their numbers, first to last, sent or not. */
export const eventsBetween = async (
  trx: Trx,
  id: string,
  { from, to, limit }: { readonly from: number; readonly to: number; readonly limit: number },
): Promise<NumberedEvent[]> => {
  const result = await sql<NumberedEvent>`
    select * from subscription_events where subscription_id = ${id}::uuid and number between ${from} and ${to}
    order by number limit ${limit}`.execute(trx);
  return result.rows;
};

/** Notes what is said of a person now; true when it is not what was said last. */
export const noteVerdict = async (trx: Trx, row: NewRow<'told_verdicts'>): Promise<boolean> => {
  const result = await sql`
    insert into told_verdicts (tenant_id, person_id, verdict, told_at)
    values (${row.tenant_id}, ${row.person_id}, ${row.verdict}, ${row.told_at})
    on conflict (tenant_id, person_id) do update set verdict = excluded.verdict, told_at = excluded.told_at
    where told_verdicts.verdict <> excluded.verdict returning person_id`.execute(trx);
  return result.rows.length > 0;
};

/** Work that only one process does at a time, until the transaction ends; false: another is at it. */
export const lockWork = async (trx: Trx, name: string): Promise<boolean> => {
  const { rows } = await sql<{ locked: boolean }>`
    select pg_try_advisory_xact_lock(hashtext(${name}), hashtext(current_setting('throughline.tenant_id', true))) as locked`.execute(
    trx,
  );
  return rows[0]?.locked ?? false;
};

/** The records of patients that events are about, each once. */
export const patientsOfEvents = async (
  trx: Trx,
  events: readonly SubscriptionEventRow[],
): Promise<readonly string[]> => {
  const ids = (type: SubscriptionEventRow['focus_type']) =>
    events.filter(({ focus_type }) => focus_type === type).map(({ focus_id }) => focus_id);
  const { rows } = await sql<{ id: string }>`
    select patient_record_id as id from studies where id = any(${ids('ImagingStudy')}::uuid[])
    union select patient_record_id from message_reports where report_id = any(${ids('DiagnosticReport')}::uuid[])
    union select id from patient_records where id = any(${ids('Patient')}::uuid[])`.execute(trx);
  return rows.map(({ id }) => id);
};
