/** Sources that lie or fail while a person is gathered: what can be had is had, and *complete* is never said of what is not. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext, testPrincipal } from '../../../test/context.ts';
import { ctObject, inChunks, type ObjectFields } from '../../../test/objects.ts';
import { type Behaviour, startWebSource, type WebSource } from '../../../test/web-source.ts';
import { rankPriors } from '../../features/priors/index.ts';
import { putSource } from '../../features/sources/index.ts';
import { storeInstance } from '../../features/store/index.ts';
import { freePort } from '../../free-port.ts';
import { newId } from '../../ids.ts';
import { startJobs } from './start.ts';

let context: TestContext;
let jobs: { close(): Promise<void> };
let sources: WebSource[];
const principal = testPrincipal();
const uid = () => `2.25.${BigInt(`0x${newId().replaceAll('-', '')}`)}`;
const today = () => new Date().toISOString().slice(0, 10).replaceAll('-', '');
const patient = { patientName: 'LINDQVIST^MAJA', birthDate: '20110908' };

beforeEach(async () => {
  context = await createTestContext();
  sources = [];
  jobs = await startJobs(context);
});
afterEach(async () => {
  await jobs.close();
  await Promise.all(sources.map((source) => source.close()));
  await context.close();
});

const register = (name: string, dicomwebUrl: string, timeoutMs = 2_000) =>
  putSource(context, principal, name, {
    siteName: `${name} Hospital`,
    issuer: name.toUpperCase(),
    dicomwebUrl,
    queryBy: 'qido',
    retrieveBy: 'wado',
    timeoutMs,
  });
const source = async (name: string, behaviour: Behaviour = {}, timeoutMs?: number): Promise<WebSource> => {
  const made = await startWebSource(behaviour);
  sources.push(made);
  await register(name, made.dicomwebUrl, timeoutMs);
  return made;
};
const exam = (count: number, fields: ObjectFields): Uint8Array[] => {
  const series = uid();
  return Array.from({ length: count }, () => ctObject({ ...patient, series, instance: uid(), ...fields }));
};
const arrive = async (objects: readonly Uint8Array[], issuer: string) => {
  for (const bytes of objects)
    await storeInstance(context, principal, { body: inChunks(bytes), receivedFrom: issuer, issuer });
};
const reading = (study: string) => rankPriors(context, principal, study);
const until = <T>(look: () => Promise<T>) => expect.poll(look, { timeout: 25_000, interval: 100 });
const transfers = () =>
  context.db.tenant(principal.tenantId, (trx) => trx.selectFrom('transfers').selectAll().execute());

/** Today's study of the patient at `home`, and one prior of four objects there. */
const homeWith = async (home: WebSource) => {
  const [current, prior] = [uid(), uid()];
  const now = exam(1, { patientId: 'H1', study: current, studyDate: today() });
  const before = exam(4, { patientId: 'H1', study: prior, studyDate: '20240404' });
  await home.add(...now, ...before);
  await arrive(now, 'HOME');
  return { current, prior };
};

describe('a source that', () => {
  it.each<[string, Behaviour['send']]>([
    ['sends objects of another patient', () => ctObject({ patientId: 'SOMEBODY', study: '2.25.1' })],
    ['sends objects of another study', () => ctObject({ ...patient, patientId: 'H1', study: '2.25.666' })],
    ['sends objects cut short', (bytes) => bytes.subarray(0, bytes.length - 100)],
    ['sends no DICOM', () => Buffer.from('<html>Sign in</html>')],
  ])('%s: nothing of it is kept or shown, and the statement says what is missing', async (_title, send) => {
    const home = await source('home', { send });
    const { current, prior } = await homeWith(home);
    await until(async () => (await transfers()).map((each) => each.failed)).toEqual([4]);
    const { priors, completeness } = await reading(current);
    expect(completeness.verdict).toBe('incomplete');
    expect(priors).toMatchObject([{ received: 0, expected: 4, study: { studyInstanceUid: prior } }]);
    const kept = await context.db.tenant(principal.tenantId, (trx) =>
      trx.selectFrom('instances').select('id').execute(),
    );
    expect(kept).toHaveLength(1);
  });

  it('has one bad object: the others come', async () => {
    let first: string | undefined;
    const home = await source('home', {
      send: (bytes, name) => {
        first ??= name;
        return name === first ? bytes.subarray(0, 300) : bytes;
      },
    });
    const { current } = await homeWith(home);
    await until(async () => (await reading(current)).priors[0]?.received).toBe(3);
    expect((await reading(current)).completeness.verdict).toBe('incomplete');
    home.behaviour.send = (bytes) => bytes;
    await until(async () => (await reading(current)).completeness.verdict).toBe('complete');
  });

  it('drops the connection in the middle: the next attempt goes on, and nothing comes twice', async () => {
    let sent = 0;
    const home = await source('home', {
      send: (bytes) => {
        sent += 1;
        return sent === 3 ? null : bytes;
      },
    });
    const { current } = await homeWith(home);
    await until(async () => (await reading(current)).completeness.verdict).toBe('complete');
    const kept = await context.db.tenant(principal.tenantId, (trx) =>
      trx.selectFrom('instances').select('version').execute(),
    );
    expect(kept.map((row) => row.version)).toEqual([1, 1, 1, 1, 1]);
    await until(async () => (await transfers()).map((each) => each.state)).toEqual(['done']);
    expect((await transfers())[0]?.attempts).toBeGreaterThan(1);
  });

  it('claims more than it has: never complete', async () => {
    const home = await source('home', { claim: (count) => count + 2 });
    const { current } = await homeWith(home);
    await until(async () => (await transfers()).find((each) => each.received === 4)?.attempts ?? 0).toBeGreaterThan(0);
    const { completeness, priors } = await reading(current);
    expect(completeness.verdict).toBe('incomplete');
    expect(priors[0]).toMatchObject({ received: 4, expected: 6, whole: false });
  });

  it('refuses is said to refuse, and is asked again', async () => {
    const home = await source('home');
    const other = await source('other', { status: 403 });
    const { current } = await homeWith(home);
    await until(async () => (await reading(current)).completeness.reasons.map((reason) => reason.code)).toEqual([
      'source-refused',
    ]);
    delete other.behaviour.status;
    await until(async () => (await reading(current)).completeness.verdict).toBe('complete');
  });
});

it('eight sources, one dead and one slow: the others are there at once, and both are named (T8)', async () => {
  const home = await source('home');
  const six = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((name) => source(name)));
  await source('slow', { delayMs: 5_000 }, 1_000);
  await register('dead', `http://127.0.0.1:${await freePort()}/dicom-web`);
  const far = exam(3, { patientId: 'B7', study: uid(), studyDate: '20230303' });
  await six[1]?.add(...far);
  const begun = performance.now();
  const { current } = await homeWith(home);
  await until(async () => (await reading(current)).priors.map((prior) => prior.place)).toEqual(['local', 'local']);
  await until(async () =>
    (await reading(current)).completeness.reasons.map(({ code, text }) => `${code} ${text.split(':')[0]}`).sort(),
  ).toEqual(['source-silent dead Hospital', 'source-silent slow Hospital']);
  expect(performance.now() - begun).toBeLessThan(15_000);
  const { completeness } = await reading(current);
  expect(completeness.headline).toContain('6 of 8 hospitals answered');
  expect(completeness.sources.map(({ sourceName, outcome }) => [sourceName, outcome])).toEqual([
    ['a', 'none'],
    ['b', 'found'],
    ['c', 'none'],
    ['d', 'none'],
    ['dead', 'unreachable'],
    ['e', 'none'],
    ['home', 'found'],
    ['slow', 'timed-out'],
  ]);
});
