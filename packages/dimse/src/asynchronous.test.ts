import { uids } from '@throughline/dicom';
import { afterEach, describe, expect, test } from 'vitest';
import { connect, createDimseServer, type DimseHandlers, type DimseServer } from './index.ts';
import type { AcceptedContext } from './negotiate.ts';
import { operationsWindow } from './negotiate.ts';
import { testObject } from './testing/objects.ts';

/** The asynchronous operations window (PS3.7 D.3.3.3), our user against our provider. */

const ELE = uids.ExplicitVRLittleEndian;
const SC = uids.SecondaryCaptureImageStorage;
const contexts = [uids.Verification, SC].map((abstractSyntax) => ({ abstractSyntax, transferSyntaxes: [ELE] }));
const objects = Array.from({ length: 12 }, () => testObject({ transferSyntaxUid: ELE }));

const pass = (): void => undefined;

let server: DimseServer | undefined;
afterEach(() => server?.close());

const serve = async (handlers: DimseHandlers<null>, operations = 16): Promise<DimseServer> => {
  server = createDimseServer<null>({
    accept: () => ({ accept: true, contexts, principal: null }),
    handlers,
    limits: { operations },
  });
  await server.listen(0, '127.0.0.1');
  return server;
};

const call = ({ port }: DimseServer, operations?: number) =>
  connect({
    host: '127.0.0.1',
    port,
    callingAeTitle: 'CALLER',
    calledAeTitle: 'HUB',
    contexts,
    ...(operations !== undefined && { operations }),
  });

/** Answers nobody before so many are under way. */
const meeting = (size: number) => {
  const all = Promise.withResolvers<void>();
  let [present, most] = [0, 0];
  const store: DimseHandlers<null>['store'] = async (_association, _request, data) => {
    await data.forEach(pass);
    present += 1;
    most = Math.max(most, present);
    if (present === size) all.resolve();
    await all.promise;
    present -= 1;
    return { status: 0 };
  };
  return { store, most: () => most };
};

describe('operations on one association', () => {
  test.each([
    { asked: 4, allowed: 16, together: 4 },
    { asked: 8, allowed: 3, together: 3 },
  ])('overlap: $asked asked for, $allowed allowed', async ({ asked, allowed, together }) => {
    const met = meeting(together);
    const association = await call(await serve({ store: met.store }, allowed), asked);
    const outcomes = await Promise.all(objects.map((object) => association.store({ ...object, data: object.bytes })));
    await association.release();
    expect(outcomes).toEqual(objects.map(() => ({ status: 0 })));
    expect(met.most()).toBe(together);
  });

  test('come one after the other when nothing was asked for', async () => {
    const met = meeting(1);
    const association = await call(await serve({ store: met.store }));
    await Promise.all(objects.map((object) => association.store({ ...object, data: object.bytes })));
    await association.release();
    expect(met.most()).toBe(1);
  });

  test('are answered each by its own status, whichever is done first', async () => {
    const first = Promise.withResolvers<void>();
    const slow = objects[0]?.sopInstanceUid;
    const association = await call(
      await serve({
        store: async (_association, { sopInstanceUid }, data) => {
          await data.forEach(pass);
          if (sopInstanceUid !== slow) return { status: 0 };
          await first.promise;
          return { status: 0xa700 };
        },
      }),
      4,
    );
    const [one, ...others] = objects.map((object) => association.store({ ...object, data: object.bytes }));
    expect(await Promise.all(others)).toEqual(others.map(() => ({ status: 0 })));
    first.resolve();
    expect(await one).toEqual({ status: 0xa700 });
    await association.release();
  });

  test('that wait are told when the association ends', async () => {
    const association = await call(
      await serve({
        store: async (_association, _request, data) => data.forEach(pass).then(() => new Promise(() => undefined)),
      }),
      4,
    );
    const waiting = objects.slice(0, 3).map((object) => association.store({ ...object, data: object.bytes }));
    const outcomes = Promise.allSettled(waiting);
    association.abort();
    expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  });
});

describe('the window', () => {
  const context = (scpRole: boolean): AcceptedContext => ({ id: 1, abstractSyntax: SC, transferSyntax: ELE, scpRole });
  test.each([
    { asked: undefined, scpRole: false, window: 1 },
    { asked: 0, scpRole: false, window: 16 },
    { asked: 1, scpRole: false, window: 1 },
    { asked: 5, scpRole: false, window: 5 },
    { asked: 65_535, scpRole: false, window: 16 },
    { asked: 5, scpRole: true, window: 1 },
  ])('for $asked asked, objects going back: $scpRole, is $window', ({ asked, scpRole, window }) => {
    expect(operationsWindow(asked, [context(scpRole)], 16)).toBe(window);
  });
});
