import { forgetOnce } from '../../db/index.ts';
import { authorise, type Principal } from '../access/index.ts';
import type { Context } from '../context.ts';

const keptMs = 86_400_000;

/** Forgets codes, tickets and links that ended a day ago: until then one that comes again is known for what it is. */
export const forgetEndedTickets = async ({ db, clock }: Context, principal: Principal): Promise<void> => {
  authorise(principal, 'admin');
  await db.tenant(principal.tenantId, (trx) => forgetOnce(trx, new Date(clock().getTime() - keptMs)));
};
