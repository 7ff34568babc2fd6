import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createTestContext, type TestContext, testPrincipal } from '../../../test/context.ts';
import { appendOutbox } from '../../db/index.ts';
import { registerPatientRecord } from '../patients/index.ts';
import { Announcer, listOutgoing, putDestination } from './index.ts';

let context: TestContext;
const principal = testPrincipal();
beforeAll(async () => {
  const environment = { THROUGHLINE_SECRET_KEY: randomBytes(32).toString('base64') };
  context = await createTestContext({ environment });
});
afterAll(() => context.close());

it('I15 news that cannot be told is left behind after some tries, and what came after it is told', async () => {
  await putDestination(context, principal, 'ehr', {
    host: '127.0.0.1',
    port: 2575,
    version: '2.5.1',
    sendingApplication: 'THROUGHLINE',
    events: ['patient'],
  });
  await context.db.tenant(principal.tenantId, (trx) =>
    appendOutbox(trx, principal.tenantId, 'patient.told', { nothing: 'that anybody could read' }),
  );
  const told = { name: 'SYNTHETIC^ADA', birthDate: '19700203', sex: 'F', otherIds: [] };
  await registerPatientRecord(context, principal, { issuer: 'NORTH', id: '1', ...told });
  const announcer = new Announcer(context);
  const turns = async (count: number): Promise<number> => {
    for (let turn = 0; turn < count; turn += 1) while (await announcer.turn(principal));
    return (await listOutgoing(context, principal, {})).length;
  };
  expect(await turns(4)).toBe(0);
  // The outbox is read as far as no transaction is under way, which tests beside this one have as well.
  await vi.waitUntil(async () => (await turns(1)) > 0, { timeout: 20_000, interval: 20 });
  const [row, ...more] = await listOutgoing(context, principal, {});
  expect([row?.event, more]).toEqual(['patient', []]);
});
