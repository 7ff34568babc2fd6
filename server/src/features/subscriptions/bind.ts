/** Subscriptions by WebSocket: who has a token that binds one may listen on a socket, and is told there what a rest-hook would be told. */
import { changeSubscription, findSubscription, takeDueSubscription } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { authorityOf, type Principal } from '../access/index.ts';
import type { Context } from '../context.ts';
import { openPage, sealPage } from '../paging/index.ts';
import { readSubscription } from './keep.ts';
import { type Compose, LEASE_MS, tellOne } from './tell.ts';

const GOOD_MS = 300_000;

export interface BindingToken {
  readonly token: string;
  readonly expiresAt: Date;
}

/** For who may read the subscription; it names it, and is good for five minutes. */
export const makeBindingToken = async (context: Context, principal: Principal, id: string): Promise<BindingToken> => {
  const row = await readSubscription(context, principal, id);
  if (row.endpoint !== '') fail('bad-request', 'The subscription is told at its endpoint.');
  if (row.status === 'off') fail('conflict', 'The subscription is off.');
  const expiresAt = new Date(context.clock().getTime() + GOOD_MS);
  const sealed = await sealPage(context, authorityOf(row), { bound: id, until: expiresAt.getTime() });
  return { token: `${id}.${sealed}`, expiresAt };
};

const isBinding = (value: unknown, id: string, now: Date): boolean =>
  typeof value === 'object' &&
  value !== null &&
  'bound' in value &&
  value.bound === id &&
  'until' in value &&
  typeof value.until === 'number' &&
  value.until >= now.getTime();

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Binds a socket; gives the subscription, which is greeted anew. Fails with `not-found` for a token that is none, or is over. */
export const bindSubscription = async (context: Context, tenantId: string, token: string): Promise<string> => {
  const [id = '', sealed = ''] = token.split('.');
  const find = () => context.db.tenant(tenantId, (trx) => findSubscription(trx, id));
  const row = uuid.test(id) ? await find() : undefined;
  if (row === undefined || row.status === 'off' || row.endpoint !== '') return fail('not-found');
  const now = context.clock();
  if (!isBinding(await openPage(context, authorityOf(row), sealed), id, now)) return fail('not-found');
  await context.db.tenant(tenantId, (trx) =>
    changeSubscription(trx, id, { status: 'requested', failures: 0, error_code: null, next_at: now, updated_at: now }),
  );
  return id;
};

/** Tells what is due of one that is bound, on its socket. False: it is over. */
export const tellBound = async (
  context: Context,
  tenantId: string,
  id: string,
  { compose, send }: { readonly compose: Compose; readonly send: (body: string) => boolean },
): Promise<boolean> => {
  const now = context.clock();
  const due = await context.db.tenant(tenantId, (trx) =>
    takeDueSubscription(trx, now, new Date(now.getTime() + LEASE_MS), id),
  );
  if (due !== undefined)
    await tellOne(context, due, async (notification) =>
      send((await compose(notification)).body) ? undefined : 'peer-unreachable',
    );
  const row = await context.db.tenant(tenantId, (trx) => findSubscription(trx, id));
  return row !== undefined && row.status !== 'off';
};
