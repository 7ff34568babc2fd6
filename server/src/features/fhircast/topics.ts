/** A topic belongs to one session of one user: nobody else joins it, tells in it or reads it. */
import { newCarried } from '../../carried.ts';
import {
  type CastTopicRow,
  ensureCastTopic,
  findCastTopic,
  findGrant,
  forgetCastTopics,
  removeCastTopic,
  type Trx,
} from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { authorise, type Principal } from '../access/index.ts';
import type { Context } from '../context.ts';

/** Hints that something is new in a topic; the payload is the tenant and the topic. */
export const CHANNEL = 'throughline_fhircast';

export const hintOf = (tenantId: string, topic: string): string => `${tenantId} ${topic}`;

/** The row of the topic of somebody's own page, or of the tokens that others give for a subject. */
export const ownTopicIn = (trx: Trx, { tenantId, session, subject }: Principal): Promise<CastTopicRow> =>
  ensureCastTopic(trx, tenantId, session ?? `subject ${subject}`, newCarried().text);

/** The topic that somebody is in: an application that was let in by a user is in that user's. */
export const topicIn = async (trx: Trx, principal: Principal, now: Date): Promise<string> => {
  const { session } = principal;
  const grant = session === undefined ? undefined : await findGrant(trx, session, now);
  if (grant !== undefined && grant.client_id !== null) return grant.topic ?? fail('forbidden');
  return (await ownTopicIn(trx, principal)).topic;
};

/** The topic; refuses, as if there were none, whoever is not of its session. */
export const checkTopic = async (trx: Trx, principal: Principal, topic: string, now: Date): Promise<CastTopicRow> => {
  if ((principal.cast ?? []).length === 0) fail('forbidden', 'The token has no scope of FHIRcast.');
  const found = (await topicIn(trx, principal, now)) === topic ? await findCastTopic(trx, topic) : undefined;
  return found ?? fail('not-found', 'There is no such topic in this session.');
};

/** Where somebody's own session is followed. Refuses who has no scope of FHIRcast. */
export const topicOf = ({ db, clock }: Context, principal: Principal): Promise<string> => {
  if ((principal.cast ?? []).length === 0) fail('forbidden', 'The token has no scope of FHIRcast.');
  return db.tenant(principal.tenantId, (trx) => topicIn(trx, principal, clock()));
};

/** The session is over: nobody is told anything more, and what was open in it is forgotten. */
export const endTopic = async ({ db }: Context, tenantId: string, session: string): Promise<void> => {
  const topic = await db.tenant(tenantId, (trx) => removeCastTopic(trx, session));
  if (topic !== undefined) await db.notify(CHANNEL, hintOf(tenantId, topic));
};

const keptMs = 86_400_000;

/** Forgets sessions in which nothing was opened for a day. */
export const forgetTopics = async ({ db, clock }: Context, principal: Principal): Promise<void> => {
  authorise(principal, 'admin');
  await db.tenant(principal.tenantId, (trx) => forgetCastTopics(trx, new Date(clock().getTime() - keptMs)));
};
