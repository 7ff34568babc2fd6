/** Tells subscribers: a handshake first, then what happened, in order, and a sign of life when nothing does. */
import {
  changeSubscription,
  type NumberedEvent,
  nextDue,
  noteEventsSent,
  patientsOfEvents,
  type SubscriptionRow,
  takeDueSubscription,
  waitingEvents,
} from '../../db/index.ts';
import { boundedFetch, PeerError } from '../../peers/index.ts';
import { parseSealKey, unseal } from '../../seal.ts';
import { actingFor, type Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { isListedEndpoint } from './endpoints.ts';
import { headersBoundTo, sealedHeaders } from './keep.ts';

type NotificationKind = 'handshake' | 'heartbeat' | 'event-notification';

export interface Notification {
  readonly kind: NotificationKind;
  readonly subscription: SubscriptionRow;
  readonly events: readonly NumberedEvent[];
  /** On whose behalf is told: what may be read of the events is asked with it. */
  readonly principal: Principal;
}

/** A notification in the words of a protocol. */
export type Compose = (notification: Notification) => Promise<{ readonly mediaType: string; readonly body: string }>;

/** Nobody else tells it meanwhile. */
export const LEASE_MS = 60_000;
const MOST_AT_ONCE = 50;
const IDLE_MS = 86_400_000;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 600_000;
/** After so many failures it is said to be in error; after so many more it is left off. */
const ERROR_AFTER = 5;
const OFF_AFTER = 150;

const headersOf = ({ config }: Context, { tenant_id, id, headers }: SubscriptionRow): Record<string, string> => {
  if (headers === null) return {};
  const keys = config.secretKeys.map(parseSealKey);
  const lines = sealedHeaders.parse(JSON.parse(unseal(keys, headersBoundTo(tenant_id, id), Buffer.from(headers))));
  return Object.fromEntries(
    lines.map((line) => {
      const [name = '', ...rest] = line.split(':');
      return [name, rest.join(':').trim()];
    }),
  );
};

/** Hands a notification over; undefined when it was taken, else a code of the catalogue. */
type Deliver = (notification: Notification) => Promise<string | undefined>;

const post = async (context: Context, notification: Notification, compose: Compose): Promise<string | undefined> => {
  const { subscription } = notification;
  // The list may have become shorter since it was made.
  if (!isListedEndpoint(context, subscription.endpoint)) return 'forbidden';
  const { mediaType, body } = await compose(notification);
  try {
    const headers = { ...headersOf(context, subscription), 'content-type': mediaType };
    const answer = await boundedFetch(subscription.endpoint, { method: 'POST', headers, body });
    return answer.ok ? undefined : 'peer-refused';
  } catch (error) {
    if (error instanceof PeerError) return `peer-${error.kind}`;
    throw error;
  }
};

const backOffMs = (failures: number): number => Math.min(FIRST_WAIT_MS * 2 ** Math.min(failures, 20), LONGEST_WAIT_MS);

const failed = (context: Context, { failures, status }: SubscriptionRow, code: string) => {
  const now = context.clock();
  const count = failures + 1;
  const worse = count >= OFF_AFTER ? 'off' : count >= ERROR_AFTER || status === 'error' ? 'error' : status;
  return {
    failures: count,
    status: worse,
    error_code: code,
    next_at: new Date(now.getTime() + backOffMs(count)),
    updated_at: now,
  } as const;
};

const nextTime = (row: SubscriptionRow, due: Date | undefined, now: Date): Date => {
  const beat = now.getTime() + (row.heartbeat_seconds === null ? IDLE_MS : row.heartbeat_seconds * 1000);
  return new Date(Math.min(beat, due?.getTime() ?? Number.POSITIVE_INFINITY));
};

/** What is to be said now; undefined: nothing. */
const toSay = (row: SubscriptionRow, events: readonly NumberedEvent[], now: Date): NotificationKind | undefined => {
  if (row.status === 'requested') return 'handshake';
  if (events.length > 0) return 'event-notification';
  const silent = now.getTime() - (row.told_at?.getTime() ?? 0);
  return row.heartbeat_seconds !== null && silent >= row.heartbeat_seconds * 1000 ? 'heartbeat' : undefined;
};

/** Who is told of whom, before it is. */
const noteDisclosed = async (
  context: Context,
  principal: Principal,
  { id, endpoint }: SubscriptionRow,
  events: readonly NumberedEvent[],
): Promise<void> => {
  // An address may carry a secret; whose it is, its host says. What is told by websocket goes to whoever asked for it.
  const to = URL.canParse(endpoint) ? new URL(endpoint).host : principal.subject;
  const detail = { subscription: id, to, events: events.length };
  await context.db.tenant(principal.tenantId, async (trx) => {
    const patients = await patientsOfEvents(trx, events);
    const told = patients.map(
      (patientRecordId) => ({ event: 'dataExport', action: 'R', patientRecordId, detail }) as const,
    );
    await recordAudit(trx, principal, ...told);
  });
};

/** What is to be said now is said, and what came of it is noted. */
export const tellOne = async (context: Context, row: SubscriptionRow, deliver: Deliver): Promise<void> => {
  const { tenant_id: tenantId, id } = row;
  const now = context.clock();
  const change = (state: Parameters<typeof changeSubscription>[2]) =>
    context.db.tenant(tenantId, (trx) => changeSubscription(trx, id, state));
  if (row.ends_at !== null && row.ends_at <= now) return change({ status: 'off', updated_at: now });
  const { waiting, total } = await context.db.tenant(tenantId, (trx) => waitingEvents(trx, id, now, MOST_AT_ONCE));
  const kind = toSay(row, waiting, now);
  if (kind !== undefined) {
    const principal = await actingFor(context, row);
    if (principal === undefined) return change({ status: 'off', error_code: 'forbidden', updated_at: now });
    const events = kind === 'event-notification' ? waiting : [];
    if (events.length > 0) await noteDisclosed(context, principal, row, events);
    const code = await deliver({ kind, subscription: { ...row, events: total }, events, principal });
    if (code !== undefined) return change(failed(context, row, code));
    await context.db.tenant(tenantId, (trx) =>
      noteEventsSent(
        trx,
        id,
        events.map(({ number }) => number),
        now,
      ),
    );
  }
  await context.db.tenant(tenantId, async (trx) => {
    const next = nextTime(row, await nextDue(trx, id), now);
    const said = kind === undefined ? {} : { status: 'active' as const, failures: 0, error_code: null, told_at: now };
    await changeSubscription(trx, id, { ...said, next_at: next });
  });
};

/** Tells one that is due; false when none is. What fails is tried again, later and later. */
export const tellSubscriber = async (context: Context, tenantId: string, compose: Compose): Promise<boolean> => {
  const now = context.clock();
  const row = await context.db.tenant(tenantId, (trx) =>
    takeDueSubscription(trx, now, new Date(now.getTime() + LEASE_MS)),
  );
  if (row === undefined) return false;
  await tellOne(context, row, (notification) => post(context, notification, compose));
  return true;
};
