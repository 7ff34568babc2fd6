/** Deliveries by a running hub to Orthanc and to DCMTK, also when the hub is killed in the middle. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newUid } from '@throughline/dicom';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readConfig } from '../src/config.ts';
import { registerEntity } from '../src/features/application-entities/index.ts';
import { getDelivery, recallDeliveries, requestDelivery, takeBackDelivery } from '../src/features/delivery/index.ts';
import { storeInstance } from '../src/features/store/index.ts';
import { freePort } from '../src/free-port.ts';
import { type OpenContext, openContext } from '../src/main.ts';
import { testPrincipal } from './context.ts';
import { type RunningHub, runThroughline, startHub } from './hub.ts';
import { ctObject, inChunks } from './objects.ts';
import { type Orthanc, startOrthanc } from './orthanc.ts';

/** Where others reach it: manifests say so. */
const known = { THROUGHLINE_PUBLIC_URL: 'http://hub.example' };
const objects = 16;
const principal = testPrincipal();

let folder: string;
let received: string;
let hub: RunningHub;
let context: OpenContext;
let orthanc: Orthanc;
let receiver: ChildProcess;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'throughline-delivery-'));
  received = join(folder, 'received');
  mkdirSync(received);
  const environment = {
    ...known,
    THROUGHLINE_DATA: folder,
    THROUGHLINE_DISK_WARN_MIB: '0',
    THROUGHLINE_DISK_STOP_MIB: '0',
  };
  context = await openContext({ ...readConfig(environment), logLevel: 'silent' }, 'test');
  orthanc = await startOrthanc('ORTHANC');
  const port = await freePort();
  // It takes a second over each object, so that there is a middle to be killed in.
  receiver = spawn('storescp', ['--fork', '--sleep-after', '1', '-od', received, String(port)], { stdio: 'ignore' });
  const entity = { address: '127.0.0.1', services: ['echo'] as const, host: '127.0.0.1' };
  await registerEntity(context, principal, { ...entity, aeTitle: 'ORTHANC', port: orthanc.dicomPort });
  await registerEntity(context, principal, { ...entity, aeTitle: 'STORESCP', port });
  hub = await startHub(folder, 'jobs', { env: known });
});
afterAll(async () => {
  receiver?.kill();
  await hub?.stop();
  await context?.close();
  await orthanc?.close();
  rmSync(folder, { recursive: true, force: true });
});

const store = async () => {
  const study = newUid();
  const bytes = Array.from({ length: objects }, () => ctObject({ study }));
  for (const body of bytes)
    await storeInstance(context, principal, { body: inChunks(body), receivedFrom: 'CT', issuer: 'COUNTY' });
  return { study, bytes };
};

const ended = async (id: string, timeout: number) => {
  const state = async () => (await getDelivery(context, principal, id)).state;
  await expect.poll(state, { timeout, interval: 100 }).not.toBe('waiting');
  return getDelivery(context, principal, id);
};

it('gives Orthanc what it does not have yet', async () => {
  const { study, bytes } = await store();
  for (const one of bytes.slice(0, 7)) await orthanc.add(one);
  const { id } = await requestDelivery(context, principal, { studyInstanceUid: study, aeTitle: 'ORTHANC' });
  expect(await ended(id, 30_000)).toMatchObject({ state: 'done', sent: objects - 7, present: 7, failed: 0 });
  const answer = await fetch(`${orthanc.dicomwebUrl}/studies/${study}/instances`);
  expect(await answer.json()).toHaveLength(objects);
});

it('gives Orthanc only the manifest, another in its place when there is more, and takes that back', async () => {
  const { study } = await store();
  const asked = { studyInstanceUid: study, aeTitle: 'ORTHANC', manifest: true };
  /** Titles of what is there, in no order: DCM 113030 a manifest, 113039 what takes one back. */
  const titles = async (): Promise<readonly string[]> => {
    const answer = await fetch(`${orthanc.dicomwebUrl}/studies/${study}/metadata`);
    if (answer.status !== 200) return [];
    const objects = (await answer.json()) as Record<string, { Value?: Record<string, { Value?: string[] }>[] }>[];
    return objects.map((each) => each['0040A043']?.Value?.[0]?.['00080100']?.Value?.[0] ?? 'image').sort();
  };
  const first = await requestDelivery(context, principal, asked);
  expect(await ended(first.id, 30_000)).toMatchObject({ form: 'kos', state: 'done', sent: objects, failed: 0 });
  expect(await titles()).toEqual(['113030']);
  await storeInstance(context, principal, {
    body: inChunks(ctObject({ study })),
    receivedFrom: 'CT',
    issuer: 'COUNTY',
  });
  const second = await requestDelivery(context, principal, asked);
  expect(await ended(second.id, 30_000)).toMatchObject({ state: 'done', sent: objects + 1 });
  const never = new AbortController().signal;
  await recallDeliveries(context, principal, never);
  await expect.poll(titles, { timeout: 30_000, interval: 100 }).toEqual(['113030', '113030', '113039']);
  await takeBackDelivery(context, principal, second.id);
  await recallDeliveries(context, principal, never);
  await expect.poll(titles, { timeout: 30_000, interval: 100 }).toEqual(['113030', '113030', '113039', '113039']);
});

it('goes on after kill -9, without sending again what was acknowledged', async () => {
  const { study } = await store();
  expect(await runThroughline(folder, 'admin', 'deliver', 'study', study, 'STORESCP')).toBe(0);
  const rows = () =>
    context.db.tenant(principal.tenantId, (trx) =>
      trx
        .selectFrom('delivered_instances as d')
        .innerJoin('deliveries as j', 'j.id', 'd.delivery_id')
        .select(['d.delivery_id', 'd.instance_id', 'd.outcome', 'd.attempts'])
        .where('j.study_instance_uid', '=', study)
        .execute(),
    );
  const sent = async () => (await rows()).filter((row) => row.outcome === 'sent');
  await expect.poll(async () => (await sent()).length, { timeout: 30_000, interval: 20 }).toBeGreaterThan(3);
  await hub.kill();
  const before = await sent();
  expect(before.length).toBeLessThan(objects);
  hub = await startHub(folder, 'jobs', { env: known });
  const delivery = await ended(before[0]?.delivery_id ?? '', 60_000);
  expect(delivery).toMatchObject({ state: 'done', sent: objects, failed: 0 });
  expect(readdirSync(received)).toHaveLength(objects);
  const once = new Set((await rows()).filter((row) => row.attempts === 1).map((row) => row.instance_id));
  expect(before.every((row) => once.has(row.instance_id))).toBe(true);
});
