/** Who follows a session, and which of its events (FHIRcast STU3 2.4). */
import { castEventOf, mayCast } from '@throughline/fhir';
import { digestOf, newCarried } from '../../carried.ts';
import {
  changeCastSubscription,
  endCastSubscription,
  endPagesOf,
  findCastSubscription,
  insertCastSubscription,
  liveCastSubscriptions,
  type Trx,
} from '../../db/index.ts';
import { fail } from '../../errors.ts';
import type { Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { patientOf } from './records.ts';
import { CHANNEL, checkTopic, hintOf } from './topics.ts';

const mostSubscribers = 32;
const longestLease = 86_400;
const usualLease = 7200;

export interface SubscribeInput {
  readonly topic: string;
  readonly events: readonly string[];
  /** As it is asked for. */
  readonly leaseSeconds?: number | undefined;
  /** Seconds until its token is over; a subscription does not outlive it. */
  readonly tokenSeconds?: number | undefined;
  readonly name?: string | undefined;
  /** What the address of an existing channel carries: it is changed, then. */
  readonly channel?: string | undefined;
  readonly isPage?: boolean;
}

const leaseOf = ({ leaseSeconds = usualLease, tokenSeconds = longestLease }: SubscribeInput): number =>
  Math.max(1, Math.floor(Math.min(leaseSeconds, tokenSeconds, longestLease)));

/** It is shown to people, and told to others. */
const nameOf = ({ name = '' }: SubscribeInput): string =>
  name.replaceAll(/\p{C}/gu, '').trim().slice(0, 60) || 'another application';

/** Those that exist and that the token allows to be told of; the others are left out of the confirmation. */
const grantedEvents = (principal: Principal, { events }: SubscribeInput): readonly string[] => {
  const rows = events.map((name) => castEventOf(name.trim()) ?? fail('bad-request', 'An event is not supported.'));
  const granted = rows.filter(({ name }) => mayCast(principal.cast ?? [], name, 'read'));
  if (granted.length === 0) fail('forbidden', 'The token has no scope for any of the events.');
  return [...new Set(granted.map(({ name }) => name.toLowerCase()))];
};

/** The channel of one's own that an address names; that of another is as if it were not there. */
const channelOf = async (trx: Trx, principal: Principal, topic: string, channel: string) => {
  const found = await findCastSubscription(trx, digestOf(channel));
  if (found === undefined || found.topic !== topic || found.ended_at !== null)
    return fail('not-found', 'There is no such channel.');
  const isOwn = found.subject === principal.subject && found.grant_id === (principal.session ?? null);
  return isOwn ? found : fail('not-found', 'There is no such channel.');
};

/** What the address of the channel carries: 256 random bits, good for the first socket that comes. */
export const subscribe = async (context: Context, principal: Principal, input: SubscribeInput): Promise<string> => {
  const events = grantedEvents(principal, input);
  const { tenantId } = principal;
  const now = context.clock();
  const lease = leaseOf(input);
  const until = { lease_seconds: lease, expires_at: new Date(now.getTime() + lease * 1000) };
  const fresh = newCarried();
  await context.db.tenant(tenantId, async (trx) => {
    await checkTopic(trx, principal, input.topic, now);
    if (input.channel !== undefined) {
      const known = await channelOf(trx, principal, input.topic, input.channel);
      await changeCastSubscription(trx, known.digest, { events, ...until });
    } else {
      if (input.isPage) await endPagesOf(trx, input.topic, now);
      const others = await liveCastSubscriptions(trx, input.topic, now);
      if (others.length >= mostSubscribers) fail('too-many', 'The session has too many subscribers.');
      await insertCastSubscription(trx, {
        tenant_id: tenantId,
        digest: fresh.digest,
        topic: input.topic,
        name: nameOf(input),
        events: [...events],
        subject: principal.subject,
        address: principal.address ?? null,
        grant_id: principal.session ?? null,
        patient: patientOf(principal),
        is_page: input.isPage ?? false,
        ...until,
      });
    }
    const detail = { fhircast: 'subscribe', events };
    await recordAudit(trx, principal, { event: 'applicationActivity', action: 'E', detail });
  });
  await context.db.notify(CHANNEL, hintOf(tenantId, input.topic));
  return input.channel ?? fresh.text;
};

export const unsubscribe = async (
  context: Context,
  principal: Principal,
  { topic, channel }: { readonly topic: string; readonly channel: string },
): Promise<void> => {
  const now = context.clock();
  await context.db.tenant(principal.tenantId, async (trx) => {
    await checkTopic(trx, principal, topic, now);
    const known = await channelOf(trx, principal, topic, channel);
    await endCastSubscription(trx, known.digest, now);
  });
  await context.db.notify(CHANNEL, hintOf(principal.tenantId, topic));
};
