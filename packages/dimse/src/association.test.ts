import { afterEach, describe, expect, test } from 'vitest';
import { call, closeServers, gather, sending, serve, storing } from './testing/loopback.ts';

/** Our user against our provider, how associations begin and end: what DCMTK cannot be made to do. */

afterEach(closeServers);

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
