/** A source that fails in a row is left alone, tried by one question at a time, and comes back; what it allows is kept to. */
import { newUid } from '@throughline/dicom';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestContext, type TestContext, testPrincipal } from '../../../test/context.ts';
import { ctObject } from '../../../test/objects.ts';
import { startWebSource, type WebSource } from '../../../test/web-source.ts';
import { findSourceByName, queueTransfer, takeTransfer } from '../../db/index.ts';
import { listExceptions } from '../exceptions/index.ts';
import { registerPatientRecord } from '../patients/index.ts';
import { listSourcesWithHealth, putSource } from '../sources/index.ts';
import { gatherPerson } from './gather.ts';
import { statePerson } from './state-person.ts';

const principal = testPrincipal();
const never = new AbortController().signal;
let later = 0;
let context: TestContext;
let source: WebSource;
let people = 0;

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
});
afterAll(async () => {
  await context?.close();
  await source?.close();
});

const newPatient = async () => {
  people += 1;
  const [id, name] = [`F${people}`, `${'ABCDEFGH'.charAt(people)}LTDORFER^NUMBER`];
  const birthDate = `19${30 + people * 3}0405`;
  await source.add(ctObject({ patientId: id, patientName: name, birthDate, study: newUid() }));
  return registerPatientRecord(context, principal, { issuer: 'FAR', id, name, birthDate, sex: 'F', otherIds: [] });
};

type Patient = Awaited<ReturnType<typeof newPatient>>;
const ask = ({ personId }: Patient) =>
  gatherPerson(context, principal, { personId, trigger: 'person' }, never, () => undefined);
const health = async () => (await listSourcesWithHealth(context, principal))[0]?.health ?? expect.fail('no source');
const told = async ({ patientRecordId }: Patient) =>
  (await statePerson(context, principal, patientRecordId)).sources[0]?.outcome;

it('opens after three failures, is not asked while it rests, and is closed by a probe that is answered', async () => {
  const patients = [await newPatient(), await newPatient(), await newPatient(), await newPatient(), await newPatient()];
  const [one, two, three, four, five] = patients as [Patient, Patient, Patient, Patient, Patient];
  source.behaviour.delayMs = 2_000;
  for (const patient of [one, two, three]) {
    expect((await health()).circuit).toBe('closed');
    await ask(patient);
  }
  expect(await health()).toMatchObject({ circuit: 'open', failuresInRow: 3, lastError: 'peer-timed-out' });

  // Nobody waits for it, and it is not said to have nothing.
  const before = source.questions.length;
  await ask(four);
  expect(source.questions.length).toBe(before);
  expect(await told(four)).toBe('unreachable');

  // Half open: one question goes as a probe, and when that fails the pause grows.
  later += 60_000;
  expect((await health()).circuit).toBe('probing');
  await Promise.all([ask(four), ask(five)]);
  expect(new Set(source.questions.slice(before)).size).toBe(1);
  expect(await health()).toMatchObject({ circuit: 'open', failuresInRow: 4 });

  source.behaviour.delayMs = 0;
  later += 600_000;
  await ask(four);
  expect(await health()).toMatchObject({ circuit: 'closed', failuresInRow: 0 });
  expect(await told(four)).toBe('found');
});

it('gives no more studies at once than it allows, and outside its hours only what somebody waits for', async () => {
  const now = context.clock();
  const [one, two, three] = [newUid(), newUid(), newUid()];
  const patient = await newPatient();
  const { tenantId } = principal;
  const source = await context.db.tenant(tenantId, async (trx) => {
    const row = (await findSourceByName(trx, 'far')) ?? expect.fail('no source');
    const common = { sourceId: row.id, personId: patient.personId, expected: 1, estimatedBytes: 1, exempt: false };
    for (const [at, studyInstanceUid] of [one, two, three].entries())
      await queueTransfer(trx, tenantId, { ...common, studyInstanceUid, priority: at === 2 ? -5 : 10 + at }, now);
    return row;
  });
  const take = (urgentOnly: boolean, concurrency = 2) =>
    context.db.tenant(tenantId, async (trx) => {
      const asked = { tenantId, sourceId: source.id, worker: 'w', now, leaseMs: 60_000 };
      return (await takeTransfer(trx, { ...asked, concurrency, urgentOnly }))?.study_instance_uid;
    });
  expect(await take(true)).toBe(three);
  expect(await take(true)).toBeUndefined();
  expect(await take(false)).toBe(one);
  expect(await take(false)).toBeUndefined();
  expect(await take(false, 3)).toBe(two);
});

it('that lets us in no more is told of on the desk and to the reader, and is asked on', async () => {
  const desk = async () =>
    (await listExceptions(context, testPrincipal())).items.filter(({ kind }) => kind === 'refusing-source');
  expect(await desk()).toEqual([]);
  const patient = await newPatient();
  source.behaviour.status = 401;
  for (let times = 0; times < 3; times += 1) await ask(patient);
  expect(await health()).toMatchObject({ circuit: 'closed', refusing: true });
  expect((await health()).text).toMatch(/^Lets us ask nothing/);
  expect(await desk()).toMatchObject([{ sourceName: 'far', text: expect.stringContaining('3 questions in a row') }]);
  expect((await desk())[0]?.next).toContain('credentials');
  const stated = await statePerson(context, principal, patient.patientRecordId);
  expect(stated.verdict).toBe('incomplete');
  expect(stated.sources[0]?.text).toMatch(/refused us at .*: our credentials or rights there have to be mended/);

  // Another question that is refused says nothing of our rights.
  delete source.behaviour.status;
  await ask(patient);
  expect(await told(patient)).toBe('found');
  expect(await desk()).toEqual([]);
  expect(await health()).toMatchObject({ refusing: false });
  source.behaviour.status = 400;
  for (let times = 0; times < 3; times += 1) await ask(patient);
  expect(await desk()).toEqual([]);
  expect((await statePerson(context, principal, patient.patientRecordId)).sources[0]?.text).toContain(
    'refused the question',
  );
  delete source.behaviour.status;
});
