/** Which applications follow which workitems (PS3.4 CC.2.3). */
import { sql } from 'kysely';
import type { Trx } from './database.ts';
import type { Row, SubscriptionOrigin, SubscriptionState } from './tables/index.ts';

export type SubscriberRow = Row<'workitem_subscribers'>;

/** The subscriber, made when there is none, held until the transaction ends. */
export const lockSubscriber = async (
  trx: Trx,
  tenantId: string,
  aeTitle: string,
  subject: string,
): Promise<SubscriberRow> => {
  await trx
    .insertInto('workitem_subscribers')
    .values({ tenant_id: tenantId, ae_title: aeTitle, subject })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'ae_title']).doNothing())
    .execute();
  return trx
    .selectFrom('workitem_subscribers')
    .selectAll()
    .where('ae_title', '=', aeTitle)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
};

export const findSubscriber = (trx: Trx, aeTitle: string): Promise<SubscriberRow | undefined> =>
  trx.selectFrom('workitem_subscribers').selectAll().where('ae_title', '=', aeTitle).executeTakeFirst();

export const setGlobalSubscription = async (
  trx: Trx,
  aeTitle: string,
  change: {
    readonly scope: 'worklist' | 'filtered';
    readonly state: SubscriptionState;
    /** null takes it away; absent leaves it */
    readonly filter?: unknown;
  },
): Promise<void> => {
  const filter = change.filter ? JSON.stringify(change.filter) : (change.filter as null | undefined);
  await trx
    .updateTable('workitem_subscribers')
    .set({ [change.scope]: change.state, ...(filter !== undefined && { filter }) })
    .where('ae_title', '=', aeTitle)
    .execute();
};

/** Those who follow the worklist or a part of it, by AE title. */
export const globalSubscribers = (trx: Trx): Promise<SubscriberRow[]> =>
  trx
    .selectFrom('workitem_subscribers')
    .selectAll()
    .where((is) => is.or([is('worklist', '<>', 'none'), is('filtered', '<>', 'none')]))
    .orderBy('ae_title')
    .execute();

export const subscriptionState = async (
  trx: Trx,
  aeTitle: string,
  workitemId: string,
): Promise<SubscriptionState | undefined> => {
  const row = await trx
    .selectFrom('workitem_subscriptions')
    .select('state')
    .where('ae_title', '=', aeTitle)
    .where('workitem_id', '=', workitemId)
    .executeTakeFirst();
  return row?.state;
};

export interface Subscription {
  readonly tenantId: string;
  readonly aeTitle: string;
  readonly state: SubscriptionState;
  readonly origin: SubscriptionOrigin;
}

/** What is asked for one workitem: it goes before what was there. */
export const putSubscription = async (trx: Trx, workitemId: string, subscription: Subscription): Promise<void> => {
  const { tenantId, aeTitle, state, origin } = subscription;
  await trx
    .insertInto('workitem_subscriptions')
    .values({ tenant_id: tenantId, ae_title: aeTitle, workitem_id: workitemId, state, origin })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'ae_title', 'workitem_id']).doUpdateSet({ state, origin }))
    .execute();
};

/**
 * What is asked for many: those that are subscribed already stay as they are, and so do those that were ended one by one unless
 * `revive`. Gives back the ids of the new ones.
 */
export const addSubscriptions = async (
  trx: Trx,
  workitemIds: readonly string[],
  { tenantId, aeTitle, state, origin, revive = false }: Subscription & { readonly revive?: boolean },
): Promise<readonly string[]> => {
  if (workitemIds.length === 0) return [];
  const revived = revive ? sql`workitem_subscriptions.state = 'none'` : sql`false`;
  const added = await sql<{ workitem_id: string }>`
    insert into workitem_subscriptions (tenant_id, ae_title, workitem_id, state, origin)
    select ${tenantId}::uuid, ${aeTitle}, id, ${state}, ${origin} from unnest(${[...workitemIds]}::uuid[]) as one (id)
    on conflict (tenant_id, ae_title, workitem_id) do update set state = excluded.state, origin = excluded.origin
    where ${revived} returning workitem_id`.execute(trx);
  return added.rows.map((row) => row.workitem_id);
};

/** Ends all of an application's subscriptions, or those that came from its filter. */
export const removeSubscriptions = async (trx: Trx, aeTitle: string, origin?: SubscriptionOrigin): Promise<void> => {
  let removal = trx.deleteFrom('workitem_subscriptions').where('ae_title', '=', aeTitle);
  if (origin !== undefined) removal = removal.where('origin', '=', origin);
  await removal.execute();
};

/** AE titles of those who are told of this workitem, in order. */
export const subscribersOf = async (trx: Trx, workitemId: string): Promise<readonly string[]> => {
  const rows = await trx
    .selectFrom('workitem_subscriptions')
    .select('ae_title')
    .where('workitem_id', '=', workitemId)
    .where('state', '<>', 'none')
    .orderBy('ae_title')
    .execute();
  return rows.map((row) => row.ae_title);
};
