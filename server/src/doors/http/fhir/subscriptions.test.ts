/** Subscriptions through the door, told over real HTTP, on a real database. */
import type { AuditEvent, Bundle, Parameters } from '@medplum/fhirtypes';
import { newUid } from '@throughline/dicom';
import { faultsOf } from '@throughline/fhir/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { testPrincipal } from '../../../../test/context.ts';
import { ctObject, inChunks } from '../../../../test/objects.ts';
import {
  focusesOf,
  type Received,
  type SubscriptionHub,
  said,
  subscriptionHub,
} from '../../../../test/subscription-hub.ts';
import { membersOf } from '../../../db/index.ts';
import { putUser } from '../../../features/authorization/index.ts';
import { gatherPerson } from '../../../features/priors/index.ts';
import { storeInstance } from '../../../features/store/index.ts';

const { tenantId } = testPrincipal();
let hub: SubscriptionHub;
beforeAll(async () => {
  hub = await subscriptionHub();
});
afterAll(() => hub.close());
beforeEach(() => {
  hub.received = [];
  hub.status = 200;
});

describe('a subscription', () => {
  it('is greeted, told of each report with its resource, in order, and asked again for what it missed', async () => {
    const header = ['Authorization: Bearer synthetic-secret'];
    const id = await hub.subscribe({ content: 'full-resource', header });
    await hub.settle();
    expect(hub.received.map((one) => said(one, 'type'))).toEqual([['handshake']]);
    expect(hub.received[0]?.headers).toMatchObject({
      authorization: 'Bearer synthetic-secret',
      'content-type': 'application/fhir+json',
    });
    const read = await hub.send('GET', `Subscription/${id}`);
    expect(read.json.status).toBe('active');
    expect(JSON.stringify(read.json)).not.toContain('synthetic-secret');
    await hub.tellReport(hub.world.alma.recordId);
    await hub.tellReport(hub.world.other.recordId);
    await hub.settle();
    const told = hub.received.slice(1);
    expect(told.flatMap(focusesOf)).toMatchObject([
      { resourceType: 'DiagnosticReport', conclusion: 'Synthetic finding.' },
      { resourceType: 'DiagnosticReport' },
    ]);
    for (const { bundle } of hub.received) expect(faultsOf(bundle)).toEqual([]);
    expect(said(told.at(-1) as Received, 'events-since-subscription-start')).toEqual(['2']);
    // Who was told of each patient stands in the trail of that patient.
    const admin = await hub.world.issuer.token({ scope: 'admin' });
    for (const { recordId } of [hub.world.alma, hub.world.other]) {
      const trail: Bundle = (
        await hub.send('GET', `AuditEvent?patient=Patient/${recordId}&_count=50`, undefined, admin)
      ).json;
      const exported = (trail.entry ?? []).flatMap(({ resource }) => resource ?? []) as AuditEvent[];
      const receivers = exported
        .filter(({ type }) => type.code === '110106')
        .map(({ agent }) => agent.find(({ requestor }) => !requestor)?.who?.display);
      expect(receivers).toContain(new URL(hub.place).host);
    }
    const events: Bundle = (await hub.send('GET', `Subscription/${id}/$events?eventsSinceNumber=2`)).json;
    expect(events.entry).toHaveLength(2);
    expect((await hub.send('GET', `Subscription/${id}/$status`)).json.total).toBe(1);
    await hub.end(id);
    await hub.tellReport(hub.world.alma.recordId);
    hub.received = [];
    await hub.settle();
    expect(hub.received).toEqual([]);
  });

  it('that wants ids is given no resource, and that wants nothing no id', async () => {
    const [ids, empty] = [
      await hub.subscribe({ content: 'id-only' }),
      await hub.subscribe({ content: 'empty', endpoint: `${hub.place}/hooks/two` }),
    ];
    await hub.settle();
    hub.received = [];
    await hub.tellReport(hub.world.alma.recordId);
    await hub.settle();
    const [one, two] = hub.received.toSorted((a, b) => (b.bundle.entry?.length ?? 0) - (a.bundle.entry?.length ?? 0));
    expect(one?.bundle.entry?.[1]).toMatchObject({ request: { url: expect.stringMatching(/^DiagnosticReport\//) } });
    expect(JSON.stringify(one?.bundle)).not.toContain('Synthetic finding');
    expect(two?.bundle.entry).toHaveLength(1);
    expect(JSON.stringify(two?.bundle)).not.toContain('DiagnosticReport/');
    await Promise.all([hub.end(ids), hub.end(empty)]);
  });

  it('to one patient hears of that person, at any hospital, and of nobody else', async () => {
    const id = await hub.subscribe({ filter: `DiagnosticReport?patient=Patient/${hub.world.alma.recordId}` });
    await hub.settle();
    hub.received = [];
    await hub.tellReport(hub.world.other.recordId);
    await hub.settle();
    expect(hub.received).toEqual([]);
    await hub.tellReport(hub.world.almaElsewhere.recordId);
    await hub.settle();
    expect(hub.received).toHaveLength(1);
    await hub.end(id);
  });

  it('by websocket is told on a socket that its maker binds, and on no other', async () => {
    const { endpoint: _none, ...channel } = hub.subscription({ content: 'id-only' }).channel;
    const body = { ...hub.subscription(), channel: { ...channel, type: 'websocket' } };
    const made = await hub.send('POST', 'Subscription', body);
    expect([made.status, made.json.channel.type, made.json.channel.endpoint]).toEqual([201, 'websocket', undefined]);
    const { id } = made.json;
    const given = (await hub.send('GET', `Subscription/${id}/$get-ws-binding-token`)).json.parameter;
    const partOf = (name: string) => given.find((one: { name: string }) => one.name === name);
    expect(partOf('websocket-url').valueUrl).toMatch(/^ws:\/\/.*\/fhir\/\$subscription-socket$/);
    const address = await hub.world.app.listen({ host: '127.0.0.1', port: 0 });
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
    await hub.tellReport(hub.world.alma.recordId);
    await vi.waitUntil(
      async () => {
        await hub.settle();
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
    await hub.end(id);
    expect((await hub.send('GET', `Subscription/${id}/$get-ws-binding-token`)).status).toBe(409);
  });

  it('hears of what its filters name only, and says which they are', async () => {
    const [final, drafts] = [
      await hub.subscribe({ filter: 'DiagnosticReport?status=final,amended' }),
      await hub.subscribe({
        filter: `patient=Patient/${hub.world.alma.recordId}&status=preliminary`,
        endpoint: `${hub.place}/hooks/two`,
      }),
    ];
    await hub.settle();
    hub.received = [];
    await hub.tellReport(hub.world.alma.recordId);
    await hub.settle();
    expect(hub.received).toHaveLength(1);
    expect(JSON.stringify(hub.received[0]?.bundle)).toContain(`Subscription/${final}`);
    const { json } = await hub.send('GET', `Subscription/${drafts}`);
    expect(json._criteria.extension.map(({ valueString }: { valueString: string }) => valueString)).toEqual([
      `patient=Patient/${hub.world.alma.recordId}`,
      'status=preliminary',
    ]);
    await Promise.all([hub.end(final), hub.end(drafts)]);
    for (const filter of ['modality=CT', 'status=good', 'encounter=x', 'patient=Patient/x'])
      expect([filter, (await hub.send('POST', 'Subscription', hub.subscription({ filter }))).status]).toEqual([
        filter,
        400,
      ]);
  });

  it('hears of a study once, when nothing more of it comes', async () => {
    const id = await hub.subscribe({ topic: 'study-arrived', filter: 'modality=CT,PT' });
    const deaf = await hub.subscribe({
      topic: 'study-arrived',
      filter: 'modality=MR',
      endpoint: `${hub.place}/hooks/two`,
    });
    await hub.settle();
    hub.received = [];
    const uids = { study: newUid(), series: newUid() };
    const person = { patientId: 'A1', patientName: 'QUILL^ALMA', birthDate: '19620317', issuer: 'ALPHA' };
    const store = () =>
      storeInstance(hub.world.context, testPrincipal(), {
        body: inChunks(ctObject({ ...person, ...uids, instance: newUid() })),
        receivedFrom: 'TEST',
      });
    await store();
    await hub.settle();
    await store();
    await hub.settle();
    expect(hub.received).toEqual([]);
    hub.aheadMs += 6_000;
    await hub.settle();
    expect(hub.received.flatMap((one) => one.bundle.entry?.slice(1) ?? [])).toHaveLength(1);
    await store();
    hub.aheadMs += 6_000;
    await hub.settle();
    expect(hub.received).toHaveLength(1);
    await Promise.all([hub.end(id), hub.end(deaf)]);
  });

  it('hears of each gathering that ends, and of completeness when something else is said of it', async () => {
    const ids = [
      await hub.subscribe({ topic: 'priors-ready' }),
      await hub.subscribe({ topic: 'completeness-changed', endpoint: `${hub.place}/hooks/two` }),
    ];
    const [member] = await hub.world.context.db.tenant(tenantId, (trx) => membersOf(trx, [hub.world.alma.recordId]));
    const request = { personId: member?.person_id ?? '', trigger: 'person' as const };
    const gather = () =>
      gatherPerson(hub.world.context, testPrincipal(), request, new AbortController().signal, () => undefined);
    const topicsTold = (): unknown[] =>
      hub.received
        .map(({ bundle }) => bundle.entry?.[0]?.resource as Parameters)
        .map(({ parameter = [] }) =>
          parameter
            .find(({ name }) => name === 'topic')
            ?.valueCanonical?.split('/')
            .at(-1),
        );
    await hub.settle();
    hub.received = [];
    await gather();
    await hub.settle();
    expect(topicsTold().toSorted()).toEqual(['completeness-changed', 'priors-ready']);
    for (const { bundle } of hub.received)
      expect([hub.world.alma.recordId, hub.world.almaElsewhere.recordId]).toContain(
        bundle.entry?.[1]?.request?.url.split('/')[1],
      );
    hub.received = [];
    await gather();
    await hub.settle();
    expect(topicsTold()).toEqual(['priors-ready']);
    await Promise.all(ids.map(hub.end));
  });

  it('is told again what it did not take, and says that it is in error meanwhile', async () => {
    const id = await hub.subscribe({});
    await hub.settle();
    hub.received = [];
    hub.status = 500;
    await hub.tellReport(hub.world.alma.recordId);
    for (let turn = 0; turn < 6; turn += 1) {
      await hub.settle();
      hub.aheadMs += 120_000;
    }
    expect(hub.received.length).toBeGreaterThanOrEqual(5);
    expect((await hub.send('GET', `Subscription/${id}`)).json).toMatchObject({
      status: 'error',
      error: 'peer-refused',
    });
    hub.status = 200;
    hub.received = [];
    await hub.settle();
    expect(hub.received.map((one) => said(one, 'events-since-subscription-start'))).toEqual([['1']]);
    expect((await hub.send('GET', `Subscription/${id}`)).json.status).toBe('active');
    await hub.end(id);
  });

  it('ends when whoever made it is turned off, and nothing is told any more', async () => {
    const { context, issuer, alma } = hub.world;
    const admin = testPrincipal();
    const user = { username: 'synthetic-reader', name: 'Synthetic Reader', passcode: 'synthetic passcode' };
    await putUser(context, admin, { ...user, scopes: ['imaging.read'] });
    const id = await hub.subscribe({}, await issuer.token({ scope: 'imaging.read' }, user.username));
    await hub.settle();
    hub.received = [];
    await hub.tellReport(alma.recordId);
    await hub.settle();
    expect(hub.received).toHaveLength(1);
    await putUser(context, admin, { ...user, scopes: ['imaging.read'], enabled: false });
    await hub.tellReport(alma.recordId);
    await hub.settle();
    expect(hub.received).toHaveLength(1);
    const token = await issuer.token({ scope: 'admin imaging.read' });
    expect((await hub.send('GET', `Subscription/${id}`, undefined, token)).json).toMatchObject({
      status: 'off',
      error: 'forbidden',
    });
  });

  it('gives a sign of life when nothing happens', async () => {
    const id = await hub.subscribe({ heartbeat: 60 });
    await hub.settle();
    hub.received = [];
    hub.aheadMs += 61_000;
    await hub.settle();
    expect(hub.received.map((one) => said(one, 'type'))).toEqual([['heartbeat']]);
    await hub.end(id);
  });
});

describe('who and where', () => {
  it.each([
    ['elsewhere', () => ({ endpoint: 'https://evil.example/hooks/one' })],
    ['the same host at another path', () => ({ endpoint: `${hub.place}/other` })],
    ['a path that only begins alike', () => ({ endpoint: `${hub.place}/hooks-of-others` })],
    ['a path that climbs', () => ({ endpoint: `${hub.place}/hooks/../other` })],
    ['with credentials', () => ({ endpoint: hub.place.replace('http://', 'http://u:p@').concat('/hooks') })],
    ['no topic of ours', () => ({ topic: 'nonsense' })],
    ['a filter that is not known', () => ({ filter: 'DiagnosticReport?performer=x' })],
    ['a header of HTTP itself', () => ({ header: ['Host: internal'] })],
    ['a header that splits', () => ({ header: ['X-A: b\r\nX-C: d'] })],
  ] as const)('is refused: %s', async (_what, wish) => {
    expect((await hub.send('POST', 'Subscription', hub.subscription(wish()))).status).toBe(400);
  });

  it('a token of one patient, or one that may not read what is told of, subscribes to nothing', async () => {
    const bound = await hub.world.issuer.token({ scope: 'imaging.read admin', patient: hub.world.alma.recordId });
    const narrow = await hub.world.issuer.token(
      { scope: 'system/Subscription.cr system/Patient.r', client_id: 'app' },
      'app',
    );
    for (const token of [bound, narrow])
      expect((await hub.send('POST', 'Subscription', hub.subscription(), token)).status).toBe(403);
    const granted = await hub.world.issuer.token(
      { scope: 'system/Subscription.crd system/DiagnosticReport.r', client_id: 'app' },
      'app',
    );
    const id = await hub.subscribe({}, granted);
    expect((await hub.send('GET', `Subscription/${id}`, undefined, granted)).status).toBe(200);
    expect((await hub.send('GET', `Subscription/${id}`)).status).toBe(404);
    expect((await hub.send('DELETE', `Subscription/${id}`, undefined, granted)).status).toBe(200);
  });
});
