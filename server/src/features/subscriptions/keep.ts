/** Makes, finds, changes and ends subscriptions. */
import { z } from 'zod';
import {
  changeSubscription,
  eventsBetween,
  findRecord,
  insertSubscription,
  listSubscriptions,
  type NumberedEvent,
  newId,
  type SubscriptionFilter,
  type SubscriptionRow,
  type Trx,
} from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { parseSealKey, seal } from '../../seal.ts';
import { keepAuthority, type Principal, reach } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { authoriseSubscriber, ownerOf } from './authority.ts';
import { isListedEndpoint } from './endpoints.ts';
import { type SubscriptionTopic, subscriptionTopics } from './topics.ts';

interface NewSubscription {
  readonly topic: SubscriptionTopic;
  /** Only about the person of this record. */
  readonly patientRecordId: string | undefined;
  /** Only what agrees with all of them. */
  readonly filters: readonly SubscriptionFilter[];
  readonly endpoint: string;
  /** `Name: value`, sent along with each notification; kept sealed. */
  readonly headers: readonly string[];
  readonly content: SubscriptionRow['content'];
  readonly reason: string;
  readonly heartbeatSeconds: number | undefined;
  readonly endsAt: Date | undefined;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const mostOfOne = 100;

/** Names that say how a message is read are ours to say. */
const headerPattern =
  /^(?!host|content-|transfer-|connection|upgrade|te\b|trailer)[A-Za-z0-9-]{1,64}: ?[\x20-\x7e]{1,2000}$/i;

export const sealedHeaders = z.array(z.string().regex(headerPattern)).max(10);

export const headersBoundTo = (tenantId: string, id: string): string => `subscription ${tenantId} ${id}`;

const sealHeaders = ({ config }: Context, tenantId: string, id: string, headers: readonly string[]): Buffer | null => {
  if (headers.length === 0) return null;
  if (!sealedHeaders.safeParse(headers).success)
    return fail('bad-request', 'A header is "Name: value", and none that HTTP needs itself.');
  const keys = config.secretKeys.map(parseSealKey);
  if (keys.length === 0)
    return fail(
      'bad-request',
      'Headers are kept encrypted only, and no key is configured: set THROUGHLINE_SECRET_KEY.',
    );
  return seal(keys, headersBoundTo(tenantId, id), JSON.stringify(headers));
};

/** `forbidden` for who may not read what is told of; `bad-request` where it may not be told to. */
const authoriseNew = (context: Context, principal: Principal, asked: NewSubscription): void => {
  authoriseSubscriber(principal, 'c');
  const { modalities } = reach(principal, subscriptionTopics[asked.topic].focus, 'r');
  if (modalities !== undefined) fail('forbidden', 'A scope that is narrowed cannot be subscribed with.');
  const { filters } = subscriptionTopics[asked.topic];
  if (asked.filters.some(({ name }) => !filters.some((one) => one === name)))
    fail('bad-request', `Beside patient, this topic is filtered by ${filters.join(', ') || 'nothing'}.`);
  // One without an endpoint is told on a socket that its maker opens.
  if (asked.endpoint !== '' && !isListedEndpoint(context, asked.endpoint))
    fail('bad-request', 'The endpoint is not one that may be told: THROUGHLINE_SUBSCRIPTION_ENDPOINTS lists them.');
};

export const keepSubscriptionIn = async (
  context: Context,
  trx: Trx,
  principal: Principal,
  asked: NewSubscription,
): Promise<string> => {
  authoriseNew(context, principal, asked);
  const { tenantId, subject } = principal;
  const { patientRecordId } = asked;
  if (patientRecordId !== undefined && !(uuid.test(patientRecordId) && (await findRecord(trx, patientRecordId))))
    fail('bad-request', 'The patient is not known here.');
  const own = await listSubscriptions(trx, { subject, limit: mostOfOne });
  if (own.filter(({ status }) => status !== 'off').length >= mostOfOne) fail('too-many');
  const id = newId();
  const now = context.clock();
  await insertSubscription(trx, {
    tenant_id: tenantId,
    id,
    subject,
    authority: keepAuthority(principal),
    topic: asked.topic,
    patient_record_id: patientRecordId ?? null,
    filters: JSON.stringify(asked.filters),
    endpoint: asked.endpoint,
    headers: sealHeaders(context, tenantId, id, asked.headers),
    content: asked.content,
    reason: asked.reason,
    heartbeat_seconds: asked.heartbeatSeconds ?? null,
    ends_at: asked.endsAt ?? null,
    status: 'requested',
    next_at: now,
    created_at: now,
    updated_at: now,
  });
  await recordAudit(trx, principal, {
    event: 'applicationActivity',
    action: 'C',
    detail: { subscription: id, topic: asked.topic },
  });
  return id;
};

const ownIn = async (trx: Trx, principal: Principal, id: string): Promise<SubscriptionRow> => {
  const subject = ownerOf(principal);
  const [row] = uuid.test(id)
    ? await listSubscriptions(trx, { ids: [id], limit: 1, ...(subject !== undefined && { subject }) })
    : [];
  return row ?? fail('not-found');
};

export const readSubscription = (context: Context, principal: Principal, id: string): Promise<SubscriptionRow> => {
  authoriseSubscriber(principal, 'r');
  return context.db.tenant(principal.tenantId, (trx) => ownIn(trx, principal, id));
};

/** Own ones, by id; an administrator's list is of all. */
export const findSubscriptions = (
  context: Context,
  principal: Principal,
  page: { readonly ids?: readonly string[]; readonly after?: string; readonly limit: number },
): Promise<readonly SubscriptionRow[]> => {
  authoriseSubscriber(principal, 'r');
  const subject = ownerOf(principal);
  const ids = page.ids?.filter((id) => uuid.test(id));
  return context.db.tenant(principal.tenantId, (trx) =>
    listSubscriptions(trx, { ...page, ...(ids && { ids }), ...(subject !== undefined && { subject }) }),
  );
};

/** `off` ends it; `requested` tries an endpoint anew that could not be told. Where and about what is never changed. */
export const setSubscriptionIn = async (
  context: Context,
  trx: Trx,
  principal: Principal,
  id: string,
  status: 'requested' | 'off',
): Promise<void> => {
  authoriseSubscriber(principal, status === 'off' ? 'd' : 'u');
  const row = await ownIn(trx, principal, id);
  if (row.status === 'active' && status === 'requested') return;
  const now = context.clock();
  await changeSubscription(trx, id, { status, next_at: now, failures: 0, error_code: null, updated_at: now });
  await recordAudit(trx, principal, {
    event: 'applicationActivity',
    action: status === 'off' ? 'D' : 'U',
    detail: { subscription: id, status },
  });
};

const mostEvents = 100;

/** What happened since it began, by number, whether it could be told or not. */
export const readEvents = async (
  context: Context,
  principal: Principal,
  id: string,
  { from = 1, to = Number.MAX_SAFE_INTEGER }: { readonly from?: number | undefined; readonly to?: number | undefined },
): Promise<{ readonly subscription: SubscriptionRow; readonly events: readonly NumberedEvent[] }> => {
  authoriseSubscriber(principal, 'r');
  return context.db.tenant(principal.tenantId, async (trx) => {
    const subscription = await ownIn(trx, principal, id);
    return { subscription, events: await eventsBetween(trx, id, { from, to, limit: mostEvents }) };
  });
};
