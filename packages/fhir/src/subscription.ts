/** Subscriptions by topic as the R5 backport (HL7 FHIR Subscriptions Backport IG 1.1) says them in R4. */
import type { Bundle, BundleEntry, Parameters, ParametersParameter, Resource, Subscription } from '@medplum/fhirtypes';
import type { Root } from './systems.ts';

const guide = 'http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition';

export const backport = {
  subscription: `${guide}/backport-subscription`,
  notification: `${guide}/backport-subscription-notification-r4`,
  status: `${guide}/backport-subscription-status-r4`,
  filter: `${guide}/backport-filter-criteria`,
  heartbeat: `${guide}/backport-heartbeat-period`,
  content: `${guide}/backport-payload-content`,
  topicOfServer: `${guide}/capabilitystatement-subscriptiontopic-canonical`,
} as const;

/** What can be told of. */
export const subscriptionTopicNames = [
  'study-arrived',
  'priors-ready',
  'report-changed',
  'completeness-changed',
] as const;

/** The canonical URL of a topic. */
export const topicUrl = (topic: string, { root }: Root): string => `${root}/SubscriptionTopic/${topic}`;

export interface SubscriptionModel {
  readonly id: string;
  readonly topic: string;
  readonly status: 'requested' | 'active' | 'error' | 'off';
  readonly reason: string;
  readonly patientRecordId: string | null;
  readonly filters: readonly { readonly name: string; readonly values: readonly string[] }[];
  readonly endpoint: string;
  readonly content: 'empty' | 'id-only' | 'full-resource';
  readonly heartbeatSeconds: number | null;
  readonly endsAt: Date | null;
  /** A code of the error catalogue. */
  readonly error: string | null;
  readonly updatedAt: Date;
}

const filtersOf = ({ patientRecordId, filters }: SubscriptionModel) => {
  const told = [
    ...(patientRecordId === null ? [] : [`patient=Patient/${patientRecordId}`]),
    ...filters.map(({ name, values }) => `${name}=${values.join(',')}`),
  ];
  return told.map((valueString) => ({ url: backport.filter, valueString }));
};

/** An element that has an extension and is a primitive: no type of ours knows it. */
const channelOf = (model: SubscriptionModel): Subscription['channel'] & { readonly _payload: object } => ({
  ...(model.heartbeatSeconds !== null && {
    extension: [{ url: backport.heartbeat, valueUnsignedInt: model.heartbeatSeconds }],
  }),
  ...(model.endpoint === '' ? { type: 'websocket' } : { type: 'rest-hook', endpoint: model.endpoint }),
  payload: 'application/fhir+json',
  _payload: { extension: [{ url: backport.content, valueCode: model.content }] },
});

/** Headers are secrets of the other system: they are never said again. */
export const toSubscription = (model: SubscriptionModel, at: Root): Subscription => {
  const filters = filtersOf(model);
  return {
    resourceType: 'Subscription',
    id: model.id,
    meta: { lastUpdated: model.updatedAt.toISOString(), profile: [backport.subscription] },
    status: model.status,
    reason: model.reason,
    criteria: topicUrl(model.topic, at),
    ...(filters.length > 0 && { _criteria: { extension: filters } }),
    ...(model.endsAt !== null && { end: model.endsAt.toISOString() }),
    ...(model.error !== null && { error: model.error }),
    channel: channelOf(model),
  } as Subscription;
};

export interface EventModel {
  readonly number: number;
  readonly at: Date;
  /** `Type/id`; absent: nothing of it may be said. */
  readonly focus?: string;
  readonly resource?: Resource;
}

export interface StatusFacts {
  readonly subscription: Pick<SubscriptionModel, 'id' | 'topic' | 'status' | 'error'>;
  readonly kind: 'handshake' | 'heartbeat' | 'event-notification' | 'query-status' | 'query-event';
  /** How many events there were since it began. */
  readonly total: number;
  readonly events: readonly EventModel[];
}

const eventParameter = ({ number, at, focus }: EventModel): ParametersParameter => ({
  name: 'notification-event',
  part: [
    { name: 'event-number', valueString: String(number) },
    { name: 'timestamp', valueInstant: at.toISOString() },
    ...(focus === undefined ? [] : [{ name: 'focus', valueReference: { reference: focus } }]),
  ],
});

export const toSubscriptionStatus = ({ subscription, kind, total, events }: StatusFacts, at: Root): Parameters => ({
  resourceType: 'Parameters',
  meta: { profile: [backport.status] },
  parameter: [
    { name: 'subscription', valueReference: { reference: `${at.root}/Subscription/${subscription.id}` } },
    { name: 'topic', valueCanonical: topicUrl(subscription.topic, at) },
    { name: 'status', valueCode: subscription.status },
    { name: 'type', valueCode: kind },
    { name: 'events-since-subscription-start', valueString: String(total) },
    ...events.map(eventParameter),
    ...(subscription.error === null
      ? []
      : [{ name: 'error', valueCodeableConcept: { text: subscription.error } } satisfies ParametersParameter]),
  ],
});

export interface NotificationFacts extends StatusFacts {
  /** A UUID of this notification. */
  readonly id: string;
  readonly at: Date;
}

const focusEntry = ({ focus = '', resource }: EventModel, { root }: Root): BundleEntry => ({
  fullUrl: `${root}/${focus}`,
  ...(resource && { resource }),
  request: { method: 'GET', url: focus },
  response: { status: '200' },
});

/** A notification: what it is of, and the resources that changed, as far as they are asked for and may be told. */
export const toNotification = (facts: NotificationFacts, at: Root): Bundle => ({
  resourceType: 'Bundle',
  id: facts.id,
  meta: { lastUpdated: facts.at.toISOString(), profile: [backport.notification] },
  type: 'history',
  timestamp: facts.at.toISOString(),
  entry: [
    {
      fullUrl: `urn:uuid:${facts.id}`,
      resource: toSubscriptionStatus(facts, at),
      request: { method: 'GET', url: `Subscription/${facts.subscription.id}/$status` },
      response: { status: '200' },
    },
    ...facts.events.filter(({ focus }) => focus !== undefined).map((event) => focusEntry(event, at)),
  ],
});
