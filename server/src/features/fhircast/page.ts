/** Which page a session is followed by: the last that was opened in it. */
import { findCastTopic, setCastPage } from '../../db/index.ts';
import type { Principal } from '../access/index.ts';
import type { Context } from '../context.ts';
import { ownTopicIn } from './topics.ts';

/** Gives the topic of the session, which is ours also where the page follows the hub of an EHR. */
export const takePage = ({ db }: Context, principal: Principal, page: string): Promise<string> =>
  db.tenant(principal.tenantId, async (trx) => {
    const { topic } = await ownTopicIn(trx, principal);
    await setCastPage(trx, topic, page);
    return topic;
  });

/** Whether it is this one still; not when the session has ended. */
export const isPage = ({ db }: Context, { tenantId }: Principal, topic: string, page: string): Promise<boolean> =>
  db.tenant(tenantId, async (trx) => (await findCastTopic(trx, topic))?.page === page);
