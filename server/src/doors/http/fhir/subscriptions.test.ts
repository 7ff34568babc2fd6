/** Subscriptions through the door, told over real HTTP, on a real database. */
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AuditEvent, Bundle, Parameters, Resource } from '@medplum/fhirtypes';
import { newUid } from '@throughline/dicom';
import { faultsOf } from '@throughline/fhir/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { testPrincipal } from '../../../../test/context.ts';
import { ctObject, inChunks } from '../../../../test/objects.ts';
import { type TwoPatients, twoPatients } from '../../../../test/two-patients.ts';
import { membersOf } from '../../../db/index.ts';
import { gatherPerson } from '../../../features/priors/index.ts';
import { storeInstance } from '../../../features/store/index.ts';
import { notifyOnce } from './notifier.ts';

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly bundle: Bundle;
}

let hook: Server;
let place: string;
let status = 200;
let received: Received[] = [];
let world: TwoPatients;
let department: string;
let aheadMs = 0;
const { tenantId } = testPrincipal();
const root = 'http://hub.test/fhir';

beforeAll(async () => {
  hook = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString('utf8');
    });
    request.on('end', () => {
      received.push({ headers: request.headers, bundle: JSON.parse(body) });
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
  place = `http://127.0.0.1:${(hook.address() as AddressInfo).port}`;
  world = await twoPatients(() => new Date(Date.now() + aheadMs), {
    THROUGHLINE_SUBSCRIPTION_ENDPOINTS: `${place}/hooks`,
    THROUGHLINE_SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
    THROUGHLINE_PUBLIC_URL: 'http://hub.test',
  });
  department = await world.issuer.token({ scope: 'imaging.read imaging.write' });
  // What the world was made of is no news of these tests.
  await settle();
});
afterAll(async () => {
  await world.close();
  await new Promise((resolve) => hook.close(resolve));
});
beforeEach(() => {
  received = [];
  status = 200;
});

/** Whether all that was committed has been read: a transaction of others, in another database too, holds the outbox back. */
const isRead = (): Promise<boolean> =>
  world.context.db.tenant(tenantId, async (trx) => {
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
const settle = async (): Promise<void> => {
  do while (await notifyOnce(world.context, tenantId, { root }));
  while (!(await isRead()));
  while (await notifyOnce(world.context, tenantId, { root }));
};

const send = async (method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, body?: object, token = department) => {
  const answer = await world.app.inject({
    method,
    url: `/fhir/${url}`,
    headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/fhir+json' }) },
    ...(body && { payload: JSON.stringify(body) }),
  });
  // biome-ignore lint/suspicious/noExplicitAny: answers are read field by field
  const json: any = answer.payload === '' ? undefined : JSON.parse(answer.payload);
  if (json !== undefined) expect([method, url, faultsOf(json)]).toEqual([method, url, []]);
  return { status: answer.statusCode, json };
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

const subscription = (wish: Wish = {}) => ({
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

const subscribe = async (wish: Wish, token = department): Promise<string> => {
  const made = await send('POST', 'Subscription', subscription(wish), token);
  expect([made.status, made.json.issue]).toEqual([201, undefined]);
  return made.json.id;
};
const end = async (id: string): Promise<void> => {
  expect((await send('DELETE', `Subscription/${id}`)).status).toBe(200);
};

let reports = 0;
const tellReport = async (patient: string): Promise<void> => {
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
};

const said = ({ bundle }: Received, name: string): readonly unknown[] => {
  const told = bundle.entry?.[0]?.resource as Parameters;
  return (told.parameter ?? [])
    .filter((each) => each.name === name)
    .map((each) => each.valueCode ?? each.valueString ?? each.part);
};
const focusesOf = ({ bundle }: Received): Resource[] =>
  (bundle.entry ?? []).slice(1).flatMap(({ resource }) => resource ?? []);

describe('a subscription', () => {
  it('is greeted, told of each report with its resource, in order, and asked again for what it missed', async () => {
    const header = ['Authorization: Bearer synthetic-secret'];
    const id = await subscribe({ content: 'full-resource', header });
    await settle();
    expect(received.map((one) => said(one, 'type'))).toEqual([['handshake']]);
    expect(received[0]?.headers).toMatchObject({
      authorization: 'Bearer synthetic-secret',
      'content-type': 'application/fhir+json',
    });
    const read = await send('GET', `Subscription/${id}`);
    expect(read.json.status).toBe('active');
    expect(JSON.stringify(read.json)).not.toContain('synthetic-secret');
    await tellReport(world.alma.recordId);
    await tellReport(world.other.recordId);
    await settle();
    const told = received.slice(1);
    expect(told.flatMap(focusesOf)).toMatchObject([
      { resourceType: 'DiagnosticReport', conclusion: 'Synthetic finding.' },
      { resourceType: 'DiagnosticReport' },
    ]);
    for (const { bundle } of received) expect(faultsOf(bundle)).toEqual([]);
    expect(said(told.at(-1) as Received, 'events-since-subscription-start')).toEqual(['2']);
    // Who was told of each patient stands in the trail of that patient.
    const admin = await world.issuer.token({ scope: 'admin' });
    for (const { recordId } of [world.alma, world.other]) {
      const trail: Bundle = (await send('GET', `AuditEvent?patient=Patient/${recordId}&_count=50`, undefined, admin))
        .json;
      const exported = (trail.entry ?? []).flatMap(({ resource }) => resource ?? []) as AuditEvent[];
      const receivers = exported
        .filter(({ type }) => type.code === '110106')
        .map(({ agent }) => agent.find(({ requestor }) => !requestor)?.who?.display);
      expect(receivers).toContain(new URL(place).host);
    }
    const events: Bundle = (await send('GET', `Subscription/${id}/$events?eventsSinceNumber=2`)).json;
    expect(events.entry).toHaveLength(2);
    expect((await send('GET', `Subscription/${id}/$status`)).json.total).toBe(1);
    await end(id);
    await tellReport(world.alma.recordId);
    received = [];
    await settle();
    expect(received).toEqual([]);
  });

  it('that wants ids is given no resource, and that wants nothing no id', async () => {
    const [ids, empty] = [
      await subscribe({ content: 'id-only' }),
      await subscribe({ content: 'empty', endpoint: `${place}/hooks/two` }),
    ];
    await settle();
    received = [];
    await tellReport(world.alma.recordId);
    await settle();
    const [one, two] = received.toSorted((a, b) => (b.bundle.entry?.length ?? 0) - (a.bundle.entry?.length ?? 0));
    expect(one?.bundle.entry?.[1]).toMatchObject({ request: { url: expect.stringMatching(/^DiagnosticReport\//) } });
    expect(JSON.stringify(one?.bundle)).not.toContain('Synthetic finding');
    expect(two?.bundle.entry).toHaveLength(1);
    expect(JSON.stringify(two?.bundle)).not.toContain('DiagnosticReport/');
    await Promise.all([end(ids), end(empty)]);
  });

  it('to one patient hears of that person, at any hospital, and of nobody else', async () => {
    const id = await subscribe({ filter: `DiagnosticReport?patient=Patient/${world.alma.recordId}` });
    await settle();
    received = [];
    await tellReport(world.other.recordId);
    await settle();
    expect(received).toEqual([]);
    await tellReport(world.almaElsewhere.recordId);
    await settle();
    expect(received).toHaveLength(1);
    await end(id);
  });

  it('by websocket is told on a socket that its maker binds, and on no other', async () => {
    const { endpoint: _none, ...channel } = subscription({ content: 'id-only' }).channel;
    const body = { ...subscription(), channel: { ...channel, type: 'websocket' } };
    const made = await send('POST', 'Subscription', body);
    expect([made.status, made.json.channel.type, made.json.channel.endpoint]).toEqual([201, 'websocket', undefined]);
    const { id } = made.json;
    const given = (await send('GET', `Subscription/${id}/$get-ws-binding-token`)).json.parameter;
    const partOf = (name: string) => given.find((one: { name: string }) => one.name === name);
    expect(partOf('websocket-url').valueUrl).toMatch(/^ws:\/\/.*\/fhir\/\$subscription-socket$/);
    const address = await world.app.listen({ host: '127.0.0.1', port: 0 });
    const url = `${address.replace('http', 'ws').replace('localhost', '127.0.0.1')}/fhir/$subscription-socket`;
    const connect = async (words: string) => {
      const socket = new WebSocket(url);
      const heard: Bundle[] = [];
      socket.addEventListener('message', ({ data }) => heard.push(JSON.parse(String(data))));
      const closed = new Promise<number>((resolve) => socket.addEventListener('close', ({ code }) => resolve(code)));
      await new Promise((resolve) => socket.addEventListener('open', resolve));
      socket.send(words);
      return { socket, heard, closed };
    };
    const stranger = await connect(`bind-with-token ${id}.${'A'.repeat(80)}`);
    expect(await stranger.closed).toBe(1008);
    const listener = await connect(`bind-with-token ${partOf('token').valueString}`);
    await vi.waitUntil(() => listener.heard.length > 0, { timeout: 5_000 });
    await tellReport(world.alma.recordId);
    await vi.waitUntil(
      async () => {
        await settle();
        return listener.heard.length > 1;
      },
      { timeout: 5_000 },
    );
    for (const bundle of listener.heard) expect(faultsOf(bundle)).toEqual([]);
    expect(listener.heard.map((bundle) => said({ headers: {}, bundle }, 'type'))).toEqual([
      ['handshake'],
      ['event-notification'],
    ]);
    expect(JSON.stringify(listener.heard[1])).toContain('DiagnosticReport/');
    listener.socket.close();
    await end(id);
    expect((await send('GET', `Subscription/${id}/$get-ws-binding-token`)).status).toBe(409);
  });

  it('hears of what its filters name only, and says which they are', async () => {
    const [final, drafts] = [
      await subscribe({ filter: 'DiagnosticReport?status=final,amended' }),
      await subscribe({
        filter: `patient=Patient/${world.alma.recordId}&status=preliminary`,
        endpoint: `${place}/hooks/two`,
      }),
    ];
    await settle();
    received = [];
    await tellReport(world.alma.recordId);
    await settle();
    expect(received).toHaveLength(1);
    expect(JSON.stringify(received[0]?.bundle)).toContain(`Subscription/${final}`);
    const { json } = await send('GET', `Subscription/${drafts}`);
    expect(json._criteria.extension.map(({ valueString }: { valueString: string }) => valueString)).toEqual([
      `patient=Patient/${world.alma.recordId}`,
      'status=preliminary',
    ]);
    await Promise.all([end(final), end(drafts)]);
    for (const filter of ['modality=CT', 'status=good', 'encounter=x', 'patient=Patient/x'])
      expect([filter, (await send('POST', 'Subscription', subscription({ filter }))).status]).toEqual([filter, 400]);
  });

  it('hears of a study once, when nothing more of it comes', async () => {
    const id = await subscribe({ topic: 'study-arrived', filter: 'modality=CT,PT' });
    const deaf = await subscribe({ topic: 'study-arrived', filter: 'modality=MR', endpoint: `${place}/hooks/two` });
    await settle();
    received = [];
    const uids = { study: newUid(), series: newUid() };
    const person = { patientId: 'A1', patientName: 'QUILL^ALMA', birthDate: '19620317', issuer: 'ALPHA' };
    const store = () =>
      storeInstance(world.context, testPrincipal(), {
        body: inChunks(ctObject({ ...person, ...uids, instance: newUid() })),
        receivedFrom: 'TEST',
      });
    await store();
    await settle();
    await store();
    await settle();
    expect(received).toEqual([]);
    aheadMs += 6_000;
    await settle();
    expect(received.flatMap((one) => one.bundle.entry?.slice(1) ?? [])).toHaveLength(1);
    await store();
    aheadMs += 6_000;
    await settle();
    expect(received).toHaveLength(1);
    await Promise.all([end(id), end(deaf)]);
  });

  it('hears of each gathering that ends, and of completeness when something else is said of it', async () => {
    const ids = [
      await subscribe({ topic: 'priors-ready' }),
      await subscribe({ topic: 'completeness-changed', endpoint: `${place}/hooks/two` }),
    ];
    const [member] = await world.context.db.tenant(tenantId, (trx) => membersOf(trx, [world.alma.recordId]));
    const request = { personId: member?.person_id ?? '', trigger: 'person' as const };
    const gather = () =>
      gatherPerson(world.context, testPrincipal(), request, new AbortController().signal, () => undefined);
    const topicsTold = (): unknown[] =>
      received
        .map(({ bundle }) => bundle.entry?.[0]?.resource as Parameters)
        .map(({ parameter = [] }) =>
          parameter
            .find(({ name }) => name === 'topic')
            ?.valueCanonical?.split('/')
            .at(-1),
        );
    await settle();
    received = [];
    await gather();
    await settle();
    expect(topicsTold().toSorted()).toEqual(['completeness-changed', 'priors-ready']);
    for (const { bundle } of received)
      expect([world.alma.recordId, world.almaElsewhere.recordId]).toContain(
        bundle.entry?.[1]?.request?.url.split('/')[1],
      );
    received = [];
    await gather();
    await settle();
    expect(topicsTold()).toEqual(['priors-ready']);
    await Promise.all(ids.map(end));
  });

  it('is told again what it did not take, and says that it is in error meanwhile', async () => {
    const id = await subscribe({});
    await settle();
    received = [];
    status = 500;
    await tellReport(world.alma.recordId);
    for (let turn = 0; turn < 6; turn += 1) {
      await settle();
      aheadMs += 120_000;
    }
    expect(received.length).toBeGreaterThanOrEqual(5);
    expect((await send('GET', `Subscription/${id}`)).json).toMatchObject({ status: 'error', error: 'peer-refused' });
    status = 200;
    received = [];
    await settle();
    expect(received.map((one) => said(one, 'events-since-subscription-start'))).toEqual([['1']]);
    expect((await send('GET', `Subscription/${id}`)).json.status).toBe('active');
    await end(id);
  });

  it('gives a sign of life when nothing happens', async () => {
    const id = await subscribe({ heartbeat: 60 });
    await settle();
    received = [];
    aheadMs += 61_000;
    await settle();
    expect(received.map((one) => said(one, 'type'))).toEqual([['heartbeat']]);
    await end(id);
  });
});

describe('who and where', () => {
  it.each([
    ['elsewhere', () => ({ endpoint: 'https://evil.example/hooks/one' })],
    ['the same host at another path', () => ({ endpoint: `${place}/other` })],
    ['a path that only begins alike', () => ({ endpoint: `${place}/hooks-of-others` })],
    ['a path that climbs', () => ({ endpoint: `${place}/hooks/../other` })],
    ['with credentials', () => ({ endpoint: place.replace('http://', 'http://u:p@').concat('/hooks') })],
    ['no topic of ours', () => ({ topic: 'nonsense' })],
    ['a filter that is not known', () => ({ filter: 'DiagnosticReport?performer=x' })],
    ['a header of HTTP itself', () => ({ header: ['Host: internal'] })],
    ['a header that splits', () => ({ header: ['X-A: b\r\nX-C: d'] })],
  ] as const)('is refused: %s', async (_what, wish) => {
    expect((await send('POST', 'Subscription', subscription(wish()))).status).toBe(400);
  });

  it('a token of one patient, or one that may not read what is told of, subscribes to nothing', async () => {
    const bound = await world.issuer.token({ scope: 'imaging.read admin', patient: world.alma.recordId });
    const narrow = await world.issuer.token(
      { scope: 'system/Subscription.cr system/Patient.r', client_id: 'app' },
      'app',
    );
    for (const token of [bound, narrow])
      expect((await send('POST', 'Subscription', subscription(), token)).status).toBe(403);
    const granted = await world.issuer.token(
      { scope: 'system/Subscription.crd system/DiagnosticReport.r', client_id: 'app' },
      'app',
    );
    const id = await subscribe({}, granted);
    expect((await send('GET', `Subscription/${id}`, undefined, granted)).status).toBe(200);
    expect((await send('GET', `Subscription/${id}`)).status).toBe(404);
    expect((await send('DELETE', `Subscription/${id}`, undefined, granted)).status).toBe(200);
  });
});
