import { once } from 'node:events';
import { Dataset, tags, uids } from '@throughline/dicom';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type Association, failure, type OutgoingInstance, Status, type SubOperations } from './index.ts';
import {
  call,
  closeServers,
  ELE,
  FIND,
  GET,
  gather,
  MOVE,
  object,
  offers,
  outgoing,
  query,
  sending,
  serve,
} from './testing/loopback.ts';
import { testObject } from './testing/objects.ts';

/** Our user against our provider, C-FIND, C-GET and C-MOVE: what DCMTK cannot be made to do. */

afterEach(closeServers);

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

  /** An object that takes until it is told to stop. */
  const endless = (stopped: () => void): OutgoingInstance => ({
    ...(outgoing([object])[0] as OutgoingInstance),
    // biome-ignore lint/correctness/useYield: nothing of it is ever ready
    async *open(_transferSyntax, signal) {
      await once(signal, 'abort');
      stopped();
      throw signal.reason;
    },
  });
  const progressMs = 20;

  test('while an object is being made the peer hears that it goes on, and a cancel stops it', async () => {
    const stopped = vi.fn();
    const instances = [...outgoing(objects.slice(0, 1)), endless(stopped), ...outgoing(objects.slice(1))];
    const { server, events } = await serve({ get: async () => ({ count: 5, instances }) }, {}, { progressMs });
    const association = await call(server, [...offers]);
    const cancel = new AbortController();
    const heard: SubOperations[] = [];
    const onProgress = (progress: SubOperations): void => {
      heard.push(progress);
      if (heard.length === 4) cancel.abort();
    };
    const onStore = async ({ data }: { data: AsyncIterable<Buffer> }): Promise<number> => {
      await gather(data);
      return 0;
    };
    const outcome = await association.get({
      sopClassUid: GET,
      identifier: query(),
      onStore,
      onProgress,
      signal: cancel.signal,
    });
    expect(heard.slice(0, 4).map(({ completed, remaining }) => [completed, remaining])).toEqual(Array(4).fill([1, 4]));
    expect(outcome).toMatchObject({ status: Status.Cancel, completed: 1, failed: 0, remaining: 4, failedUids: [] });
    expect(stopped).toHaveBeenCalledTimes(1);
    expect(events.filter((event) => event.type === 'fault')).toEqual([]);
    await association.echo();
    await association.release();
  });

  test('an object that is being made is stopped when the peer leaves', async () => {
    const stopped = Promise.withResolvers<void>();
    const { server, events } = await serve(
      { get: async () => ({ count: 1, instances: [endless(stopped.resolve)] }) },
      {},
      { progressMs },
    );
    const association = await call(server, [...offers]);
    const lost = association.get({
      sopClassUid: GET,
      identifier: query(),
      onStore: async () => 0,
      onProgress: () => association.abort(),
    });
    await expect(lost).rejects.toMatchObject({ kind: 'aborted' });
    await stopped.promise;
    expect(events.filter((event) => event.type === 'fault')).toEqual([]);
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

  test('while the target takes its time the requestor hears that it goes on', async () => {
    const slow = Promise.withResolvers<void>();
    const target = await serve({
      store: async (_association, _request, data) => {
        await gather(data);
        await slow.promise;
        return { status: 0 };
      },
    });
    const retrieval = async (_association: unknown, { destination }: { destination: string }) => ({
      count: 1,
      instances: outgoing([object]),
      target: { host: '127.0.0.1', port: target.server.port, aeTitle: destination, contexts: sending },
    });
    const { server } = await serve({ move: retrieval }, {}, { progressMs: 20 });
    const association = await call(server);
    const steps: (readonly [number, number, number])[] = [];
    for await (const step of association.move({ sopClassUid: MOVE, identifier: query(), destination: 'TARGET' })) {
      steps.push([step.status, step.completed, step.remaining]);
      if (steps.length === 2) slow.resolve();
    }
    await association.release();
    expect(steps.slice(0, 2)).toEqual([
      [0xff00, 0, 1],
      [0xff00, 0, 1],
    ]);
    expect(steps.at(-1)).toEqual([0, 1, 0]);
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
