import { uids } from '@throughline/dicom';
import { afterEach, describe, expect, test } from 'vitest';
import { failure, Status } from './index.ts';
import { call, closeServers, gather, object, serve, storing } from './testing/loopback.ts';

/** Our user against our provider, C-STORE: what DCMTK cannot be made to do. */

afterEach(closeServers);

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
