/** A hub of two patients that tells subscribers of it, and a subscriber that notes what it is told. */
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Bundle, Parameters, Resource } from '@medplum/fhirtypes';
import { expect } from 'vitest';
import { notifyOnce } from '../src/doors/http/fhir/notifier.ts';
import { type TestContext, testPrincipal } from './context.ts';
import { sendFhir } from './fhir-door.ts';
import { twoPatients } from './two-patients.ts';

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly bundle: Bundle;
}

const { tenantId } = testPrincipal();
const root = 'http://hub.test/fhir';

/** Whether all that was committed has been read: a transaction of others, in another database too, holds the outbox back. */
const isRead = (context: TestContext): Promise<boolean> =>
  context.db.tenant(tenantId, async (trx) => {
    const last = await trx
      .selectFrom('outbox')
      .select(({ fn }) => fn.max('id').as('id'))
      .executeTakeFirst();
    const cursor = await trx
      .selectFrom('outbox_cursors')
      .select('id')
      .where('consumer', '=', 'subscriptions')
      .executeTakeFirst();
    return last?.id === null || last?.id === cursor?.id;
  });

/** Until nothing is left to be told. */
const settle = async (context: TestContext): Promise<void> => {
  do while (await notifyOnce(context, tenantId, { root }));
  while (!(await isRead(context)));
  while (await notifyOnce(context, tenantId, { root }));
};

const guide = 'http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition';

interface Wish {
  readonly topic?: string;
  readonly content?: string;
  readonly endpoint?: string;
  readonly filter?: string;
  readonly header?: readonly string[];
  readonly heartbeat?: number;
}

/** A Subscription as its maker would write it; `place` is where the subscriber is. */
const subscriptionTo = (place: string, wish: Wish) => ({
  resourceType: 'Subscription',
  status: 'requested',
  reason: 'Synthetic',
  criteria: `${root}/SubscriptionTopic/${wish.topic ?? 'report-changed'}`,
  ...(wish.filter && {
    _criteria: { extension: [{ url: `${guide}/backport-filter-criteria`, valueString: wish.filter }] },
  }),
  channel: {
    type: 'rest-hook',
    endpoint: wish.endpoint ?? `${place}/hooks/one`,
    payload: 'application/fhir+json',
    _payload: { extension: [{ url: `${guide}/backport-payload-content`, valueCode: wish.content ?? 'id-only' }] },
    ...(wish.header && { header: wish.header }),
    ...(wish.heartbeat && {
      extension: [{ url: `${guide}/backport-heartbeat-period`, valueUnsignedInt: wish.heartbeat }],
    }),
  },
});

/** A subscriber at /hooks of a port of its own. */
const listen = async () => {
  const heard = { status: 200, received: [] as Received[] };
  const hook = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString('utf8');
    });
    request.on('end', () => {
      heard.received.push({ headers: request.headers, bundle: JSON.parse(body) });
      response.writeHead(heard.status).end();
    });
  });
  await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
  const place = `http://127.0.0.1:${(hook.address() as AddressInfo).port}`;
  return { heard, place, close: () => new Promise((resolve) => hook.close(resolve)) };
};

export type SubscriptionHub = Awaited<ReturnType<typeof subscriptionHub>>;

export const subscriptionHub = async () => {
  const { heard, place, close } = await listen();
  /** How far the clock of the hub is ahead of ours. */
  let aheadMs = 0;
  const world = await twoPatients(() => new Date(Date.now() + aheadMs), {
    THROUGHLINE_SUBSCRIPTION_ENDPOINTS: `${place}/hooks`,
    THROUGHLINE_SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
    THROUGHLINE_PUBLIC_URL: 'http://hub.test',
  });
  const department = await world.issuer.token({ scope: 'imaging.read imaging.write' });
  // What the world was made of is no news of these tests.
  await settle(world.context);
  const send = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, body?: object, token = department) =>
    sendFhir(world, token, { method, url, ...(body && { body }) });
  const subscription = (wish: Wish = {}) => subscriptionTo(place, wish);
  let reports = 0;
  return {
    world,
    place,
    subscription,
    send,
    /** What the subscriber was told. */
    get received() {
      return heard.received;
    },
    set received(received: Received[]) {
      heard.received = received;
    },
    /** What the subscriber answers. */
    get status() {
      return heard.status;
    },
    set status(status: number) {
      heard.status = status;
    },
    get aheadMs() {
      return aheadMs;
    },
    set aheadMs(ms: number) {
      aheadMs = ms;
    },
    settle: () => settle(world.context),
    subscribe: async (wish: Wish, token = department): Promise<string> => {
      const made = await send('POST', 'Subscription', subscription(wish), token);
      expect([made.status, made.json.issue]).toEqual([201, undefined]);
      return made.json.id;
    },
    end: async (id: string): Promise<void> => {
      expect((await send('DELETE', `Subscription/${id}`)).status).toBe(200);
    },
    tellReport: async (patient: string): Promise<void> => {
      reports += 1;
      const made = await send('POST', 'DiagnosticReport', {
        resourceType: 'DiagnosticReport',
        identifier: [{ system: 'urn:oid:1.2.276.0.7230010.60', value: `S${reports}` }],
        status: 'final',
        code: { text: 'CT' },
        subject: { reference: `Patient/${patient}` },
        conclusion: 'Synthetic finding.',
      });
      expect(made.status).toBe(201);
    },
    close: async () => {
      await world.close();
      await close();
    },
  };
};

export const said = ({ bundle }: Received, name: string): readonly unknown[] => {
  const told = bundle.entry?.[0]?.resource as Parameters;
  return (told.parameter ?? [])
    .filter((each) => each.name === name)
    .map((each) => each.valueCode ?? each.valueString ?? each.part);
};
export const focusesOf = ({ bundle }: Received): Resource[] =>
  (bundle.entry ?? []).slice(1).flatMap(({ resource }) => resource ?? []);
