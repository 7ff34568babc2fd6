/** Receivers and senders of HL7 v2 over the API, as the page of those who look after them meets it. All patients are synthetic. */
import { destination, destinationTest, messageTested } from '@throughline/contract';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestContext, type TestContext } from '../../../../test/context.ts';
import { startReceiver } from '../../../../test/mllp-receiver.ts';
import { buildApp } from '../app.ts';

let context: TestContext;
let app: FastifyInstance;
beforeAll(async () => {
  context = await createTestContext({ environment: { THROUGHLINE_DEMO: '1' } });
  app = await buildApp(context);
});
afterAll(async () => {
  await app.close();
  await context.close();
});

const ask = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, payload?: object) =>
  app.inject({ method, url: `/api/hl7${url}`, ...(payload && { payload }) });

const put = (port: number, more: object = {}) =>
  ask('PUT', '/destinations/ehr', {
    host: '127.0.0.1',
    port,
    version: '2.5.1',
    sendingApplication: 'THROUGHLINE',
    events: ['report'],
    ...more,
  });
const listed = async () => destination.array().parse((await ask('GET', '/destinations')).json());
const tested = async () => destinationTest.parse((await ask('POST', '/destinations/ehr/test', {})).json());

it('makes, changes, pauses and removes a receiver; what is wrong is named', async () => {
  expect((await put(2575)).statusCode).toBe(204);
  expect((await put(2576, { events: ['report', 'merge'], version: '2.3' })).statusCode).toBe(204);
  expect(await listed()).toMatchObject([
    { name: 'ehr', port: 2576, version: '2.3', events: ['report', 'merge'], paused: false, waiting: 0 },
  ]);
  expect((await put(2576, { version: '3.0' })).json().message).toContain('2.3 to 2.8');
  expect((await put(2576, { mapping: { nonsense: 1 } })).json().message).toContain('mapping');
  expect((await put(2576, { events: ['everything'] })).statusCode).toBe(400);
  expect((await ask('PUT', '/destinations/ehr/pause', { paused: true })).statusCode).toBe(204);
  expect(await listed()).toMatchObject([{ paused: true }]);
  expect((await ask('PUT', '/destinations/nobody/pause', { paused: true })).statusCode).toBe(404);
  expect((await ask('DELETE', '/destinations/ehr')).statusCode).toBe(204);
  expect(await listed()).toEqual([]);
});

it('tries a receiver by a message that tells of nobody, and says what to do', async () => {
  const answers = ['AA', 'AR 200', 'closes', 'other'] as const;
  const receiver = await startReceiver((_message, count) => answers[count - 1] ?? 'AA');
  await put(receiver.port);
  expect(await tested()).toMatchObject({ passed: true, steps: [{ outcome: 'passed' }, { outcome: 'passed' }] });
  expect(await tested()).toMatchObject({ passed: true, steps: [{}, { outcome: 'warned' }] });
  expect(await tested()).toMatchObject({ passed: false, steps: [{}, { step: 'answer', outcome: 'failed' }] });
  expect(await tested()).toMatchObject({ passed: false, steps: [{}, { step: 'answer', outcome: 'failed' }] });
  const message = receiver.got[0]?.toString('latin1') ?? '';
  expect(message).toMatch(/^MSH\|.*\|NMD\^N02\^NMD_N02\|[^|]+\|D\|2\.5\.1/);
  expect(message).not.toContain('PID');
  await receiver.close();
  const [only, ...more] = (await tested()).steps;
  expect([only?.text, more]).toEqual(['nothing listens there', []]);
  await put(receiver.port, { host: 'no-such-host.invalid' });
  expect((await tested()).steps[0]?.outcome).toBe('failed');
  await ask('DELETE', '/destinations/ehr');
});

it('shows what a message became by a mapping that is not kept yet', async () => {
  const sender = { sendingApplication: 'RIS', address: '10.1.0.9', issuer: 'COUNTY' };
  expect((await ask('PUT', '/sources/ris', sender)).statusCode).toBe(204);
  // As people paste it: on lines.
  const message = [
    'MSH|^~\\&|RIS|COUNTY|HUB|HUB|20260101||ORM^O01|M1|P|2.3',
    'PID|1||T77^^^^MR||Test^Anna||19600102|F',
    'ORC|NW|P1|F1',
    'OBR|1|P1|F1|CT1^CT Chest|||||||||||||||||||X7',
    'ZAC|ACC-9',
  ].join('\n');
  const read = async (mapping?: object) =>
    messageTested.parse((await ask('POST', '/test', { message, sourceName: 'ris', mapping })).json());
  const plain = await read();
  expect(plain).toMatchObject({ outcome: 'applied', type: 'ORM^O01', controlId: 'M1' });
  expect(plain.segments).toHaveLength(5);
  expect(JSON.stringify(plain.intents)).toContain('"accessionNumber":"F1"');
  const mapped = await read({ accessionNumber: ['ZAC-1'] });
  expect(JSON.stringify(mapped.intents)).toContain('"accessionNumber":"ACC-9"');
  expect(await read({ ignore: ['ORM^O01'] })).toMatchObject({ outcome: 'ignored', intents: [] });
  const refused = await ask('POST', '/test', { message, sourceName: 'ris', mapping: { accessionNumber: ['nowhere'] } });
  expect(refused.json().message).toContain('a place is written like OBR-18');
  // Nothing was kept: neither the message nor what it tells.
  expect((await ask('GET', '/messages')).json()).toEqual([]);
  const { rows } = await context.db.tenant('00000000-0000-0000-0000-000000000001', async (trx) => ({
    rows: await trx.selectFrom('patient_records').select('id').where('patient_id', '=', 'T77').execute(),
  }));
  expect(rows).toEqual([]);
});
