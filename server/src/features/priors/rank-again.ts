/** What is known of a person is ranked again after the meaning of an exam changed; what has become relevant is fetched. */
import { authorise, type Principal } from '../access/index.ts';
import type { Context } from '../context.ts';
import { announcePerson } from './announce.ts';
import { queueTransfers } from './queue-transfers.ts';

/** Asks no source what it has. Gives the sources that something was queued at. */
export const rankAgain = async (
  context: Context,
  principal: Principal,
  personId: string,
): Promise<readonly string[]> => {
  authorise(principal, 'read');
  authorise(principal, 'store');
  const sources = await queueTransfers(context, principal, personId);
  announcePerson(context, personId);
  return sources;
};
