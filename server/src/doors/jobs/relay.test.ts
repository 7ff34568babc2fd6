/** News that cannot be passed on keeps no other from being passed on (I15), and nothing is left behind while nothing gets through. */
import { newUid } from '@throughline/dicom';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestContext, type TestContext, testPrincipal } from '../../../test/context.ts';
import { ctObject, inChunks } from '../../../test/objects.ts';
import { storeInstance } from '../../features/store/index.ts';
import { Failures, relayOutbox } from './relay.ts';

const principal = testPrincipal();
let context: TestContext;
beforeAll(async () => {
  context = await createTestContext();
});
afterAll(() => context.close());

const arrive = async (): Promise<string> => {
  const study = newUid();
  const body = inChunks(ctObject({ study, patientId: study }));
  await storeInstance(context, principal, { body, receivedFrom: 'CT1' });
  return study;
};

it('is left behind once others get through, and not before', async () => {
  const poison = await arrive();
  const gathered: (string | undefined)[] = [];
  const queues = {
    gather: async ({ studyInstanceUid }: { readonly studyInstanceUid?: string }) => {
      if (studyInstanceUid === poison) throw new Error('It cannot be.');
      gathered.push(studyInstanceUid);
    },
    rankAgain: async () => undefined,
  };
  const failures = new Failures();
  let tries = 0;
  const turn = () => {
    tries += 1;
    return relayOutbox(context, queues, principal.tenantId, failures);
  };
  const cursor = () =>
    context.db.tenant(principal.tenantId, (trx) =>
      trx.selectFrom('outbox_cursors').select('id').where('consumer', '=', 'gathering').executeTakeFirst(),
    );
  // Alone: nobody waits for it, and it may be the queue that fails.
  while (tries < 8) await turn();
  expect([gathered, await cursor()]).toEqual([[], undefined]);
  const good = await arrive();
  const afterTurn = <T>(look: () => T): (() => Promise<T>) => {
    return async () => {
      await turn();
      return await look();
    };
  };
  // The outbox is read as far as no open transaction of the server is older: other tests have some.
  await expect
    .poll(
      afterTurn(() => gathered.includes(good)),
      { timeout: 20_000 },
    )
    .toBe(true);
  await expect.poll(afterTurn(cursor), { timeout: 20_000 }).toBeDefined();
  const last = await arrive();
  await expect
    .poll(
      afterTurn(() => gathered.at(-1)),
      { timeout: 20_000 },
    )
    .toBe(last);
  expect(gathered).not.toContain(poison);
});
