/** Killed in the middle of a gathering, the hub goes on with it after the next start: nothing twice, nothing lost. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newUid } from '@throughline/dicom';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readConfig } from '../src/config.ts';
import { rankPriors } from '../src/features/priors/index.ts';
import { putSource } from '../src/features/sources/index.ts';
import { storeInstance } from '../src/features/store/index.ts';
import { type OpenContext, openContext } from '../src/main.ts';
import { testPrincipal } from './context.ts';
import { type RunningHub, startHub } from './hub.ts';
import { ctObject, inChunks } from './objects.ts';
import { startWebSource, type WebSource } from './web-source.ts';

const OBJECTS = 40;
const principal = testPrincipal();
const patient = { patientName: 'EKSTROM^NILS', birthDate: '19710203', patientId: 'H1' };
const today = new Date().toISOString().slice(0, 10).replaceAll('-', '');

let dataFolder: string;
let hub: RunningHub;
let context: OpenContext;
let source: WebSource;

beforeEach(async () => {
  dataFolder = mkdtempSync(join(tmpdir(), 'throughline-kill-jobs-'));
  const environment = { THROUGHLINE_DATA: dataFolder, THROUGHLINE_DISK_WARN_MIB: '0', THROUGHLINE_DISK_STOP_MIB: '0' };
  context = await openContext({ ...readConfig(environment), logLevel: 'silent' }, 'test');
  source = await startWebSource({ delayMs: 40 });
  await putSource(context, principal, 'home', {
    siteName: 'Home Hospital',
    issuer: 'HOME',
    dicomwebUrl: source.dicomwebUrl,
    queryBy: 'qido',
    retrieveBy: 'wado',
  });
});
afterEach(async () => {
  await hub?.stop();
  await context.close();
  await source.close();
  rmSync(dataFolder, { recursive: true, force: true });
});

it('goes on after kill -9', async () => {
  const [current, prior] = [newUid(), newUid()];
  const now = ctObject({ ...patient, study: current, studyDate: today });
  await source.add(
    now,
    ...Array.from({ length: OBJECTS }, () => ctObject({ ...patient, study: prior, studyDate: '20250101' })),
  );
  await storeInstance(context, principal, { body: inChunks(now), receivedFrom: 'HOME', issuer: 'HOME' });
  const reading = () => rankPriors(context, principal, current);
  const received = async () => (await reading()).priors[0]?.received ?? 0;
  hub = await startHub(dataFolder, 'jobs');
  await expect.poll(received, { timeout: 30_000, interval: 50 }).toBeGreaterThan(4);
  await hub.kill();
  const before = await received();
  expect(before).toBeLessThan(OBJECTS);
  expect((await reading()).completeness.verdict).toBe('incomplete');
  hub = await startHub(dataFolder, 'jobs');
  await expect
    .poll(async () => (await reading()).completeness.verdict, { timeout: 60_000, interval: 200 })
    .toBe('complete');
  expect(await received()).toBe(OBJECTS);
  const kept = await context.db.tenant(principal.tenantId, (trx) =>
    trx.selectFrom('instances').select('version').execute(),
  );
  expect(kept).toHaveLength(OBJECTS + 1);
  expect(kept.every((row) => row.version === 1)).toBe(true);
}, 120_000);
