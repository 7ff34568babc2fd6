/** Killed in the middle of a gathering, the hub goes on with it after the next start: nothing twice, nothing lost. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newUid } from '@throughline/dicom';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Random, randomFrom } from '../../tools/network/random.ts';
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
const deep = process.env.THROUGHLINE_LOSS_DEPTH === 'deep';
/** Persons who are gathered at once, with this many objects each, and how often the hub is killed meanwhile. */
const PERSONS = Number(process.env.THROUGHLINE_LOSS_GATHERINGS ?? (deep ? 200 : 6));
const OBJECTS_EACH = 5;
const KILLS = deep ? 40 : 2;
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
});

/** Nobody who could be taken for another of them. */
const strangerOf = (random: Random, at: number) => {
  const word = (length: number): string =>
    Array.from({ length }, (_, place) => random.pick([...(place % 2 ? 'AEIOU' : 'BDFGKLMNPRSTV')])).join('');
  const day = new Date(Date.UTC(1930, 0, 1 + at * 97));
  const birthDate = day.toISOString().slice(0, 10).replaceAll('-', '');
  return { patientName: `${word(9)}^${word(7)}`, birthDate, patientId: `K${random.whole(1e6, 9e6)}${at}` };
};

it(
  `is killed ${KILLS} times during ${PERSONS} gatherings: all end, nothing twice, nothing lost`,
  async () => {
    source.behaviour.delayMs = 10;
    const random = randomFrom('kills', PERSONS);
    const currents: string[] = [];
    for (let at = 0; at < PERSONS; at += 1) {
      const person = strangerOf(random, at);
      const [current, prior] = [newUid(), newUid()];
      const now = ctObject({ ...person, study: current, studyDate: today, side: 4 });
      const priors = Array.from({ length: OBJECTS_EACH }, () =>
        ctObject({ ...person, study: prior, studyDate: '20250101', side: 4 }),
      );
      await source.add(now, ...priors);
      await storeInstance(context, principal, { body: inChunks(now), receivedFrom: 'HOME', issuer: 'HOME' });
      currents.push(current);
    }
    const count = () =>
      context.db.tenant(principal.tenantId, async (trx) => {
        const rows = await trx.selectFrom('instances').select('version').execute();
        expect(rows.every((row) => row.version === 1)).toBe(true);
        return rows.length;
      });
    const all = PERSONS * (OBJECTS_EACH + 1);
    hub = await startHub(dataFolder, 'jobs');
    for (let kill = 0; kill < KILLS; kill += 1) {
      const enough = Math.min(all, (await count()) + random.whole(1, Math.ceil((2 * all) / KILLS / 3)));
      await expect.poll(count, { timeout: 60_000, interval: 20 }).toBeGreaterThanOrEqual(enough);
      await hub.kill();
      hub = await startHub(dataFolder, 'jobs');
    }
    const verdicts = async () => {
      const readings = await Promise.all(currents.map((current) => rankPriors(context, principal, current)));
      return new Set(readings.map(({ completeness }) => completeness.verdict));
    };
    await expect.poll(verdicts, { timeout: 60_000 + PERSONS * 2_000, interval: 500 }).toEqual(new Set(['complete']));
    expect(await count()).toBe(all);
    const gatherings = await context.db.tenant(principal.tenantId, (trx) =>
      trx
        .selectFrom('gatherings')
        .select('person_id')
        .where('state', 'in', ['asking', 'fetching'])
        .groupBy('person_id')
        .having((eb) => eb.fn.countAll(), '>', 1)
        .execute(),
    );
    expect(gatherings).toEqual([]);
  },
  300_000 + PERSONS * 5_000,
);
