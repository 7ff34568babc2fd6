/** A hospital that falls silent is told of to whoever has a study open, without anybody asking for a patient; and that it is back. */
import { newUid } from '@throughline/dicom';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestContext, type TestContext, testPrincipal } from '../../../test/context.ts';
import { ctObject, inChunks } from '../../../test/objects.ts';
import { startWebSource, type WebSource } from '../../../test/web-source.ts';
import { getReading, stopWatching, watchReading } from '../reading/index.ts';
import { putSource } from '../sources/index.ts';
import { storeInstance } from '../store/index.ts';
import { CHANNEL, readHint } from './announce.ts';
import { checkUnheard } from './check-unheard.ts';
import { gatherPerson } from './gather.ts';
import { personOfStudy } from './read-priors.ts';

const principal = testPrincipal();
const never = new AbortController().signal;
const study = newUid();
let later = 0;
let context: TestContext;
let source: WebSource;

const check = () => checkUnheard(context, principal, never);
const reading = () => getReading(context, principal, study);
const gather = async () => {
  const { personId } = await personOfStudy(context, principal, study);
  return gatherPerson(context, principal, { personId, trigger: 'person' }, never, () => undefined);
};

beforeAll(async () => {
  source = await startWebSource();
  context = await createTestContext({ clock: () => new Date(Date.now() + later) });
  await putSource(context, principal, 'far', {
    siteName: 'Far Hospital',
    issuer: 'FAR',
    dicomwebUrl: source.dicomwebUrl,
    queryBy: 'qido',
    retrieveBy: 'wado',
    timeoutMs: 150,
  });
  const object = ctObject({ study, patientId: 'F1', patientName: 'BELTDORFER^NUMBER', birthDate: '19330405' });
  await source.add(object);
  await storeInstance(context, principal, { body: inChunks(object), receivedFrom: 'FAR', issuer: 'FAR' });
});
afterAll(async () => {
  await stopWatching(context);
  await context?.close();
  await source?.close();
});

it('leaves a source alone that was never asked, and one that was heard of just now', async () => {
  await check();
  expect(source.questions).toEqual([]);
  await gather();
  const asked = source.questions.length;
  await check();
  expect(source.questions.length).toBe(asked);
});

it('says within a minute that it cannot be reached, and since when; and takes it back', async () => {
  // Of the patient it may hear more: what was gathered a moment ago is told late.
  let heard = 0;
  const close = await watchReading(context, principal, study, () => {
    heard += 1;
  });
  let told = 0;
  const stop = await context.db.listen(CHANNEL, (payload) => {
    told += readHint(payload).sourcesOf === principal.tenantId ? 1 : 0;
  });
  const before = await reading();
  expect(before.completeness.verdict).toBe('complete');
  expect(before.sites).toEqual([{ name: 'Far Hospital', silent: false }]);
  source.behaviour.delayMs = 2_000;
  later += 31_000;
  await check();
  await expect.poll(() => told).toBe(1);
  expect(heard).toBeGreaterThan(0);
  const silent = await reading();
  expect(silent.completeness.headline).toMatch(
    /^Complete as of \S+ · Far Hospital cannot be reached now, no answer since \S+ · 1 of 1 hospital answered/,
  );
  expect(silent.sites).toEqual([{ name: 'Far Hospital', silent: true }]);

  // That it still does not answer is no news.
  later += 31_000;
  await check();
  source.behaviour.delayMs = 0;
  later += 31_000;
  await check();
  await expect.poll(() => told).toBe(2);
  const back = await reading();
  expect(back.completeness.headline).not.toContain('cannot be reached');
  expect(back.completeness.sources).toMatchObject([{ away: null, outcome: 'found' }]);
  close();
  await stop();
});

it('asks once for two who want to know', async () => {
  later += 31_000;
  const asked = source.questions.length;
  await Promise.all([check(), check()]);
  expect(source.questions.length).toBe(asked + 1);
});
