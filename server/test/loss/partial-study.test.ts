/** D8, I9, L8, L10: an association of three objects ends at, and within, every PDU. What arrived whole stays; of the rest nothing is seen. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { uids } from '@throughline/dicom';
import { connect } from '@throughline/dimse';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { versionsOf } from '../../src/db/index.ts';
import { startDimse } from '../../src/doors/dimse/start.ts';
import { registerEntity } from '../../src/features/application-entities/index.ts';
import { createTestContext, type TestContext, testPrincipal } from '../context.ts';
import { ctDataset, part10Of } from '../objects.ts';
import { endings, placesIn, startCuttingProxy } from './cutting-proxy.ts';
import { digestOf, Ledger } from './ledger.ts';
import { expectHonoured } from './oracle.ts';

const folder = mkdtempSync(join(tmpdir(), 'throughline-partial-'));
const principal = testPrincipal();
const ledger = new Ledger(join(folder, 'acked'));
let context: TestContext;
let door: Awaited<ReturnType<typeof startDimse>>;
let port: number;
beforeAll(async () => {
  context = await createTestContext();
  door = await startDimse(context);
  port = Number(door.address.split(':').at(-1));
  await registerEntity(context, principal, { aeTitle: 'CT1', address: '127.0.0.1', services: ['store'] });
});
afterAll(async () => {
  await door.close();
  await context.close();
  ledger.close();
  rmSync(folder, { recursive: true, force: true });
});

let next = 0;
/** Of one length, so that every run sends the same PDUs. */
const uidOf = (kind: number): string => `1.2.826.0.1.3680043.10.998.8.${kind}.${1_000_000 + next++}`;

interface Sent {
  readonly encoded: Uint8Array;
  readonly line: ReturnType<typeof part10Of>['uids'] & { readonly digest: string };
}

const makeStudy = (): readonly Sent[] => {
  const [study, series] = [uidOf(1), uidOf(2)];
  return [1, 2, 3].map((value) => {
    // More than one PDU each: the largest that the hub takes are 128 KiB.
    const dataset = ctDataset({ study, series, instance: uidOf(3), patientId: 'PARTIAL', value, side: 300 });
    const { encoded, uids: names } = part10Of(dataset);
    return { encoded, line: { ...names, digest: digestOf(encoded) } };
  });
};

const sendThrough = async (through: number, study: readonly Sent[]): Promise<void> => {
  const association = await connect({
    host: '127.0.0.1',
    port: through,
    callingAeTitle: 'CT1',
    calledAeTitle: 'THROUGHLINE',
    contexts: [{ abstractSyntax: uids.CTImageStorage, transferSyntaxes: [uids.ExplicitVRLittleEndian] }],
  });
  for (const { encoded, line } of study) {
    const { sopClassUid, sopInstanceUid } = line;
    const data = { sopClassUid, sopInstanceUid, transferSyntaxUid: uids.ExplicitVRLittleEndian, data: encoded };
    const { status } = await association.store(data);
    expect(status).toBe(0);
    ledger.acknowledge({ ...line, protocol: 'C-STORE', at: Date.now() });
  }
  await association.release();
};

it('at every boundary, and in the middle, of every PDU', async () => {
  const whole = await startCuttingProxy(port, Number.POSITIVE_INFINITY, 'end');
  await sendThrough(whole.port, makeStudy());
  const places = placesIn(whole.sent());
  await whole.close();
  expect(places.length).toBeGreaterThan(30);
  const studies: (readonly Sent[])[] = [];
  for (const place of places)
    for (const ending of endings) {
      const proxy = await startCuttingProxy(port, place, ending);
      const study = makeStudy();
      studies.push(study);
      // Cut within the release, it is over for the sender all the same (PS3.8 9.2).
      await sendThrough(proxy.port, study).catch(() => undefined);
      await proxy.close();
    }
  // Those that ended last may still be at it.
  const last = makeStudy();
  await sendThrough(port, last);
  const acknowledged = new Map(ledger.lines().map((line) => [line.sopInstanceUid, line]));
  expect(acknowledged.size).toBeGreaterThan(places.length);
  await expectHonoured(context, principal, [...acknowledged.values()]);
  for (const { line } of studies.flat()) {
    if (acknowledged.has(line.sopInstanceUid)) continue;
    // The answer may have been cut off, not the object: then all of it is there.
    const found = await context.db.tenant(principal.tenantId, (trx) => versionsOf(trx, line.sopInstanceUid));
    if (found.length > 0) await expectHonoured(context, principal, [{ ...line, protocol: 'C-STORE', at: 0 }]);
  }
}, 240_000);
