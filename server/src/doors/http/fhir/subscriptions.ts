/** Subscriptions by topic (R5 backport): as they are written, read, asked about, and told. */
import type { Bundle } from '@medplum/fhirtypes';
import {
  backport,
  type EventModel,
  type Root,
  reportStatuses,
  type StatusFacts,
  toNotification,
  topicUrl,
  toSearchset,
  toSubscriptionStatus,
} from '@throughline/fhir';
import { z } from 'zod';
import type { SubscriptionFilter, Trx } from '../../../db/index.ts';
import { fail } from '../../../errors.ts';
import { type ReadableType, reachOf } from '../../../features/access/index.ts';
import type { Taken } from '../../../features/entries/index.ts';
import {
  keepSubscriptionIn,
  type Notification,
  readEvents,
  readSubscription,
  type SubscriptionTopic,
  setSubscriptionIn,
  subscriptionTopics,
} from '../../../features/subscriptions/index.ts';
import { newId } from '../../../ids.ts';
import type { Asking } from './kind.ts';
import { kinds } from './kinds.ts';

type Row = Notification['subscription'];

const text = z.string().max(2000);
const extensions = z.array(z.looseObject({ url: text })).max(20);
const shape = z.object({
  resourceType: z.literal('Subscription'),
  status: z.enum(['requested', 'active', 'error', 'off']),
  reason: text.min(1),
  end: z.iso.datetime({ offset: true }).optional(),
  criteria: text,
  _criteria: z.object({ extension: extensions.optional() }).optional(),
  channel: z.object({
    type: z.enum(['rest-hook', 'websocket']),
    endpoint: text.min(1).optional(),
    header: z.array(text).max(10).optional(),
    payload: z.enum(['application/fhir+json', 'application/json']).optional(),
    _payload: z.object({ extension: extensions.optional() }).optional(),
    extension: extensions.optional(),
  }),
});
type Told = z.infer<typeof shape>;

const extensionOf = (all: z.infer<typeof extensions> = [], url: string, value: string): unknown =>
  all.find((each) => each.url === url)?.[value];

const isTopic = (name: string): name is SubscriptionTopic => Object.hasOwn(subscriptionTopics, name);

const topicOf = ({ criteria }: Told, at: Root): SubscriptionTopic => {
  const name = criteria.startsWith(topicUrl('', at)) ? criteria.slice(topicUrl('', at).length) : '';
  return isTopic(name)
    ? name
    : fail('bad-request', 'The criteria are the URL of a topic that the CapabilityStatement lists.');
};

interface Filters {
  readonly patientRecordId: string | undefined;
  readonly filters: readonly SubscriptionFilter[];
}

const isValue: Readonly<Record<SubscriptionFilter['name'], (value: string) => boolean>> = {
  modality: (value) => /^[A-Z0-9_ ]{1,16}$/.test(value),
  status: (value) => Object.hasOwn(reportStatuses, value),
};

const wrongFilter = 'A filter is patient with one Patient, modality or status with values that there are.';

const filterOf = (name: string | undefined, text: string): SubscriptionFilter => {
  if (name !== 'modality' && name !== 'status') return fail('bad-request', wrongFilter);
  const values = text.split(',').map((value) => value.split('|').at(-1) ?? '');
  return values.every(isValue[name]) ? { name, values } : fail('bad-request', wrongFilter);
};

/** `[Type?]name=value[,value]`, with a type before it or not; a filter that cannot be applied is refused, never passed over. */
const filtersOf = ({ _criteria }: Told): Filters => {
  const told = (_criteria?.extension ?? []).filter(({ url }) => url === backport.filter);
  const pairs = told.flatMap(({ valueString }) => {
    const text = String(valueString).replace(/^[A-Za-z]+\?/, '');
    return text.split('&').map((pair) => pair.split(/=(.*)/s));
  });
  const [patient, another] = pairs.filter(([name]) => name === 'patient');
  const id = patient && /^(?:Patient\/)?([0-9a-f-]{36})$/.exec(patient[1] ?? '')?.[1];
  if (another !== undefined || (patient !== undefined && id === undefined)) fail('bad-request', wrongFilter);
  const others = pairs.filter(([name]) => name !== 'patient');
  return { patientRecordId: id, filters: others.map(([name, text = '']) => filterOf(name, text)) };
};

const contents = z.enum(['empty', 'id-only', 'full-resource']);
const heartbeat = z.number().int().min(10).max(86_400).optional();

/** A rest-hook has an endpoint and a WebSocket has none: it is told where its maker listens. */
const endpointOf = ({ type, endpoint, header }: Told['channel']): string => {
  if (type === 'rest-hook') return endpoint ?? fail('bad-request', 'A rest-hook has an endpoint.');
  if (endpoint !== undefined || header !== undefined)
    fail('bad-request', 'A websocket has no endpoint and no header: it is bound by $get-ws-binding-token.');
  return '';
};

const newOf = (told: Told, at: Root) => {
  const { channel } = told;
  const content = contents.safeParse(
    extensionOf(channel._payload?.extension, backport.content, 'valueCode') ?? 'empty',
  );
  const beat = heartbeat.safeParse(extensionOf(channel.extension, backport.heartbeat, 'valueUnsignedInt'));
  if (!content.success || !beat.success)
    return fail('bad-request', 'The content is empty, id-only or full-resource; the heartbeat is 10 to 86400 seconds.');
  return {
    topic: topicOf(told, at),
    ...filtersOf(told),
    endpoint: endpointOf(channel),
    headers: channel.header ?? [],
    content: content.data,
    reason: told.reason,
    heartbeatSeconds: beat.data,
    endsAt: told.end === undefined ? undefined : new Date(told.end),
  };
};

const read = (body: unknown): Told => {
  const parsed = shape.safeParse(body);
  if (parsed.success) return parsed.data;
  return fail(
    'bad-request',
    `The Subscription cannot be taken for its ${parsed.error.issues[0]?.path.join('.') || 'form'}.`,
  );
};

export const createSubscription = async (
  { context, principal, at }: Asking,
  trx: Trx,
  body: unknown,
): Promise<Taken> => {
  const told = read(body);
  if (told.status !== 'requested') fail('bad-request', 'A Subscription is created as requested.');
  return { id: await keepSubscriptionIn(context, trx, principal, newOf(told, at)), created: true };
};

/** Only its status: `off` ends it, `requested` begins anew after an error. */
export const updateSubscription = async (
  { context, principal }: Asking,
  trx: Trx,
  id: string,
  body: unknown,
): Promise<Taken> => {
  const { status } = read(body);
  await setSubscriptionIn(context, trx, principal, id, status === 'off' ? 'off' : 'requested');
  return { id, created: false };
};

const eventsOf = async (
  asking: Asking,
  content: Row['content'],
  events: Notification['events'],
): Promise<readonly EventModel[]> => {
  const told: EventModel[] = [];
  for (const { number, at, focus_type: type, focus_id: id } of events) {
    const mayRead = content !== 'empty' && reachOf(asking.principal, type as ReadableType, 'r') !== undefined;
    const resource = mayRead && content === 'full-resource' ? await kinds[type].read(asking, id) : undefined;
    told.push({ number, at, ...(mayRead && { focus: `${type}/${id}` }), ...(resource && { resource }) });
  }
  return told;
};

const statusOf = (row: Row, kind: StatusFacts['kind'], events: readonly EventModel[]): StatusFacts => ({
  subscription: { id: row.id, topic: row.topic, status: row.status, error: row.error_code },
  kind,
  total: row.events,
  events,
});

/** $status: how one stands, as a searchset of its status. */
export const subscriptionStatus = async (asking: Asking, id: string): Promise<Bundle> => {
  const { context, principal, at } = asking;
  const row = await readSubscription(context, principal, id);
  const status = { ...toSubscriptionStatus(statusOf(row, 'query-status', []), at), id: row.id };
  const facts = { self: `${at.root}/Subscription/${id}/$status`, at: context.clock(), total: 1 };
  return toSearchset([{ resource: status, mode: 'match' }], facts, at);
};

const numberIn = (query: readonly (readonly [string, string])[], wanted: string): number | undefined => {
  const value = query.find(([name]) => name === wanted)?.[1];
  if (value === undefined) return undefined;
  return /^\d{1,15}$/.test(value) ? Number(value) : fail('bad-request', `${wanted} is a number.`);
};

/** $events: what happened, by number, so that what was missed is had again. */
export const subscriptionEvents = async (
  asking: Asking,
  id: string,
  query: readonly (readonly [string, string])[],
): Promise<Bundle> => {
  const { context, principal, at } = asking;
  const range = { from: numberIn(query, 'eventsSinceNumber'), to: numberIn(query, 'eventsUntilNumber') };
  const { subscription, events } = await readEvents(context, principal, id, range);
  const asked = query.find(([name]) => name === 'content')?.[1];
  // Never more than what the subscription itself tells.
  const content =
    asked === 'empty' || (asked === 'id-only' && subscription.content !== 'empty') ? asked : subscription.content;
  const told = await eventsOf(asking, content, events);
  return toNotification({ ...statusOf(subscription, 'query-event', told), id: newId(), at: context.clock() }, at);
};

/** A notification as it goes out: what may be read of it is asked on behalf of who made the subscription. */
export const composeNotification = async (asking: Asking, { kind, subscription, events }: Notification) => {
  const told = await eventsOf(asking, subscription.content, events);
  const status =
    kind === 'handshake'
      ? { ...subscription, status: 'requested' as const }
      : { ...subscription, status: 'active' as const };
  const facts = { ...statusOf(status, kind, told), id: newId(), at: asking.context.clock() };
  return { mediaType: 'application/fhir+json', body: JSON.stringify(toNotification(facts, asking.at)) };
};
