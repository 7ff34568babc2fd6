/** Subscriptions and event reports: PS3.4 Table CC.2.3-2 cell by cell, over a real WebSocket. */
import { type DicomJson, newUid, uids } from '@throughline/dicom';
import type { FastifyInstance } from 'fastify';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext } from '../../../../test/context.ts';
import { newWorkitem, performedUpdate } from '../../../../test/workitem.ts';
import { DEFAULT_TENANT_ID } from '../../../features/access/index.ts';
import { subscriptionTable } from '../../../features/workitems/subscribe.ts';
import { buildApp } from '../app.ts';

const all = uids.UPSGlobalSubscriptionInstance;
const filtered = uids.UPSFilteredGlobalSubscriptionInstance;
// As long as UIDs are that are made up, so that none begins with it.
const lock = '2.25.110000000000000000000000000000000000011';

interface Listener {
  readonly socket: WebSocket;
  /** The next report: workitem, event type, state. */
  next(): Promise<readonly unknown[]>;
  whole(): Promise<DicomJson>;
  close(): Promise<void>;
}

describe('UPS-RS subscriptions', () => {
  let context: TestContext;
  let app: FastifyInstance;
  let root: string;
  let count = 0;
  const listening: Listener[] = [];

  beforeAll(async () => {
    context = await createTestContext({ environment: { THROUGHLINE_DEMO: '1' } });
    app = await buildApp(context);
    root = `${await app.listen({ host: '127.0.0.1', port: 0 })}/dicom-web`;
  });
  afterAll(async () => {
    await app?.close();
    await context?.close();
  });
  afterEach(async () => {
    for (const one of listening.splice(0)) await one.close();
  });

  const send = (method: string, path: string, body?: unknown): Promise<Response> =>
    fetch(`${root}${path}`, {
      method,
      headers: { 'content-type': 'application/dicom+json' },
      ...(body === undefined ? { headers: {} } : { body: JSON.stringify(body) }),
    });

  const create = async (more: DicomJson = {}): Promise<string> => {
    const uid = newUid();
    expect((await send('POST', `/workitems?workitem=${uid}`, [newWorkitem(more)])).status).toBe(201);
    return uid;
  };

  const subscriber = (): string => {
    count += 1;
    return `WATCHER${count}`;
  };

  const subscribe = (resource: string, aeTitle: string, query = ''): Promise<Response> =>
    send('POST', `/workitems/${resource}/subscribers/${aeTitle}${query}`);
  const unsubscribe = (resource: string, aeTitle: string): Promise<Response> =>
    send('DELETE', `/workitems/${resource}/subscribers/${aeTitle}`);

  const listen = async (aeTitle: string): Promise<Listener> => {
    const socket = new WebSocket(`${root.replace(/^http/, 'ws')}/subscribers/${aeTitle}`);
    const waiting: DicomJson[] = [];
    let wake = Promise.withResolvers<void>();
    socket.addEventListener('message', ({ data }) => {
      waiting.push(JSON.parse(String(data)));
      wake.resolve();
    });
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve);
      socket.addEventListener('error', reject);
    });
    const whole = async (): Promise<DicomJson> => {
      while (waiting.length === 0) await wake.promise;
      wake = Promise.withResolvers<void>();
      return waiting.shift() as DicomJson;
    };
    const listener: Listener = {
      socket,
      whole,
      next: async () => {
        const report = await whole();
        return ['00001000', '00001002', '00741000'].map((tag) => report[tag]?.Value?.[0]);
      },
      close: async () => {
        if (socket.readyState === WebSocket.CLOSED) return;
        const closed = new Promise((resolve) => socket.addEventListener('close', resolve));
        socket.close();
        await closed;
      },
    };
    listening.push(listener);
    return listener;
  };

  const toState = (uid: string, state: string): Promise<Response> =>
    send('PUT', `/workitems/${uid}/state`, {
      '00741000': { vr: 'CS', Value: [state] },
      '00081195': { vr: 'UI', Value: [lock] },
    });

  it('tells where the channel is, and how the workitem stands', async () => {
    const [aeTitle, uid] = [subscriber(), await create()];
    const answer = await subscribe(uid, aeTitle);
    expect([answer.status, answer.headers.get('content-location')]).toEqual([
      201,
      `${root.replace(/^http/, 'ws')}/subscribers/${aeTitle}`,
    ]);
    const listener = await listen(aeTitle);
    const first = await listener.whole();
    expect(first).toMatchObject({
      '00000002': { vr: 'UI', Value: ['1.2.840.10008.5.1.4.34.6.4'] },
      '00000110': { vr: 'US', Value: [1] },
      '00001000': { vr: 'UI', Value: [uid] },
      '00001002': { vr: 'US', Value: [1] },
      '00404041': { vr: 'CS', Value: ['READY'] },
      '00741000': { vr: 'CS', Value: ['SCHEDULED'] },
    });
  });

  it('tells of a whole life in order', async () => {
    const [aeTitle, uid] = [subscriber(), await create()];
    await subscribe(uid, aeTitle);
    const listener = await listen(aeTitle);
    expect(await listener.next()).toEqual([uid, 1, 'SCHEDULED']);
    await send('POST', `/workitems/${uid}`, [{ '00404025': { vr: 'SQ' } }]);
    expect(await listener.next()).toEqual([uid, 5, undefined]);
    await toState(uid, 'IN PROGRESS');
    expect(await listener.next()).toEqual([uid, 1, 'IN PROGRESS']);
    const progress = { '00741002': { vr: 'SQ', Value: [{ '00741004': { vr: 'DS', Value: [50] } }] } };
    await send('POST', `/workitems/${uid}?transaction-uid=${lock}`, [progress]);
    const report = await listener.whole();
    expect(report).toMatchObject({ '00001002': { Value: [3] }, ...progress });
    await send('POST', `/workitems/${uid}/cancelrequest`, [
      { '0074100C': { vr: 'LO', Value: ['Ward 3'] }, '00741238': { vr: 'LT', Value: ['Not needed'] } },
    ]);
    expect(await listener.whole()).toMatchObject({
      '00001002': { Value: [2] },
      '00741236': { vr: 'AE', Value: ['demo'] },
      '0074100C': { Value: ['Ward 3'] },
      '00741238': { Value: ['Not needed'] },
    });
    await send('POST', `/workitems/${uid}?transaction-uid=${lock}`, [performedUpdate]);
    await toState(uid, 'COMPLETED');
    expect(await listener.next()).toEqual([uid, 1, 'COMPLETED']);
  });

  it('tells both steps of what the hub cancels itself', async () => {
    const [aeTitle, uid] = [subscriber(), await create()];
    await subscribe(uid, aeTitle);
    await send('POST', `/workitems/${uid}/cancelrequest`);
    const listener = await listen(aeTitle);
    const states = [await listener.next(), await listener.next(), await listener.next()].map(([, , state]) => state);
    expect(states).toEqual(['SCHEDULED', 'IN PROGRESS', 'CANCELED']);
  });

  it('keeps what nobody listened for, and what was confirmed is not told again', async () => {
    const aeTitle = subscriber();
    await subscribe(filtered, aeTitle, '?WorklistLabel=Kept');
    const uid = await create({ '00741202': { vr: 'LO', Value: ['Kept'] } });
    const listener = await listen(aeTitle);
    expect([await listener.next(), await listener.next()]).toEqual([
      [uid, 1, 'SCHEDULED'],
      [uid, 5, undefined],
    ]);
    // That this comes says that the batch before was confirmed.
    await toState(uid, 'IN PROGRESS');
    expect(await listener.next()).toEqual([uid, 1, 'IN PROGRESS']);
    await listener.close();
    await send('POST', `/workitems/${uid}?transaction-uid=${lock}`, [performedUpdate]);
    await toState(uid, 'COMPLETED');
    const again = await listen(aeTitle);
    const states: unknown[] = [];
    while (states.at(-1) !== 'COMPLETED') states.push((await again.next())[2]);
    expect(states).not.toContain('SCHEDULED');
  });

  type Row = keyof typeof subscriptionTable;
  const cells = Object.entries(subscriptionTable).flatMap(([row, states]) =>
    Object.entries(states ?? {}).map(([before, after]) => [row as Row, before, after] as const),
  );

  const act = (verb: string, resource: string, aeTitle: string): Promise<Response> => {
    if (verb === 'unsubscribe') return unsubscribe(resource, aeTitle);
    if (verb === 'suspend') return send('POST', `/workitems/${resource}/subscribers/${aeTitle}/suspend`);
    return subscribe(resource, aeTitle, verb === 'subscribe with lock' ? '?deletionlock=true' : '');
  };

  it.each(cells)('%s of one that is %s makes it %s', async (row, before, after) => {
    const [aeTitle, uid] = [subscriber(), await create()];
    const [scope, verb = ''] = row.split(': ');
    await act(before === 'locked' ? 'subscribe with lock' : 'subscribe', uid, aeTitle);
    if (before === 'none') await unsubscribe(uid, aeTitle);
    expect((await act(verb, scope === 'workitem' ? uid : all, aeTitle)).status).toBeLessThan(202);
    const state = await context.db.tenant(DEFAULT_TENANT_ID, async (trx) => {
      const found = await trx
        .selectFrom('workitem_subscriptions as s')
        .innerJoin('workitems as w', 'w.id', 's.workitem_id')
        .select('s.state')
        .where('s.ae_title', '=', aeTitle)
        .where('w.sop_instance_uid', '=', uid)
        .executeTakeFirst();
      return found?.state ?? 'none';
    });
    expect(state).toBe(after);
  });

  it('follows new workitems until that is suspended, and what it follows after that too', async () => {
    const aeTitle = subscriber();
    await subscribe(filtered, aeTitle, '?filter=WorklistLabel=Suspended,00741200=HIGH');
    const label = { '00741202': { vr: 'LO', Value: ['Suspended'] }, '00741200': { vr: 'CS', Value: ['HIGH'] } };
    const followed = await create(label);
    await create({ ...label, '00741200': { vr: 'CS', Value: ['LOW'] } });
    const listener = await listen(aeTitle);
    expect(await listener.next()).toEqual([followed, 1, 'SCHEDULED']);
    expect((await act('suspend', filtered, aeTitle)).status).toBe(200);
    await create(label);
    await toState(followed, 'IN PROGRESS');
    const told = [await listener.next(), await listener.next()];
    // Assigned, since a station was named when it was made; nothing of the one that came later.
    expect(told).toEqual([
      [followed, 5, undefined],
      [followed, 1, 'IN PROGRESS'],
    ]);
  });

  it('follows what comes to match the filter', async () => {
    const aeTitle = subscriber();
    await subscribe(filtered, aeTitle, '?WorklistLabel=Later');
    const uid = await create();
    await send('POST', `/workitems/${uid}`, [{ '00741202': { vr: 'LO', Value: ['Later'] } }]);
    const listener = await listen(aeTitle);
    expect(await listener.next()).toEqual([uid, 1, 'SCHEDULED']);
  });

  it.each([
    ['a workitem that is not there', () => subscribe(newUid(), subscriber()), 404],
    ['no AE title', async () => subscribe(await create(), 'SEVENTEENLETTERSX'), 400],
    ['a filter without a key', () => subscribe(filtered, subscriber()), 400],
    ['a lock that is neither', async () => subscribe(await create(), subscriber(), '?deletionlock=maybe'), 400],
    [
      'suspension of one workitem',
      async () => {
        const [uid, aeTitle] = [await create(), subscriber()];
        await subscribe(uid, aeTitle);
        return act('suspend', uid, aeTitle);
      },
      400,
    ],
    ['an end of what never began', async () => unsubscribe(await create(), 'NEVERWAS'), 404],
    [
      'a channel without a socket',
      async () => {
        const aeTitle = subscriber();
        await subscribe(await create(), aeTitle);
        return send('GET', `/subscribers/${aeTitle}`);
      },
      426,
    ],
    ['a channel of nobody', () => send('GET', '/subscribers/NEVERWAS'), 404],
  ])('refuses %s', async (_, doing, status) => {
    expect((await doing()).status).toBe(status);
  });
});
