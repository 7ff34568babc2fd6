/** Messages of FHIRcast STU3: requests of subscribers, notifications of the hub (2.3, 2.5, 2.6). */
import { type CastEventRow, castEventOf } from './events.ts';

/** Why a request is refused; never with what it held. */
export class CastError extends Error {
  override readonly name = 'CastError';
  readonly reason: 'bad-request' | 'conflict' | 'payload-too-large';

  constructor(reason: CastError['reason'], message: string) {
    super(message);
    this.reason = reason;
  }
}

export interface CastResource {
  readonly resourceType: string;
  readonly id?: string;
  readonly identifier?: unknown;
  readonly [name: string]: unknown;
}

export interface CastContext {
  readonly key: string;
  readonly resource?: CastResource;
  readonly reference?: { readonly reference?: string };
  /** What DiagnosticReport-select names (3.6.4); by type and id at least. */
  readonly resources?: readonly CastResource[];
}

export interface CastMessage {
  /** ISO 8601, UTC: when it happened, not when it is told. */
  readonly timestamp: string;
  readonly id: string;
  readonly event: {
    readonly 'hub.topic': string;
    readonly 'hub.event': string;
    readonly context: readonly CastContext[];
    readonly 'context.versionId'?: string;
    readonly 'context.priorVersionId'?: string;
  };
}

export interface CastRequest {
  readonly row: CastEventRow;
  readonly message: CastMessage;
}

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const wrong = (sentence: string): never => {
  throw new CastError('bad-request', sentence);
};

const textAt = (fields: Fields, name: string, longest: number): string => {
  const value = fields[name];
  return typeof value === 'string' && value !== '' && value.length <= longest
    ? value
    : wrong(`${name} is a text of at most ${longest} characters.`);
};

/** The standard's own examples leave out the zone; all is UTC. */
export const castTime = (timestamp: string): number =>
  Date.parse(/(Z|[+-]\d\d:?\d\d)$/i.test(timestamp) ? timestamp : `${timestamp}Z`);

const mostContexts = 64;

const mostSelected = 200;

const selectedOne = (value: unknown): readonly CastResource[] => {
  if (!isFields(value)) return [];
  if (typeof value.resourceType === 'string') return [value as unknown as CastResource];
  const [resourceType, id] = typeof value.reference === 'string' ? value.reference.split('/').slice(-2) : [];
  return resourceType && id ? [{ resourceType, id }] : [];
};

/** 3.6.4 has a list of `resources`; others write the list as `resource`, or references. An empty list selects nothing. */
const selectionOf = ({ resources, resource, reference }: Fields): readonly CastResource[] | undefined => {
  const list = [resources, resource, reference].find(Array.isArray) as readonly unknown[] | undefined;
  return list?.slice(0, mostSelected).flatMap(selectedOne);
};

const contextOf = (value: unknown): CastContext => {
  if (!isFields(value)) return wrong('context is a list of objects with a key.');
  const key = textAt(value, 'key', 64);
  const { resource, reference } = value;
  const resources = selectionOf(value);
  if (resources !== undefined) return { key, resources };
  if (isFields(resource) && typeof resource.resourceType === 'string')
    return { key, resource: resource as unknown as CastResource };
  // A reference is an object; a text alone is what earlier versions wrote.
  const named = isFields(reference) ? reference.reference : reference;
  return typeof named === 'string' ? { key, reference: { reference: named } } : { key };
};

export const contextAt = (message: Pick<CastMessage, 'event'>, key: string): CastContext | undefined =>
  message.event.context.find((each) => each.key === key);

const checkNeeds = (row: CastEventRow, contexts: readonly CastContext[]): void => {
  for (const { key, type, as } of row.needs) {
    const found = contexts.filter((each) => each.key === key);
    const [one] = found;
    if (one === undefined || found.length > 1) wrong(`${row.name} needs one ${key}.`);
    const refers = one?.reference?.reference?.startsWith(`${type}/`) === true;
    const holds = one?.resource?.resourceType === type;
    if (as === 'resource' ? !holds : !refers && !holds) wrong(`${key} of ${row.name} is of type ${type}.`);
  }
};

/** What no text of the database can hold (NUL, halves of characters) is escaped by JSON, and only that. */
const unkeepable = /\\u(0000|d[89a-f][0-9a-f]{2})/;

const checkKeepable = (body: unknown): void => {
  try {
    if (unkeepable.test(JSON.stringify(body))) wrong('A text has a character that is none.');
  } catch (error) {
    // Deeper than can be gone into.
    if (error instanceof RangeError) wrong('It is nested too deeply.');
    throw error;
  }
};

/** Reads what a subscriber asks the hub to tell. @throws CastError */
export const readCastRequest = (body: unknown): CastRequest => {
  if (!isFields(body) || !isFields(body.event)) return wrong('A request has timestamp, id and event.');
  checkKeepable(body);
  const { event } = body;
  const [timestamp, id] = [textAt(body, 'timestamp', 64), textAt(body, 'id', 128)];
  if (Number.isNaN(castTime(timestamp))) wrong('timestamp is not one of ISO 8601.');
  const row = castEventOf(textAt(event, 'hub.event', 128)) ?? wrong('This event is not supported.');
  if (!Array.isArray(event.context) || event.context.length > mostContexts)
    return wrong(`context is a list of at most ${mostContexts} objects.`);
  const context = event.context.map(contextOf);
  checkNeeds(row, context);
  // 2.3 writes versionId, all of its examples write context.versionId: both are taken, the second is told.
  const version = event['context.versionId'] ?? event.versionId;
  return {
    row,
    message: {
      timestamp,
      id,
      event: {
        'hub.topic': textAt(event, 'hub.topic', 128),
        'hub.event': row.name,
        context,
        ...(typeof version === 'string' && { 'context.versionId': version }),
      },
    },
  };
};

const details = (system: string, code: string) => ({
  system: `https://fhircast.hl7.org/events/syncerror/${system}`,
  code,
});

export interface SyncErrorFacts {
  readonly topic: string;
  readonly id: string;
  readonly timestamp: string;
  /** The event that was not followed. */
  readonly about: { readonly id: string; readonly event: string };
  /** As the subscriber calls itself. */
  readonly subscriber: string;
  /** One sentence without patient data. */
  readonly diagnostics: string;
}

/** 3.2.1: somebody did not follow. */
export const toSyncError = ({ topic, id, timestamp, about, subscriber, diagnostics }: SyncErrorFacts): CastMessage => ({
  timestamp,
  id,
  event: {
    'hub.topic': topic,
    'hub.event': 'SyncError',
    context: [
      {
        key: 'operationoutcome',
        resource: {
          resourceType: 'OperationOutcome',
          issue: [
            {
              severity: 'warning',
              code: 'processing',
              diagnostics,
              details: {
                coding: [
                  details('eventid', about.id),
                  details('eventname', about.event),
                  details('subscriber', subscriber),
                ],
              },
            },
          ],
        },
      },
    ],
  },
});
