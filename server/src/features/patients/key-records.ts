/** Records that an earlier version keyed: judged again, by the keys of today. */
import { countNames, unkeyedRecords } from '../../db/index.ts';
import { authorise, type Principal } from '../access/index.ts';
import type { Context } from '../context.ts';
import { evaluateRecord } from './evaluate.ts';

const AT_ONCE = 100;

/**
 * Gives some records the keys that candidates are found by, and judges each by them: who was registered before it had them was not
 * compared with it. True when there may be more.
 */
export const keySomeRecords = async ({ db, clock }: Context, principal: Principal): Promise<boolean> => {
  authorise(principal, 'admin');
  const { tenantId } = principal;
  const ids = await db.read(tenantId, (trx) => unkeyedRecords(trx, AT_ONCE));
  for (const id of ids) await db.tenant(tenantId, (trx) => evaluateRecord(trx, principal, id, clock()));
  return ids.length === AT_ONCE;
};

/** The same for all of them, at once; and counts names anew. */
export const keyAllRecords = async (context: Context, principal: Principal): Promise<void> => {
  for (let more = true; more; ) more = await keySomeRecords(context, principal);
  await context.db.tenant(principal.tenantId, (trx) => countNames(trx, principal.tenantId));
};
