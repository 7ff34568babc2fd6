/** Receivers of HL7 v2 are told of a patient that its source removed. All patients are synthetic. */
import { randomBytes } from 'node:crypto';
import { parseMessage } from '@throughline/hl7';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createTestContext, type TestContext, testPrincipal } from '../../../test/context.ts';
import { type Receiver, startReceiver } from '../../../test/mllp-receiver.ts';
import { registerPatientRecord, removeIn, undoChange } from '../patients/index.ts';
import { announceOutgoing, putDestination, takeDestination } from './index.ts';

let context: TestContext;
let receiver: Receiver;
const principal = testPrincipal();

beforeAll(async () => {
  const environment = { THROUGHLINE_SECRET_KEY: randomBytes(32).toString('base64') };
  context = await createTestContext({ environment });
  receiver = await startReceiver(() => 'AA');
  const names = { sendingApplication: 'THROUGHLINE', sendingFacility: 'HUB' };
  const to = { host: '127.0.0.1', port: receiver.port, version: '2.5.1', events: ['patient'] as const, ...names };
  await putDestination(context, principal, 'ehr', { ...to, events: [...to.events] });
});
afterAll(async () => {
  await receiver.close();
  await context.close();
});

const send = async (): Promise<void> => {
  while (await announceOutgoing(context, principal));
  const taken = await takeDestination(context, principal, new AbortController().signal);
  await taken?.done;
};
const told = () =>
  receiver.got.map((bytes) => {
    const message = parseMessage(bytes);
    return [message.header.text(9, 2), message.header.text(9, 3), message.one('PID')?.text(3)].join(' ');
  });
const register = (id: string, name: string) =>
  registerPatientRecord(context, principal, {
    issuer: 'NORTH',
    id,
    name,
    birthDate: '19330304',
    sex: 'F',
    otherIds: [],
  });
const remove = (id: string) =>
  context.db.tenant(principal.tenantId, (trx) => {
    const source = { ...principal, subject: 'NORTH', domain: { issuer: 'NORTH', only: false } };
    return removeIn(trx, source, { patient: { issuer: 'NORTH', id }, reason: 'test' }, context.clock());
  });

const undo = async (removed: Awaited<ReturnType<typeof remove>>): Promise<void> => {
  if (removed === 'unknown') throw new Error('There was nobody to remove.');
  const [change] = await context.db.tenant(principal.tenantId, (trx) =>
    trx.selectFrom('patient_records').select('removed_by').where('id', '=', removed.id).execute(),
  );
  await undoChange(context, principal, change?.removed_by ?? '');
};

it('by A29, once, and not when it has come back before it was told', async () => {
  await register('R1', 'Leaving^Lea');
  await remove('R1');
  await remove('R1');
  const first = ['A08 ADT_A01 R1', 'A29 ADT_A21 R1'];
  await vi.waitFor(
    async () => {
      await send();
      expect(told()).toEqual(first);
    },
    { timeout: 20_000, interval: 100 },
  );
  await register('R2', 'Coming^Cora');
  await remove('R2');
  await register('R2', 'Coming^Cora');
  await vi.waitFor(
    async () => {
      await send();
      expect(told().slice(2)).toEqual(['A08 ADT_A01 R2', 'A08 ADT_A01 R2']);
    },
    { timeout: 20_000, interval: 100 },
  );
});

it.each(['its source tells of it again', 'its removal is undone'])(
  'by A08 when it is there again since %s',
  async (why) => {
    const [id, before] = [`B${why.length}`, told().length];
    await register(id, 'Returning^Rita');
    const removed = await remove(id);
    const gone = ['A08 ADT_A01', 'A29 ADT_A21'].map((message) => `${message} ${id}`);
    await vi.waitFor(
      async () => {
        await send();
        expect(told().slice(before)).toEqual(gone);
      },
      { timeout: 20_000, interval: 100 },
    );
    if (why.endsWith('again')) await register(id, 'Returning^Rita');
    else await undo(removed);
    await vi.waitFor(
      async () => {
        await send();
        expect(told().slice(before)).toEqual([...gone, `A08 ADT_A01 ${id}`]);
      },
      { timeout: 20_000, interval: 100 },
    );
  },
);
