/** What a subscriber is to be told next, written down as the disclosure that it is before it is told. */
import { type CastMessage, castEventOf, opensOf } from '@throughline/fhir';
import {
  type CastEventRow,
  type CastSubscriptionRow,
  type CastTopicRow,
  castEventsAfter,
  findCastSubscription,
  findCastTopic,
  findGrant,
  liveCastSubscriptions,
  noteCastSeen,
  type Trx,
} from '../../db/index.ts';
import type { Principal } from '../access/index.ts';
import { type AuditEvent, recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { boundOf, isOf } from './records.ts';

export interface Reading {
  readonly context: Context;
  readonly tenantId: string;
  readonly digest: Buffer;
  readonly patient: string | null;
}

type Event = Pick<CastEventRow, 'sequence' | 'message' | 'instead_of' | 'except_for' | 'records'>;

export interface News {
  readonly subscription: CastSubscriptionRow;
  readonly upTo: number;
  readonly events: readonly CastMessage[];
  /** Of another patient than the one that the subscriber is bound to. */
  readonly withheld: readonly CastMessage[];
  /** As the others of the session call themselves; our own pages are not among them. */
  readonly others: readonly string[];
}

export type Over = { readonly over: string; readonly subscription: CastSubscriptionRow | undefined };

const isWanted = ({ events, digest }: CastSubscriptionRow, { message, instead_of, except_for }: Event): boolean =>
  events.includes(message.event['hub.event'].toLowerCase()) &&
  !(instead_of !== null && events.includes(instead_of)) &&
  except_for?.equals(digest) !== true;

const principalOf = ({ tenant_id: tenantId, subject, address }: CastSubscriptionRow): Principal => ({
  tenantId,
  subject,
  door: 'fhir',
  ...(address !== null && { address }),
  rights: new Set(),
});

const disclosureOf = ({ name }: CastSubscriptionRow, { message, records }: Event): readonly AuditEvent[] => {
  if (records === null) return [];
  const [patientRecordId] = records;
  const patient = patientRecordId === undefined ? {} : { patientRecordId };
  const detail = { fhircast: message.event['hub.event'], subscriber: name };
  return [{ event: 'patientRecord', action: 'R', ...patient, detail }];
};

/** Why it is over; undefined: it goes on. */
const endOf = async (trx: Trx, found: CastSubscriptionRow | undefined, now: Date): Promise<string | undefined> => {
  if (found === undefined) return 'The session has ended.';
  if (found.ended_at !== null) return 'The subscription was ended.';
  if (found.expires_at <= now) return 'The lease is over.';
  const isGranted = found.grant_id === null || (await findGrant(trx, found.grant_id, now)) !== undefined;
  return isGranted ? undefined : 'The token is over.';
};

/** What is open, where nothing was told yet. */
const firstEvents = (contexts: Parameters<typeof opensOf>[0]): readonly Event[] =>
  opensOf(contexts).map(({ sequence, message, records, insteadOf }) => ({
    sequence,
    message,
    records: [...records],
    instead_of: insteadOf?.toLowerCase() ?? null,
    except_for: null,
  }));

export interface Told {
  /** Number of the last event; undefined: none yet. */
  readonly after: number | undefined;
  /** Of the subscription that was confirmed last. */
  readonly revision: number;
}

/** After a confirmation what is open comes first (2.4.5), then what has happened since. */
const eventsFor = async (
  trx: Trx,
  subscription: CastSubscriptionRow,
  { contexts, topic }: CastTopicRow,
  told: Told,
) => {
  const { after } = told;
  const opens = subscription.revision === told.revision ? [] : firstEvents(contexts);
  if (after === undefined) return opens;
  return [...opens.filter(({ sequence }) => sequence <= after), ...(await castEventsAfter(trx, topic, after))];
};

/** Whether events that it was not told of are kept no more. */
const isTooFarBehind = (
  events: readonly Event[],
  { last_sequence }: CastTopicRow,
  after: number | undefined,
): boolean => after !== undefined && last_sequence > after && !events.some(({ sequence }) => sequence === after + 1);

/** What comes next for a subscriber, or why nothing does; disclosures are durable when it returns. */
export const readNews = async (reading: Reading, told: Told): Promise<News | Over> => {
  const { after } = told;
  const { context, tenantId, digest } = reading;
  const now = context.clock();
  const bound = await boundOf(context, tenantId, reading.patient);
  return context.db.tenant(tenantId, async (trx) => {
    const subscription = await findCastSubscription(trx, digest);
    const over = await endOf(trx, subscription, now);
    const topic = subscription && (await findCastTopic(trx, subscription.topic));
    if (over !== undefined || topic === undefined || subscription === undefined)
      return { over: over ?? 'The session has ended.', subscription };
    const events = await eventsFor(trx, subscription, topic, told);
    if (isTooFarBehind(events, topic, after)) return { over: 'It is too far behind.', subscription };
    const wanted = events.filter((event) => isWanted(subscription, event));
    const shown = wanted.filter(({ records }) => isOf(bound, records));
    const disclosures = shown.flatMap((event) => disclosureOf(subscription, event));
    if (disclosures.length > 0) await recordAudit(trx, principalOf(subscription), ...disclosures);
    await noteCastSeen(trx, digest, now);
    const live = await liveCastSubscriptions(trx, topic.topic, now);
    return {
      subscription,
      upTo: after === undefined ? topic.last_sequence : Math.max(after, ...events.map(({ sequence }) => sequence)),
      events: shown.map(({ message }) => message),
      withheld: wanted.filter((event) => !shown.includes(event)).map(({ message }) => message),
      others: live.filter(({ is_page, bound_at }) => !is_page && bound_at !== null).map(({ name }) => name),
    };
  });
};

/** Whether what somebody does not follow is told to the others: changes of context, not what is shared in one. */
export const isToBeFollowed = ({ event }: CastMessage): boolean => {
  const row = castEventOf(event['hub.event']);
  return row !== undefined && row.name !== 'SyncError' && row.kind !== 'update' && row.kind !== 'select';
};
