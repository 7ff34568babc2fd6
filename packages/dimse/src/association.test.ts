import { Dataset, tags, uids } from '@throughline/dicom';
import { afterEach, describe, expect, test } from 'vitest';
import {
  type Association,
  type ContextOffer,
  connect,
  createDimseServer,
  type DimseEvent,
  type DimseHandlers,
  type DimseServer,
  type DimseTimeouts,
  failure,
  type OutgoingInstance,
  type ServerLimits,
  Status,
} from './index.ts';
import { type TestObject, testObject } from './testing/objects.ts';

/** Our user against our provider: what DCMTK cannot be made to do. */

const SC = uids.SecondaryCaptureImageStorage;
const GET = uids.StudyRootQueryRetrieveInformationModelGet;
const MOVE = uids.StudyRootQueryRetrieveInformationModelMove;
const FIND = uids.StudyRootQueryRetrieveInformationModelFind;
const ELE = uids.ExplicitVRLittleEndian;

const offers: readonly ContextOffer[] = [
  { abstractSyntax: uids.Verification, transferSyntaxes: [ELE] },
  { abstractSyntax: SC, transferSyntaxes: [ELE], scpRole: true },
  ...[FIND, GET, MOVE].map((abstractSyntax) => ({ abstractSyntax, transferSyntaxes: [ELE] })),
];
/** The same, but to send objects oneself. */
const sending = offers.map(({ abstractSyntax, transferSyntaxes }) => ({ abstractSyntax, transferSyntaxes }));

const servers: DimseServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function serve(
  handlers: DimseHandlers<string>,
  limits: Partial<ServerLimits> = {},
  timeouts: Partial<DimseTimeouts> = {},
): Promise<{ server: DimseServer; events: DimseEvent<string>[] }> {
  const events: DimseEvent<string>[] = [];
  const server = createDimseServer<string>({
    accept: ({ callingAeTitle }) => ({ accept: true, contexts: offers, principal: callingAeTitle }),
    handlers,
    limits,
    timeouts,
    onEvent: (event) => events.push(event),
  });
  await server.listen(0, '127.0.0.1');
  servers.push(server);
  return { server, events };
}

function call(server: DimseServer, contexts = sending, signal?: AbortSignal): Promise<Association> {
  const titles = { callingAeTitle: 'CALLER', calledAeTitle: 'HUB' };
  return connect({ host: '127.0.0.1', port: server.port, ...titles, contexts, ...(signal && { signal }) });
}

const gather = async (data: AsyncIterable<Buffer>) => {
  const chunks: Buffer[] = [];
  for await (const chunk of data) chunks.push(chunk);
  return Buffer.concat(chunks);
};

const outgoing = (list: readonly TestObject[]): OutgoingInstance[] =>
  list.map((object) => ({
    ...object,
    async *open() {
      yield object.bytes;
    },
  }));

const query = () => new Dataset().set(tags.QueryRetrieveLevel, 'STUDY').set(tags.StudyInstanceUID, '1.2.3');
const object = testObject({ transferSyntaxUid: ELE });
const storing = (data: Uint8Array | AsyncIterable<Uint8Array> = object.bytes) => ({ ...object, data });

describe('C-STORE', () => {
  test('the handler hears what was said, and who said it', async () => {
    const heard: unknown[] = [];
    const { server, events } = await serve({
      store: async ({ principal, callingAeTitle, calledAeTitle, remoteAddress }, request, data) => {
        heard.push({ principal, callingAeTitle, calledAeTitle, remoteAddress, ...request, bytes: await gather(data) });
        return { status: Status.CoercionOfDataElements, comment: 'A\u0000comment of üs' };
      },
    });
    const association = await call(server);
    const moveOriginator = { aeTitle: 'MOVER', messageId: 77 };
    expect(await association.store({ ...storing(), moveOriginator })).toEqual({
      status: Status.CoercionOfDataElements,
      comment: 'A comment of  s',
    });
    await association.release();
    const { sopClassUid, sopInstanceUid, transferSyntaxUid, bytes } = object;
    expect(heard).toEqual([
      {
        principal: 'CALLER',
        callingAeTitle: 'CALLER',
        calledAeTitle: 'HUB',
        remoteAddress: '127.0.0.1',
        sopClassUid,
        sopInstanceUid,
        transferSyntaxUid,
        moveOriginator,
        bytes,
      },
    ]);
    expect(events.map((event) => event.type)).toEqual(['associated', 'ended']);
  });

  test.each([
    ['an error of its own', () => Promise.reject(new Error('secret of the patient')), { status: 0x0110 }, ['fault']],
    [
      'a failure it chose',
      () => Promise.reject(failure(Status.OutOfResources, 'No space')),
      { status: 0xa700, comment: 'No space' },
      [],
    ],
    ['success without reading', () => Promise.resolve({ status: 0 }), { status: 0x0110 }, ['fault']],
    ['failure without reading', () => Promise.resolve({ status: 0xa700 }), { status: 0xa700 }, []],
  ])('a handler with %s', async (_name, store, outcome, faults) => {
    const { server, events } = await serve({ store });
    const association = await call(server);
    const large = storing(Buffer.alloc(3_000_000, 1));
    expect(await association.store(large)).toEqual(outcome);
    // The association is as good as before.
    expect(await association.store(large)).toEqual(outcome);
    await association.release();
    expect(events.map((event) => event.type).filter((type) => type === 'fault')).toEqual([...faults, ...faults]);
  });

  test('a slow handler slows the sender down', async () => {
    const gate = Promise.withResolvers<void>();
    const { server } = await serve({
      store: async (_association, _request, data) => {
        await gate.promise;
        let bytes = 0;
        await data.forEach((chunk) => {
          bytes += chunk.length;
        });
        return { status: bytes === total ? 0 : 0x0110 };
      },
    });
    const chunk = Buffer.alloc(256 * 1024);
    const total = 400 * chunk.length;
    let given = 0;
    let turnsWithoutProgress = 0;
    const association = await call(server);
    const stored = association.store(
      storing(
        (async function* () {
          for (; given < 400; given += 1) {
            turnsWithoutProgress = 0;
            yield chunk;
          }
        })(),
      ),
    );
    // The sender has come to rest when it asks for nothing over many turns of the loop.
    while (turnsWithoutProgress < 300) {
      turnsWithoutProgress += 1;
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(given * chunk.length).toBeLessThan(24 * 1024 * 1024);
    gate.resolve();
    expect(await stored).toEqual({ status: 0 });
    await association.release();
  });

  test('a handler may be slower than the time-out for a silent peer', async () => {
    const stall = { stallMs: 250, idleMs: 250 };
    const { server } = await serve(
      {
        store: async (_association, _request, data) => {
          await new Promise((resolve) => setTimeout(resolve, 800));
          const { length } = await gather(data);
          await new Promise((resolve) => setTimeout(resolve, 800));
          return { status: length === 8_000_000 ? 0 : 0x0110 };
        },
      },
      {},
      stall,
    );
    const association = await call(server);
    expect(await association.store(storing(Buffer.alloc(8_000_000)))).toEqual({ status: 0 });
    await association.release();
  });

  test('a sender that breaks off stores nothing', async () => {
    const outcomes: unknown[] = [];
    const ended = Promise.withResolvers<void>();
    const { server } = await serve({
      store: async (_association, _request, data) => {
        outcomes.push(await gather(data).catch((error: unknown) => error));
        ended.resolve();
        return { status: 0 };
      },
    });
    const association = await call(server);
    const breaking = (async function* () {
      yield Buffer.alloc(400_000);
      throw new Error('unreadable');
    })();
    await expect(association.store(storing(breaking))).rejects.toThrow('unreadable');
    await ended.promise;
    expect(outcomes).toMatchObject([{ name: 'DimseError', kind: 'aborted' }]);
    await expect(association.echo()).rejects.toMatchObject({ kind: 'aborted' });
  });

  test('operations asked for at once run one after the other', async () => {
    let running = 0;
    const order: number[] = [];
    const { server } = await serve({
      store: async (_association, _request, data) => {
        running += 1;
        expect(running).toBe(1);
        const { length } = await gather(data);
        await new Promise((resolve) => setImmediate(resolve));
        order.push(length);
        running -= 1;
        return { status: 0 };
      },
    });
    const association = await call(server);
    const sizes = [300_000, 2, 100_000, 10];
    const all = [...sizes.map((size) => association.store(storing(Buffer.alloc(size)))), association.echo()];
    await association.release();
    await Promise.all(all);
    expect(order).toEqual(sizes);
  });

  test('an object over the limit ends the association', async () => {
    const { server } = await serve(
      { store: async (_a, _r, data) => gather(data).then(() => ({ status: 0 })) },
      { objectBytes: 1000 },
    );
    const association = await call(server);
    await expect(association.store(storing(Buffer.alloc(1002)))).rejects.toMatchObject({ kind: 'aborted' });
  });

  test('no context, no store', async () => {
    const { server } = await serve({});
    const association = await call(server);
    const other = { ...storing(), transferSyntaxUid: uids.RLELossless };
    await expect(association.store(other)).rejects.toMatchObject({ kind: 'refused' });
    await association.release();
  });
});

describe('C-FIND', () => {
  test('a match of any size comes through, as do many', async () => {
    const { server } = await serve({
      find: async function* () {
        for (let index = 0; index < 3000; index += 1) yield new Dataset().set(tags.PatientID, `P${index}`);
        yield new Dataset().set(tags.StudyDescription, 'x'.repeat(60)).set(tags.TextValue, 'y'.repeat(400_000), 'UT');
      },
    });
    const association = await call(server);
    let matches = 0;
    let last: Dataset | undefined;
    for await (const match of association.find({ sopClassUid: FIND, identifier: query() })) {
      matches += 1;
      last = match;
    }
    await association.release();
    expect(matches).toBe(3001);
    expect(last?.string(tags.TextValue)).toHaveLength(400_000);
  });

  test.each([
    ['a failure it chose', failure(0xa900, 'Not this model'), { status: 0xa900, comment: 'Not this model' }],
    ['an error of its own', new Error('secret'), { status: 0xc000, comment: undefined }],
  ])('a handler with %s', async (_name, error, told) => {
    const { server } = await serve({
      find: async function* () {
        yield new Dataset().set(tags.PatientID, 'P');
        throw error;
      },
    });
    const association = await call(server);
    const finding = (async () => {
      for await (const _ of association.find({ sopClassUid: FIND, identifier: query() }));
    })();
    await expect(finding).rejects.toMatchObject({ kind: 'refused', ...told });
    await association.echo();
    await association.release();
  });

  test('the handler hears of the end of its association', async () => {
    const heard = Promise.withResolvers<void>();
    const { server } = await serve({
      find: async function* (_association, _request, signal) {
        signal.addEventListener('abort', () => heard.resolve());
        yield new Dataset().set(tags.PatientID, 'P');
        await heard.promise;
      },
    });
    const association = await call(server);
    const finding = (async () => {
      for await (const _ of association.find({ sopClassUid: FIND, identifier: query() })) association.abort();
    })();
    await expect(finding).rejects.toMatchObject({ kind: 'aborted' });
    await heard.promise;
  });
});

describe('C-GET', () => {
  const objects = Array.from({ length: 4 }, (_, index) => testObject({ transferSyntaxUid: ELE, rows: 32 << index }));
  const unsendable: OutgoingInstance = {
    ...outgoing([object])[0],
    transferSyntaxUid: uids.RLELossless,
  } as OutgoingInstance;

  const getting = (
    association: Association,
    onStore: Parameters<Association['get']>[0]['onStore'],
    signal?: AbortSignal,
  ) => association.get({ sopClassUid: GET, identifier: query(), onStore, ...(signal && { signal }) });

  test('what cannot be sent is counted and named', async () => {
    const unreadable: OutgoingInstance = {
      ...object,
      sopInstanceUid: '1.2.3.4',
      open: () => ({ [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('disk')) }) }),
    };
    const { server, events } = await serve({
      get: async () => ({ count: 6, instances: [...outgoing(objects), unsendable, unreadable] }),
    });
    const association = await call(server, [...offers]);
    const got: number[] = [];
    const outcome = await getting(association, async ({ data }) => {
      got.push((await gather(data)).length);
      return got.length === 2 ? Status.OutOfResources : got.length === 3 ? Status.CoercionOfDataElements : 0;
    });
    await association.release();
    expect(got).toEqual(objects.map((one) => one.bytes.length));
    expect(outcome).toMatchObject({ status: 0xb000, completed: 2, warning: 1, failed: 3, remaining: 0 });
    expect(outcome.failedUids).toEqual([objects[1]?.sopInstanceUid, object.sopInstanceUid, '1.2.3.4']);
    expect(events.filter((event) => event.type === 'fault')).toHaveLength(1);
  });

  test('an alternative transfer syntax is used when the first has no context', async () => {
    const opened: string[] = [];
    const instance: OutgoingInstance = {
      ...unsendable,
      alternatives: ['1.2.3', ELE],
      async *open(uid) {
        opened.push(uid);
        yield object.bytes;
      },
    };
    const { server } = await serve({ get: async () => ({ count: 1, instances: [instance] }) });
    const association = await call(server, [...offers]);
    const outcome = await getting(association, async ({ data }) =>
      (await gather(data)).equals(object.bytes) ? 0 : 0xa700,
    );
    expect(outcome).toMatchObject({ status: 0, completed: 1 });
    expect(opened).toEqual([ELE]);
    await association.release();
  });

  test('cancelled after the first object', async () => {
    const { server } = await serve({ get: async () => ({ count: 4, instances: outgoing(objects) }) });
    const association = await call(server, [...offers]);
    const cancel = new AbortController();
    let got = 0;
    const outcome = await getting(
      association,
      async ({ data }) => {
        await gather(data);
        got += 1;
        cancel.abort();
        return 0;
      },
      cancel.signal,
    );
    expect(outcome.status).toBe(Status.Cancel);
    expect(got).toBeLessThan(4);
    expect(outcome.completed + outcome.remaining).toBe(4);
    await association.echo();
    await association.release();
  });

  test('without the SCP role nothing is sent', async () => {
    const { server } = await serve({ get: async () => ({ count: 1, instances: outgoing([object]) }) });
    const association = await call(server);
    await expect(getting(association, async () => 0)).rejects.toMatchObject({ kind: 'refused', status: 0xa702 });
    await association.release();
  });
});

describe('C-MOVE', () => {
  test('the target hears who asked; the requestor hears the progress', async () => {
    const got: unknown[] = [];
    const target = await serve({
      store: async ({ callingAeTitle }, { moveOriginator }, data) => {
        await gather(data);
        got.push([callingAeTitle, moveOriginator?.aeTitle]);
        return { status: 0 };
      },
    });
    const { server } = await serve({
      move: async (_association, { destination }) => ({
        count: 2,
        instances: outgoing([object, object]),
        target: { host: '127.0.0.1', port: target.server.port, aeTitle: destination, contexts: sending },
      }),
    });
    const association = await call(server);
    const steps: (readonly [number, number])[] = [];
    for await (const step of association.move({ sopClassUid: MOVE, identifier: query(), destination: 'TARGET' })) {
      steps.push([step.status, step.completed]);
    }
    await association.release();
    expect(steps).toEqual([
      [0xff00, 1],
      [0xff00, 2],
      [0, 2],
    ]);
    expect(got).toEqual([
      ['HUB', 'CALLER'],
      ['HUB', 'CALLER'],
    ]);
  });

  test('a target that takes no association', async () => {
    const target = await serve({});
    const { port } = target.server;
    await target.server.close();
    const { server } = await serve({
      move: async () => ({
        count: 1,
        instances: outgoing([object]),
        target: { host: '127.0.0.1', port, aeTitle: 'TARGET', contexts: sending },
      }),
    });
    const association = await call(server);
    const moving = association
      .move({ sopClassUid: MOVE, identifier: query(), destination: 'TARGET' })
      [Symbol.asyncIterator]();
    await expect(moving.next()).rejects.toMatchObject({ kind: 'refused', status: 0xa702 });
    await association.release();
  });
});

describe('associations', () => {
  test('one more than the limit is rejected for now, and fits when another has left', async () => {
    const { server } = await serve({}, { associations: 1 });
    const first = await call(server);
    await expect(call(server)).rejects.toMatchObject({
      kind: 'refused',
      rejection: { result: 2, source: 3, reason: 2 },
    });
    await first.release();
    await new Promise((resolve) => setImmediate(resolve));
    const second = await call(server);
    await second.release();
  });

  test('closing lets a running operation end', async () => {
    const reached = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    const { server } = await serve({
      store: async (_association, _request, data) => {
        await gather(data);
        reached.resolve();
        await gate.promise;
        return { status: 0 };
      },
    });
    const idle = await call(server);
    const busy = await call(server);
    const stored = busy.store(storing());
    await reached.promise;
    const closed = server.close(10_000);
    await expect(idle.echo()).rejects.toMatchObject({ kind: 'aborted' });
    gate.resolve();
    expect(await stored).toEqual({ status: 0 });
    await busy.release();
    await closed;
  });

  test.each([
    ['timed-out', () => AbortSignal.timeout(50)],
    ['aborted', () => AbortSignal.abort()],
  ])('a signal of the caller: %s', async (kind, signal) => {
    const { server } = await serve({ store: () => new Promise(() => undefined) });
    const calling = call(server, sending, signal()).then((association) => association.store(storing()));
    await expect(calling).rejects.toMatchObject({ kind });
  });
});
