/** Gathering as it runs: the jobs role, a real database, and foreign archives over DIMSE and DICOMweb. */
import { encodePart10, tags, uids } from '@throughline/dicom';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext, testPrincipal } from '../../../test/context.ts';
import { ctDataset, ctObject, inChunks, type ObjectFields } from '../../../test/objects.ts';
import { type Orthanc, startOrthanc } from '../../../test/orthanc.ts';
import { listExceptions } from '../../features/exceptions/index.ts';
import { readMeasures } from '../../features/measures/index.ts';
import {
  CHANNEL,
  lateAlerts,
  pullPrior,
  rankPriors,
  readHint,
  requestGathering,
  summarisePriors,
} from '../../features/priors/index.ts';
import { getReading } from '../../features/reading/index.ts';
import { applyRules, purgeDue, putRule } from '../../features/retention/index.ts';
import { putSource } from '../../features/sources/index.ts';
import { storeInstance } from '../../features/store/index.ts';
import { sayMeaning } from '../../features/terms/index.ts';
import { newId } from '../../ids.ts';
import { startJobs } from './start.ts';

let north: Orthanc;
let south: Orthanc;
let context: TestContext;
let jobs: { close(): Promise<void> } | undefined;
const principal = testPrincipal();

beforeAll(async () => {
  [north, south] = await Promise.all([startOrthanc('NORTH'), startOrthanc('SOUTH')]);
});
afterAll(async () => {
  await Promise.all([north?.close(), south?.close()]);
});
beforeEach(async () => {
  context = await createTestContext();
  await putSource(context, principal, 'north', {
    siteName: 'North Hospital',
    issuer: 'NORTH',
    dicomwebUrl: north.dicomwebUrl,
    queryBy: 'qido',
    retrieveBy: 'wado',
    timeoutMs: 3_000,
  });
  await putSource(context, principal, 'south', {
    siteName: 'South Hospital',
    issuer: 'SOUTH',
    dimse: { aeTitle: 'SOUTH', host: '127.0.0.1', port: south.dicomPort },
    queryBy: 'c-find',
    retrieveBy: 'c-get',
    timeoutMs: 3_000,
  });
});
afterEach(async () => {
  await jobs?.close();
  jobs = undefined;
  await context.close();
});

const uid = () => `2.25.${BigInt(`0x${newId().replaceAll('-', '')}`)}`;
const today = () => new Date().toISOString().slice(0, 10).replaceAll('-', '');
let people = 0;

/** A patient that no other test knows: name and birth date are new. */
const newPatient = () => {
  people += 1;
  const letters = String.fromCharCode(65 + (people % 26), 65 + Math.floor(people / 26));
  return {
    patientName: `WELL${letters}STEIN^MARGARETE`,
    birthDate: `19${60 + (people % 30)}0${1 + (people % 9)}1${people % 9}`,
  };
};
type Patient = ReturnType<typeof newPatient>;

const exam = (patient: Patient, fields: ObjectFields, count: number): Uint8Array[] => {
  const [study, series] = [fields.study ?? uid(), fields.series ?? uid()];
  return Array.from({ length: count }, () => ctObject({ ...patient, ...fields, study, series, instance: uid() }));
};
const addTo = async (site: Orthanc, objects: readonly Uint8Array[]) => {
  for (const bytes of objects) await site.add(bytes);
};
const arrive = async (objects: readonly Uint8Array[], issuer: string) => {
  for (const bytes of objects)
    await storeInstance(context, principal, { body: inChunks(bytes), receivedFrom: issuer, issuer });
};
const reading = (study: string) => rankPriors(context, principal, study);
const until = <T>(look: () => Promise<T>) => expect.poll(look, { timeout: 30_000, interval: 100 });
const verdictOf = async (study: string) => (await reading(study)).completeness.verdict;

describe('a study that arrives', () => {
  it('brings the priors of every hospital, whole, and the statement says so', async () => {
    const patient = newPatient();
    const [current, older, oldest] = [uid(), uid(), uid()];
    const today_ = exam(patient, { patientId: 'N1', study: current, studyDate: today() }, 2);
    await addTo(north, [...today_, ...exam(patient, { patientId: 'N1', study: older, studyDate: '20240101' }, 3)]);
    await addTo(south, exam(patient, { patientId: 'S-9', study: oldest, studyDate: '20220101' }, 4));
    jobs = await startJobs(context);
    await arrive(today_, 'NORTH');
    await until(() => verdictOf(current)).toBe('complete');
    const { priors, records, completeness } = await reading(current);
    expect(priors.map((prior) => [prior.study.studyInstanceUid, prior.place, prior.received, prior.expected])).toEqual([
      [older, 'local', 3, 3],
      [oldest, 'local', 4, 4],
    ]);
    expect(records.map((record) => [record.issuer, record.patient_id, record.method])).toEqual([
      ['NORTH', 'N1', 'own'],
      ['SOUTH', 'S-9', 'automatic'],
    ]);
    expect(completeness.sources.map((source) => [source.siteName, source.outcome, source.found])).toEqual([
      ['North Hospital', 'found', 2],
      ['South Hospital', 'found', 1],
    ]);
    const summaries = await summarisePriors(context, principal, [
      { studyInstanceUid: current, patientRecordId: records[0]?.id ?? '' },
    ]);
    expect(summaries.get(current)).toMatchObject({ priors: { ready: 2, relevant: 2 }, verdict: 'complete' });
  });

  it('fetches the best within the budget and leaves the rest listed, until a reader asks for it', async () => {
    const patient = newPatient();
    const [current, newer, older] = [uid(), uid(), uid()];
    const today_ = exam(patient, { patientId: 'N2', study: current, studyDate: today() }, 1);
    await addTo(north, [...today_, ...exam(patient, { patientId: 'N2', study: newer, studyDate: '20240101' }, 3)]);
    await addTo(south, exam(patient, { patientId: 'S-2', study: older, studyDate: '20200101' }, 4));
    // Room for the newer by what is estimated of it, and for the older not even when the newer turned out to be small.
    const config = { ...context.config, gathering: { bytes: 2 * 2 ** 20, milliseconds: null } };
    jobs = await startJobs({ ...context, config });
    await arrive(today_, 'NORTH');
    const places = async () =>
      (await reading(current)).priors.map((prior) => [prior.study.studyInstanceUid, prior.place]);
    await until(places).toEqual([
      [newer, 'local'],
      [older, 'remote'],
    ]);
    // The newer may be here before the hospital of the older is known to have answered.
    await until(async () => (await reading(current)).gathering?.state).toBe('done');
    const { completeness } = await reading(current);
    expect(completeness.verdict).toBe('incomplete');
    expect(completeness.reasons).toMatchObject([{ code: 'study-left', studyInstanceUid: older }]);
    expect(completeness.reasons[0]?.text).toContain('0 of 4 images, not fetched: it goes beyond the bytes');
    await pullPrior(context, principal, current, older);
    await until(() => verdictOf(current)).toBe('complete');
    await until(async () => (await reading(current)).gathering?.state).toBe('done');

    // What was fetched expires by rule when nobody reads of the person any more, and stays listed.
    const after = (days: number) => ({ ...context, clock: () => new Date(Date.now() + days * 86_400_000) });
    const rule = { origin: 'foreign', olderThanDays: 90, graceDays: 1, enabled: true } as const;
    await putRule(context, principal, 'foreign', rule);
    expect(await applyRules(after(100), principal)).toBe(2);
    await purgeDue(after(102), principal);
    expect(await places()).toEqual([
      [newer, 'remote'],
      [older, 'remote'],
    ]);
    await expect(pullPrior(context, principal, current, '2.25.404')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('stops fetching for a person when the time for it is used up', async () => {
    const patient = newPatient();
    const current = uid();
    const today_ = exam(patient, { patientId: 'N3', study: current, studyDate: today() }, 1);
    const years = ['20250101', '20240101', '20230101', '20220101'];
    const priors = years.flatMap((studyDate) => exam(patient, { patientId: 'N3', studyDate }, 2));
    await addTo(north, [...today_, ...priors]);
    const config = { ...context.config, gathering: { bytes: null, milliseconds: 1 } };
    jobs = await startJobs({ ...context, config });
    await arrive(today_, 'NORTH');
    await until(async () => (await reading(current)).gathering?.state).toBe('done');
    const { reasons } = (await reading(current)).completeness;
    expect(new Set(reasons.map(({ code }) => code))).toEqual(new Set(['study-left']));
    expect(reasons.every(({ text }) => text.includes('it goes beyond the time'))).toBe(true);
  });

  it('tells who read without a prior that it has come', async () => {
    const patient = newPatient();
    const [current, older] = [uid(), uid()];
    const today_ = exam(patient, { patientId: 'N4', study: current, studyDate: today() }, 1);
    await addTo(north, [...today_, ...exam(patient, { patientId: 'N4', study: older, studyDate: '20240101' }, 2)]);
    await arrive(today_, 'NORTH');
    await getReading(context, principal, current);
    jobs = await startJobs(context);
    const alerts = () => lateAlerts(context, principal);
    await until(alerts).toMatchObject([
      {
        studyInstanceUid: current,
        priorStudyInstanceUid: older,
        signed: false,
        text: expect.stringContaining('2024-01-01 came after'),
      },
    ]);
    const desk = async () => (await listExceptions(context, principal)).items.map(({ kind, text }) => [kind, text]);
    expect(await desk()).toEqual([['late-prior', 'A relevant prior came after tester had opened a study.']]);
    expect(await lateAlerts(context, { ...principal, subject: 'another' })).toEqual([]);
    const measures = await readMeasures(context, principal);
    expect(measures.sources).toMatchObject([
      { name: 'north', answered: expect.any(Number), whole: 1, notWhole: 0, medianFetch: expect.any(Number) },
      { name: 'south', whole: 0, medianFetch: null },
    ]);
    expect(measures.sources[0]?.bytes).toBeGreaterThan(0);
    expect(measures.all.medianFirstPrior).toBeGreaterThan(0);
    await getReading(context, principal, current);
    expect(await alerts()).toEqual([]);
    expect(await desk()).toEqual([]);
  });

  it('fetches a prior as soon as somebody says what its name means, and asks no source again', async () => {
    const patient = newPatient();
    const [current, unclear] = [uid(), uid()];
    const about = { patientId: 'N7', study: current, studyDate: today(), description: 'CT LIVER' };
    const today_ = exam(patient, about, 1);
    const named = { patientId: 'N7', study: unclear, studyDate: '20240101', description: 'ZAUBER 9', modality: 'OT' };
    await addTo(north, [...today_, ...exam(patient, named, 1)]);
    jobs = await startJobs(context);
    await arrive(today_, 'NORTH');
    const found = async () => (await reading(current)).priors.map(({ flagged, place }) => [flagged, place]);
    await until(found).toEqual([[false, 'remote']]);
    const asked = async () =>
      (await reading(current)).completeness.sources.map((source) => `${source.siteName} ${source.askedAt}`);
    await until(async () => (await reading(current)).gathering?.state).toBe('done');
    const before = await asked();
    const site = { issuer: 'NORTH', localCode: '', name: 'zauber 9', modality: '' };
    await sayMeaning(context, principal, {
      exam: site,
      correction: { modality: 'CT', focus: 'liver' },
      reason: 'they said so',
    });
    await until(found).toEqual([[true, 'local']]);
    expect(await asked()).toEqual(before);
  });

  it('brings nothing of a twin, and nothing of a person who only may be the same', async () => {
    const twin = { patientName: 'ABERNATHY^LENA', birthDate: '20150708' };
    const brother = { patientName: 'ABERNATHY^JONAS', birthDate: '20150708' };
    const baby = { patientName: 'ABERNATHY^BABY GIRL', birthDate: '20150708' };
    const [current, hers] = [uid(), uid()];
    const today_ = exam(twin, { patientId: 'N20', study: current, studyDate: today() }, 1);
    await addTo(north, today_);
    await addTo(south, exam(twin, { patientId: 'S20', study: hers, studyDate: '20230101' }, 1));
    await addTo(south, exam(brother, { patientId: 'S21', studyDate: '20230101' }, 1));
    await addTo(south, exam(baby, { patientId: 'S22', studyDate: '20150709' }, 1));
    jobs = await startJobs(context);
    await arrive(today_, 'NORTH');
    await until(async () => (await reading(current)).priors.map((prior) => prior.place)).toEqual(['local']);
    const { priors, completeness } = await reading(current);
    expect(priors.map((prior) => prior.study.studyInstanceUid)).toEqual([hers]);
    expect(completeness.verdict).toBe('unknown');
    expect(completeness.reasons.map((reason) => reason.code)).toEqual(['identity-review']);
    const known = await context.db.tenant(principal.tenantId, (trx) =>
      trx.selectFrom('patient_records').select('patient_id').where('birth_date', '=', '20150708').execute(),
    );
    expect(known.map((row) => row.patient_id).sort()).toEqual(['N20', 'S20', 'S22']);
  });

  it('makes two copies under different patient IDs one whole study', async () => {
    const patient = newPatient();
    const [current, prior, series] = [uid(), uid(), uid()];
    const today_ = exam(patient, { patientId: 'N30', study: current, studyDate: today() }, 1);
    const instances = Array.from({ length: 5 }, uid);
    const copy = (patientId: string, count: number) =>
      instances
        .slice(0, count)
        .map((instance) => ctObject({ ...patient, patientId, study: prior, series, instance, studyDate: '20240102' }));
    await addTo(north, [...today_, ...copy('N30', 3)]);
    await addTo(south, copy('S30', 5));
    jobs = await startJobs(context);
    await arrive(today_, 'NORTH');
    await until(() => verdictOf(current)).toBe('complete');
    const [ranked] = (await reading(current)).priors;
    expect(ranked).toMatchObject({ received: 5, expected: 5, whole: true });
    expect(ranked?.copies).toHaveLength(1);
    expect((await reading(current)).completeness.reasons.map((reason) => reason.code)).toEqual(['copies-differ']);
  });
});

describe('a source that is silent', () => {
  it('is named, and the line corrects itself when it answers again', async () => {
    const patient = newPatient();
    const [current, far] = [uid(), uid()];
    const today_ = exam(patient, { patientId: 'N40', study: current, studyDate: today() }, 1);
    await addTo(north, today_);
    await addTo(south, exam(patient, { patientId: 'S40', study: far, studyDate: '20210101' }, 2));
    await south.stop();
    jobs = await startJobs(context);
    await arrive(today_, 'NORTH');
    await until(async () => {
      const { completeness } = await reading(current);
      return [completeness.verdict, ...completeness.reasons.map((reason) => reason.code)];
    }).toEqual(['incomplete', 'source-silent']);
    const heard = Promise.withResolvers<void>();
    const deafen = await context.db.listen(CHANNEL, (payload) => {
      if (readHint(payload).personId !== undefined) heard.resolve();
    });
    await south.start();
    await heard.promise;
    await until(() => verdictOf(current)).toBe('complete');
    expect((await reading(current)).priors.map((prior) => prior.study.studyInstanceUid)).toEqual([far]);
    await deafen();
  });

  it('that goes away during a transfer leaves what came, and the rest comes when it is back', async () => {
    const patient = newPatient();
    const [current, far] = [uid(), uid()];
    const today_ = exam(patient, { patientId: 'N50', study: current, studyDate: today() }, 1);
    await addTo(north, today_);
    await addTo(south, exam(patient, { patientId: 'S50', study: far, studyDate: '20210101', side: 512 }, 60));
    jobs = await startJobs(context);
    await arrive(today_, 'NORTH');
    await until(async () => (await reading(current)).priors[0]?.received ?? 0).toBeGreaterThan(3);
    await south.stop();
    const { priors } = await reading(current);
    expect(priors[0]?.received).toBeLessThan(60);
    await until(async () => (await reading(current)).completeness.reasons.map((reason) => reason.code)).toContain(
      'source-silent',
    );
    expect(await verdictOf(current)).toBe('incomplete');
    await south.start();
    await until(() => verdictOf(current)).toBe('complete');
    expect((await reading(current)).priors[0]).toMatchObject({ received: 60, expected: 60, place: 'local' });
  });
});

describe('a gathering', () => {
  it('goes on after the jobs role ended in the middle of it', async () => {
    const patient = newPatient();
    const [current, far] = [uid(), uid()];
    const today_ = exam(patient, { patientId: 'N60', study: current, studyDate: today() }, 1);
    await addTo(north, today_);
    await addTo(south, exam(patient, { patientId: 'S60', study: far, studyDate: '20210101', side: 512 }, 60));
    jobs = await startJobs(context);
    await arrive(today_, 'NORTH');
    await until(async () => (await reading(current)).priors[0]?.received ?? 0).toBeGreaterThan(3);
    await jobs.close();
    expect((await reading(current)).priors[0]?.received).toBeLessThan(60);
    jobs = await startJobs(context);
    await until(() => verdictOf(current)).toBe('complete');
    const stored = await context.db.tenant(principal.tenantId, (trx) =>
      trx.selectFrom('instances').select('version').execute(),
    );
    expect(stored).toHaveLength(61);
    expect(stored.every((row) => row.version === 1)).toBe(true);
  });

  it('asked for by a person asks everybody again, and finds what is new', async () => {
    const patient = newPatient();
    const [current, late] = [uid(), uid()];
    const today_ = exam(patient, { patientId: 'N70', study: current, studyDate: today() }, 1);
    await addTo(north, today_);
    jobs = await startJobs(context);
    await arrive(today_, 'NORTH');
    await until(() => verdictOf(current)).toBe('complete');
    await addTo(south, exam(patient, { patientId: 'S70', study: late, studyDate: '20230505' }, 2));
    await requestGathering(context, principal, { studyInstanceUid: current, trigger: 'person' });
    await until(async () => (await reading(current)).priors.map((prior) => prior.place)).toEqual(['local']);
    await expect(
      requestGathering(context, principal, { studyInstanceUid: '2.25.404', trigger: 'launch' }),
    ).rejects.toMatchObject({ code: 'not-found' });
  });

  it('forgets a study that its source no longer lists, unless we hold it', async () => {
    const patient = newPatient();
    const [current, gone] = [uid(), uid()];
    const today_ = exam(patient, { patientId: 'N80', study: current, studyDate: today() }, 1);
    const other = encodePart10(
      ctDataset({ ...patient, patientId: 'N80', study: gone, studyDate: '20200101' }).set(tags.Modality, 'MG'),
      uids.ExplicitVRLittleEndian,
    );
    await addTo(north, [...today_, other]);
    jobs = await startJobs(context);
    await arrive(today_, 'NORTH');
    await until(async () => (await reading(current)).priors.map((prior) => prior.place)).toEqual(['remote']);
    await north.removeStudy(gone);
    await requestGathering(context, principal, { studyInstanceUid: current, trigger: 'person' });
    await until(async () => (await reading(current)).priors).toEqual([]);
  });
});
