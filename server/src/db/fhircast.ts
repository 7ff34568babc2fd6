/** Sessions that are followed by FHIRcast: their topics, subscriptions and events. */
import type { CastMessage, Contexts } from '@throughline/fhir';
import { sql } from 'kysely';
import type { Trx } from './database.ts';
import type { NewRow, Row } from './tables/index.ts';

export type CastTopicRow = Row<'fhircast_topics'>;
export type CastSubscriptionRow = Row<'fhircast_subscriptions'>;
export type CastEventRow = Row<'fhircast_events'>;

/** The topic of a session, made when there is none. */
export const ensureCastTopic = async (
  trx: Trx,
  tenantId: string,
  sessionKey: string,
  fresh: string,
): Promise<CastTopicRow> => {
  await trx
    .insertInto('fhircast_topics')
    .values({ tenant_id: tenantId, topic: fresh, session_key: sessionKey, contexts: '{}' })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'session_key']).doNothing())
    .execute();
  return trx.selectFrom('fhircast_topics').selectAll().where('session_key', '=', sessionKey).executeTakeFirstOrThrow();
};

/** The topic, held until the transaction ends: its events come one after the other. */
export const lockCastTopic = (trx: Trx, topic: string): Promise<CastTopicRow | undefined> =>
  trx.selectFrom('fhircast_topics').selectAll().where('topic', '=', topic).forNoKeyUpdate().executeTakeFirst();

export const findCastTopic = (trx: Trx, topic: string): Promise<CastTopicRow | undefined> =>
  trx.selectFrom('fhircast_topics').selectAll().where('topic', '=', topic).executeTakeFirst();

export const setForeignHub = async (trx: Trx, topic: string, sealed: Buffer): Promise<void> => {
  await trx.updateTable('fhircast_topics').set({ foreign_hub: sealed }).where('topic', '=', topic).execute();
};

/** From now on the session is followed by this page. */
export const setCastPage = async (trx: Trx, topic: string, page: string): Promise<void> => {
  await trx.updateTable('fhircast_topics').set({ page }).where('topic', '=', topic).execute();
};

export const removeCastTopic = async (trx: Trx, sessionKey: string): Promise<string | undefined> => {
  const row = await trx
    .deleteFrom('fhircast_topics')
    .where('session_key', '=', sessionKey)
    .returning('topic')
    .executeTakeFirst();
  return row?.topic;
};

export const forgetCastTopics = async (trx: Trx, before: Date): Promise<void> => {
  await trx.deleteFrom('fhircast_topics').where('touched_at', '<', before).execute();
};

/** Events that are kept for subscribers who read behind; the subscription of one that is further behind ends. */
const keptEvents = 200;
const keptMs = 600_000;

export interface NewCastEvent {
  readonly sequence: number;
  readonly message: CastMessage;
  readonly insteadOf: string | null;
  readonly exceptFor: Buffer | null;
  readonly records: readonly string[] | null;
}

/** Keeps what a topic's events made of it, and the events themselves; the topic is locked. */
export const keepCastEvents = async (
  trx: Trx,
  { tenant_id, topic }: CastTopicRow,
  contexts: Contexts,
  events: readonly NewCastEvent[],
  at: Date,
): Promise<void> => {
  const last = Math.max(...events.map(({ sequence }) => sequence));
  await trx
    .updateTable('fhircast_topics')
    .set({ contexts: JSON.stringify(contexts), last_sequence: last, touched_at: at })
    .where('topic', '=', topic)
    .execute();
  const rows = events.map((event) => ({
    tenant_id,
    topic,
    sequence: event.sequence,
    message: JSON.stringify(event.message),
    instead_of: event.insteadOf,
    except_for: event.exceptFor,
    records: event.records === null ? null : [...event.records],
    at,
  }));
  await trx.insertInto('fhircast_events').values(rows).execute();
  await trx
    .deleteFrom('fhircast_events')
    .where('topic', '=', topic)
    .where((is) => is.or([is('sequence', '<=', last - keptEvents), is('at', '<', new Date(at.getTime() - keptMs))]))
    .execute();
};

export const castEventsAfter = (trx: Trx, topic: string, sequence: number): Promise<CastEventRow[]> =>
  trx
    .selectFrom('fhircast_events')
    .selectAll()
    .where('topic', '=', topic)
    .where('sequence', '>', sequence)
    .orderBy('sequence')
    .execute();

export const insertCastSubscription = async (trx: Trx, row: NewRow<'fhircast_subscriptions'>): Promise<void> => {
  await trx.insertInto('fhircast_subscriptions').values(row).execute();
  await trx.updateTable('fhircast_topics').set({ touched_at: sql`now()` }).where('topic', '=', row.topic).execute();
};

export const findCastSubscription = (trx: Trx, digest: Buffer): Promise<CastSubscriptionRow | undefined> =>
  trx.selectFrom('fhircast_subscriptions').selectAll().where('digest', '=', digest).executeTakeFirst();

/** Binds the channel to the one socket that comes first; undefined when it is bound, has ended, or never was. */
export const bindCastSubscription = (trx: Trx, digest: Buffer, now: Date): Promise<CastSubscriptionRow | undefined> =>
  trx
    .updateTable('fhircast_subscriptions')
    .set({ bound_at: now, seen_at: now })
    .where('digest', '=', digest)
    .where('bound_at', 'is', null)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now)
    .returningAll()
    .executeTakeFirst();

export const changeCastSubscription = async (
  trx: Trx,
  digest: Buffer,
  change: { readonly events: readonly string[]; readonly lease_seconds: number; readonly expires_at: Date },
): Promise<void> => {
  await trx
    .updateTable('fhircast_subscriptions')
    .set({ ...change, events: [...change.events], revision: sql`revision + 1` })
    .where('digest', '=', digest)
    .execute();
};

export const endCastSubscription = async (trx: Trx, digest: Buffer, now: Date): Promise<void> => {
  await trx
    .updateTable('fhircast_subscriptions')
    .set({ ended_at: now })
    .where('digest', '=', digest)
    .where('ended_at', 'is', null)
    .execute();
};

export const noteCastSeen = async (trx: Trx, digest: Buffer, now: Date): Promise<void> => {
  await trx.updateTable('fhircast_subscriptions').set({ seen_at: now }).where('digest', '=', digest).execute();
};

/** A process that was killed says nothing of its sockets: what was not seen for so long is not there. */
const unseenMs = 90_000;

/** Those who follow a topic now, or are about to. */
export const liveCastSubscriptions = (trx: Trx, topic: string, now: Date): Promise<CastSubscriptionRow[]> =>
  trx
    .selectFrom('fhircast_subscriptions')
    .selectAll()
    .where('topic', '=', topic)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now)
    .where((is) => is.or([is('bound_at', 'is', null), is('seen_at', '>', new Date(now.getTime() - unseenMs))]))
    .orderBy('name')
    .execute();

/** A page that is opened takes over from the one before. */
export const endPagesOf = async (trx: Trx, topic: string, now: Date): Promise<void> => {
  await trx
    .updateTable('fhircast_subscriptions')
    .set({ ended_at: now })
    .where('topic', '=', topic)
    .where('is_page', '=', true)
    .where('ended_at', 'is', null)
    .execute();
};
