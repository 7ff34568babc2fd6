/** Whoever is turned away hears a code of the Standard; the log says which entry of the list to look at. */
import { Writable } from 'node:stream';
import { uids } from '@throughline/dicom';
import { connect } from '@throughline/dimse';
import pino from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestContext, type TestContext, testPrincipal } from '../../../test/context.ts';
import { registerEntity } from '../../features/application-entities/index.ts';
import { startDimse } from './start.ts';

let context: TestContext;
let door: Awaited<ReturnType<typeof startDimse>>;
const lines: Record<string, unknown>[] = [];

beforeAll(async () => {
  context = await createTestContext();
  const sink = new Writable({
    write: (chunk, _encoding, done) => {
      lines.push(JSON.parse(String(chunk)));
      done();
    },
  });
  door = await startDimse({ ...context, log: pino({ level: 'info' }, sink) });
  const register = (aeTitle: string, address: string, more: object) =>
    registerEntity(context, testPrincipal(), { aeTitle, address, services: ['echo'], ...more });
  await register('FAR', '10.0.0.0/8', {});
  await register('BOUND', '127.0.0.1', { certificate: 'ab'.repeat(32) });
  await register('USER', '127.0.0.1', { userIdentity: { rule: 'passcode', name: 'ct', passcode: 'a long passcode' } });
});
afterAll(async () => {
  await door.close();
  await context.close();
});

it.each([
  ['NOBODY', 'THROUGHLINE', 'its title is not listed'],
  ['FAR', 'THROUGHLINE', 'it is listed with another address'],
  ['BOUND', 'THROUGHLINE', 'it is listed with a certificate and has to call over TLS'],
  ['USER', 'THROUGHLINE', 'its user is not proved as it is listed'],
  ['NOBODY', 'ELSEWHERE', 'it called another title than THROUGHLINE'],
])('%s that calls %s: %s', async (callingAeTitle, calledAeTitle, why) => {
  const contexts = [{ abstractSyntax: uids.Verification, transferSyntaxes: [uids.ImplicitVRLittleEndian] }];
  const port = Number(door.address.split(':').at(-1));
  const call = connect({ host: '127.0.0.1', port, callingAeTitle, calledAeTitle, contexts });
  await expect(call).rejects.toMatchObject({ kind: 'refused' });
  expect(lines.at(-1)).toMatchObject({ msg: 'association rejected', callingAeTitle, calledAeTitle, why });
});
