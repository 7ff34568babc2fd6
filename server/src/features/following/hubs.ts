/** The hubs that a reading page follows: that of its own session, or of the EHR that launched it. */
import { CastError, type CastMessage, coversCast, readCastRequest } from '@throughline/fhir';
import { newId } from '../../db/index.ts';
import { Failure } from '../../errors.ts';
import { type CastHub, joinCastHub, PeerError } from '../../peers/index.ts';
import type { Principal } from '../access/index.ts';
import { auditAlone } from '../audit/index.ts';
import type { Context } from '../context.ts';
import {
  type CastChannel,
  currentContext,
  type ForeignHub,
  foreignHubOf,
  openCastChannel,
  requestEvent,
  subscribe,
  topicOf,
} from '../fhircast/index.ts';

export interface Joining {
  readonly context: Context;
  readonly principal: Principal;
  /** The address of our FHIR server. */
  readonly root: string;
  /** Seconds until the token of the page is over. */
  readonly tokenSeconds: number | undefined;
}

export interface Heard {
  event(message: CastMessage): void;
  /** The connection was lost: it may be joined again. */
  ended(): void;
  /** The hub ended it: another page of the session is followed now, or there is no session any more. */
  denied(): void;
  /** Who else is there, as they call themselves. */
  others(names: readonly string[]): void;
}

/** A hub as its subscriber sees it. */
export interface Hub {
  readonly topic: string;
  /** Rejects when the hub refuses. */
  publish(message: CastMessage): Promise<void>;
  /** What is open, as the hub answers (2.9.2); undefined where it does not say. */
  current(): Promise<unknown>;
  answer(id: string, status: number): void;
  leave(): Promise<void>;
}

const followed = [
  ...['Patient-open', 'Patient-close', 'ImagingStudy-open', 'ImagingStudy-close'],
  ...['DiagnosticReport-open', 'DiagnosticReport-close', 'DiagnosticReport-update', 'DiagnosticReport-select'],
  ...['SyncError', 'UserLogout'],
];
export const ourName = 'Throughline';

/** Ill-formed events are as if nothing had been said: whoever sent them is told by the missing answer. */
const parsed = (message: object): CastMessage | undefined => {
  try {
    return readCastRequest(message).message;
  } catch (error) {
    if (error instanceof CastError) return undefined;
    throw error;
  }
};

/** What the hub says is open (2.9.2), as the event that opened it; undefined where nothing is, or it cannot be read. */
export const asOpened = (topic: string, current: unknown): CastMessage | undefined => {
  const { 'context.type': type, 'context.versionId': versionId, context } = (current ?? {}) as Record<string, unknown>;
  if (typeof type !== 'string' || type === '' || !Array.isArray(context)) return undefined;
  const event = { 'hub.topic': topic, 'hub.event': `${type}-open`, 'context.versionId': versionId, context };
  return parsed({ timestamp: new Date().toISOString(), id: newId(), event });
};

const joinOwn = async ({ context, principal, root, tokenSeconds }: Joining, heard: Heard): Promise<Hub> => {
  const topic = await topicOf(context, principal);
  const input = { topic, events: followed, name: ourName, isPage: true, leaseSeconds: 86_400, tokenSeconds };
  const channel = await subscribe(context, principal, input);
  let opened: CastChannel | undefined;
  const send = (message: object): void => {
    const event = 'event' in message ? parsed(message) : undefined;
    if (event !== undefined) heard.event(event);
  };
  const end = { send, close: heard.denied, others: heard.others };
  opened = await openCastChannel(context, principal.tenantId, channel, end);
  return {
    topic,
    publish: async (message) => requestEvent(context, principal, readCastRequest(message), root),
    current: () =>
      currentContext(context, principal, topic).catch((error: unknown) => {
        if (error instanceof Failure) return undefined;
        throw error;
      }),
    answer: (id, status) => opened?.heard(JSON.stringify({ id, status })),
    leave: async () => opened?.closed(true),
  };
};

/** Our own hub makes it by itself of the study that was opened; others need not. */
const withPatientOpened = (message: CastMessage): readonly CastMessage[] => {
  const { timestamp, event } = message;
  if (event['hub.event'] !== 'ImagingStudy-open') return [message];
  const context = event.context.filter(({ key }) => key === 'patient');
  const patient = { 'hub.topic': event['hub.topic'], 'hub.event': 'Patient-open', context };
  return [{ timestamp, id: newId(), event: patient }, message];
};

/** What is told to the EHR's hub leaves the house: it is written down before. */
const joinForeign = async ({ context, principal }: Joining, hub: ForeignHub, heard: Heard): Promise<Hub> => {
  const { url, topic, token, scopes } = hub;
  const may = (name: string, right: string): boolean => coversCast(scopes, `fhircast/${name}.${right}`);
  const events = followed.filter((name) => may(name, 'read')).join(',');
  const event = (message: object): void => {
    const read = parsed(message);
    if (read !== undefined) heard.event(read);
  };
  const joined: CastHub = await joinCastHub(
    { url, topic, token, events, name: ourName },
    { event, ended: heard.ended },
  );
  heard.others([hub.label]);
  return {
    topic,
    publish: async (message) => {
      for (const one of withPatientOpened(message)) {
        const name = one.event['hub.event'];
        if (!may(name, 'write')) continue;
        const detail = { fhircast: name, hub: new URL(url).host };
        await auditAlone(context, principal, { event: 'patientRecord', action: 'R', detail });
        await joined.publish(one);
      }
    },
    current: () => joined.current().catch(() => undefined),
    answer: joined.answer,
    leave: joined.leave,
  };
};

/** The EHR's hub where the session has one and it can be reached, else our own. */
export const joinHub = async (joining: Joining, heard: Heard): Promise<Hub> => {
  const { context, principal } = joining;
  const foreign = await foreignHubOf(context, principal);
  if (foreign === undefined) return joinOwn(joining, heard);
  try {
    return await joinForeign(joining, foreign, heard);
  } catch (error) {
    if (!(error instanceof PeerError)) throw error;
    context.log.warn({ err: error }, 'the FHIRcast hub of an EHR could not be joined');
    return joinOwn(joining, heard);
  }
};
