/** Who is told of what happens to workitems: PS3.18 11.10 to 11.12, PS3.4 CC.2.3. */
import { type DicomJson, uids } from '@throughline/dicom';
import {
  addSubscriptions,
  appendReports,
  findSubscriber,
  globalSubscribers,
  lockSubscriber,
  putSubscription,
  removeSubscriptions,
  type SubscriberRow,
  type SubscriptionState,
  searchWorkitems,
  setGlobalSubscription,
  subscriptionState,
  type Trx,
  type WorkitemRow,
} from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { authorise, type Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { hint, reportJson, stateReport } from './reports.ts';
import { groupsOf, matchesFilter, type WorkitemKeyQuery } from './search.ts';
import { checkUid, isWorklist, readWorkitem } from './workitem.ts';

export type SubscriptionVerb = 'subscribe' | 'subscribe with lock' | 'unsubscribe' | 'suspend';

export interface SubscriptionRequest {
  /** a workitem, or one of the two UIDs that stand for the worklist */
  readonly resource: string;
  readonly aeTitle: string;
  readonly verb: SubscriptionVerb;
  /** for the filtered worklist */
  readonly filter?: readonly WorkitemKeyQuery[];
}

type Scope = 'workitem' | 'worklist' | 'filtered';

/** PS3.4 Table CC.2.3-2: what becomes of a subscription to one workitem; undefined: it stays. */
export const subscriptionTable: Readonly<
  Record<
    `${'workitem' | 'worklist'}: ${SubscriptionVerb}`,
    Readonly<Record<SubscriptionState, SubscriptionState>> | undefined
  >
> = {
  'workitem: subscribe': { none: 'subscribed', subscribed: 'subscribed', locked: 'subscribed' },
  'workitem: subscribe with lock': { none: 'locked', subscribed: 'locked', locked: 'locked' },
  'workitem: unsubscribe': { none: 'none', subscribed: 'none', locked: 'none' },
  'workitem: suspend': undefined,
  'worklist: subscribe': { none: 'subscribed', subscribed: 'subscribed', locked: 'locked' },
  'worklist: subscribe with lock': { none: 'locked', subscribed: 'subscribed', locked: 'locked' },
  'worklist: unsubscribe': { none: 'none', subscribed: 'none', locked: 'none' },
  'worklist: suspend': { none: 'none', subscribed: 'subscribed', locked: 'locked' },
};

const scopeOf = (resource: string): Scope => {
  if (!isWorklist(resource)) return 'workitem';
  return resource === uids.UPSGlobalSubscriptionInstance ? 'worklist' : 'filtered';
};

/** AE titles as PS3.5 6.2 has them, without spaces, as they stand in an address. */
export const checkAeTitle = (text: string): string =>
  /^[\x21-\x5B\x5D-\x7E]{1,16}$/.test(text) ? text : fail('bad-request', 'The AE title is none.');

/** What is to be known of a subscriber before anything is done for it: that it is the one who asks. */
export const checkOwner = (principal: Principal, subscriber: SubscriberRow): void => {
  if (subscriber.subject !== principal.subject && !principal.rights.has('admin')) fail('forbidden');
};

const checkedFilter = ({ filter = [] }: SubscriptionRequest): readonly WorkitemKeyQuery[] => {
  if (groupsOf(filter).length === 0) fail('bad-request', 'A filtered subscription needs a key to match.');
  return filter;
};

const stateOf = (verb: SubscriptionVerb): SubscriptionState =>
  verb === 'subscribe' ? 'subscribed' : verb === 'subscribe with lock' ? 'locked' : 'none';

const initialReports = (rows: readonly WorkitemRow[]): readonly DicomJson[] =>
  rows.map((row) => reportJson(row.sop_instance_uid, stateReport(row.attributes as DicomJson)));

const pageSize = 1000;

/** Follows what is there already, and is told how each stands. */
const followExisting = async (
  trx: Trx,
  subscriber: SubscriberRow,
  how: {
    readonly state: SubscriptionState;
    readonly origin: 'worklist' | 'filtered';
    readonly filter: readonly WorkitemKeyQuery[];
  },
  at: Date,
): Promise<void> => {
  const { tenant_id: tenantId, ae_title: aeTitle } = subscriber;
  const groups = groupsOf(how.filter);
  for (let after: string | undefined; ; ) {
    const rows = await searchWorkitems(trx, { groups, limit: pageSize, offset: 0, ...(after && { after }) });
    const ids = rows.map(({ id }) => id);
    const added = new Set(
      await addSubscriptions(trx, ids, { tenantId, aeTitle, revive: true, state: how.state, origin: how.origin }),
    );
    const told = initialReports(rows.filter(({ id }) => added.has(id)));
    if (told.length > 0) await appendReports(trx, tenantId, aeTitle, told, at);
    if (rows.length < pageSize) return;
    after = ids.at(-1);
  }
};

const changeGlobal = async (
  trx: Trx,
  subscriber: SubscriberRow,
  scope: 'worklist' | 'filtered',
  request: SubscriptionRequest,
  at: Date,
): Promise<void> => {
  const { verb, aeTitle } = request;
  const state = stateOf(verb);
  const filter = scope === 'filtered' && state !== 'none' ? checkedFilter(request) : [];
  const change = { scope, state, ...(scope === 'filtered' && { filter: filter.length === 0 ? null : filter }) };
  await setGlobalSubscription(trx, aeTitle, change);
  if (verb === 'unsubscribe') await removeSubscriptions(trx, aeTitle, scope === 'filtered' ? 'filtered' : undefined);
  if (state !== 'none') await followExisting(trx, subscriber, { state, origin: scope, filter }, at);
};

const changeOne = async (
  trx: Trx,
  subscriber: SubscriberRow,
  request: SubscriptionRequest,
  at: Date,
): Promise<void> => {
  const { verb, resource, aeTitle } = request;
  const next = subscriptionTable[`workitem: ${verb}`] ?? fail('subscription-inappropriate');
  const row = await readWorkitem(trx, resource);
  const state = next[(await subscriptionState(trx, aeTitle, row.id)) ?? 'none'];
  const { tenant_id: tenantId } = subscriber;
  await putSubscription(trx, row.id, { tenantId, aeTitle, state, origin: 'workitem' });
  if (state !== 'none') await appendReports(trx, tenantId, aeTitle, initialReports([row]), at);
};

const subscriberFor = async (
  trx: Trx,
  principal: Principal,
  { verb, aeTitle }: SubscriptionRequest,
): Promise<SubscriberRow> => {
  const makes = verb === 'subscribe' || verb === 'subscribe with lock';
  if (!makes && (await findSubscriber(trx, aeTitle)) === undefined) fail('not-found');
  const subscriber = await lockSubscriber(trx, principal.tenantId, aeTitle, principal.subject);
  checkOwner(principal, subscriber);
  return subscriber;
};

/** Subscribes an application to a workitem or to the worklist, ends that, or follows nothing new from now on. */
export const changeSubscription = async (
  context: Context,
  principal: Principal,
  request: SubscriptionRequest,
): Promise<void> => {
  authorise(principal, 'read');
  checkAeTitle(request.aeTitle);
  const scope = scopeOf(request.resource);
  if (scope === 'workitem') checkUid(request.resource);
  const at = context.clock();
  await context.db.tenant(principal.tenantId, async (trx) => {
    const subscriber = await subscriberFor(trx, principal, request);
    if (scope === 'workitem') await changeOne(trx, subscriber, request, at);
    else await changeGlobal(trx, subscriber, scope, request, at);
    const detail = { subscription: request.verb, resource: request.resource, aeTitle: request.aeTitle };
    await recordAudit(trx, principal, { event: 'orderRecord', action: 'U', detail });
  });
  await hint(context, principal.tenantId, [request.aeTitle]);
};

const wants = async (trx: Trx, row: WorkitemRow, subscriber: SubscriberRow): Promise<Scope | undefined> => {
  if (subscriber.worklist !== 'none') return 'worklist';
  const filtered = subscriber.filtered !== 'none' && subscriber.filter !== null;
  const keys = subscriber.filter as readonly WorkitemKeyQuery[];
  return filtered && (await matchesFilter(trx, row, keys)) ? 'filtered' : undefined;
};

/**
 * Subscribes who follows the worklist to a workitem that is new to them. With `at`, they are told how it stands, and who they
 * are is given back; without, what happens to it is told to everybody anyway.
 */
export const followNew = async (trx: Trx, row: WorkitemRow, at?: Date): Promise<readonly string[]> => {
  const told: string[] = [];
  for (const subscriber of await globalSubscribers(trx)) {
    const origin = await wants(trx, row, subscriber);
    if (origin === undefined) continue;
    const { tenant_id: tenantId, ae_title: aeTitle } = subscriber;
    const state = origin === 'worklist' ? subscriber.worklist : subscriber.filtered;
    const [added] = await addSubscriptions(trx, [row.id], { tenantId, aeTitle, state, origin });
    if (added === undefined || at === undefined) continue;
    await appendReports(trx, tenantId, aeTitle, initialReports([row]), at);
    told.push(aeTitle);
  }
  return told;
};
