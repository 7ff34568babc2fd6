/** What is booked or ordered is gathered for by the hour that it begins in, whoever it is for. */
import { newUid } from '@throughline/dicom';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestContext, type TestContext, testPrincipal } from '../../../test/context.ts';
import { ctObject } from '../../../test/objects.ts';
import { startWebSource, type WebSource } from '../../../test/web-source.ts';
import { putAppointment } from '../../db/index.ts';
import { putScheduledStep } from '../orders/index.ts';
import { registerPatientRecord } from '../patients/index.ts';
import { putSource } from '../sources/index.ts';
import { gatherPerson } from './gather.ts';

const principal = testPrincipal();
const now = new Date(2026, 10, 26, 9, 0);
let context: TestContext;
let source: WebSource;

beforeAll(async () => {
  source = await startWebSource();
  context = await createTestContext({ clock: () => now });
  await putSource(context, principal, 'home', {
    siteName: 'Home Hospital',
    issuer: 'HOME',
    dicomwebUrl: source.dicomwebUrl,
    queryBy: 'qido',
    retrieveBy: 'wado',
  });
});
afterAll(async () => {
  await context?.close();
  await source?.close();
});

/** A patient with one CT of the chest at the source. */
const patientOf = async (patientId: string, patientName: string) => {
  const prior = newUid();
  const fields = { patientId, patientName, birthDate: '19500505', description: 'CT CHEST', studyDate: '20240101' };
  await source.add(ctObject({ ...fields, study: prior }));
  const statement = { issuer: 'HOME', id: patientId, name: patientName, birthDate: '19500505', sex: 'F', otherIds: [] };
  return { prior, patientId, patientName, ...(await registerPatientRecord(context, principal, statement)) };
};
type Patient = Awaited<ReturnType<typeof patientOf>>;

const book = (
  { patientRecordId, patientId }: Patient,
  startsAt: string,
  status: 'booked' | 'cancelled' = 'booked',
  service = 'CT chest',
) =>
  context.db.tenant(principal.tenantId, (trx) =>
    putAppointment(trx, {
      tenant_id: principal.tenantId,
      source_name: 'ris',
      appointment_key: `A-${patientId}`,
      patient_record_id: patientRecordId,
      starts_at: startsAt,
      service_code: null,
      service_text: service,
      location: null,
      status,
      message_id: null,
      updated_at: now,
    }),
  );

const order = ({ patientId, patientName }: Patient, startDate: string, startTime: string) =>
  putScheduledStep(
    context,
    principal,
    { requestedProcedureId: `RP-${patientId}`, scheduledStepId: `SP-${patientId}` },
    {
      stationAeTitle: 'CT1',
      modality: 'CT',
      startDate,
      startTime,
      requestedProcedureDescription: 'CT chest',
      studyInstanceUid: newUid(),
      accessionNumber: `ACC-${patientId}`,
      accessionIssuer: 'HOME',
      patient: { patientId, issuer: 'HOME', name: patientName },
    },
  );

const gather = ({ personId }: Patient, trigger: 'order' | 'person' = 'order') =>
  gatherPerson(context, principal, { personId, trigger }, new AbortController().signal, () => undefined);

/** Those that wait, as they would be fetched. */
const queue = () =>
  context.db.tenant(principal.tenantId, (trx) =>
    trx.selectFrom('transfers').select(['study_instance_uid', 'priority']).orderBy('priority').execute(),
  );

const deadlineOf = async ({ personId }: Patient) => {
  const row = await context.db.tenant(principal.tenantId, (trx) =>
    trx.selectFrom('gatherings').select('deadline').where('person_id', '=', personId).executeTakeFirst(),
  );
  return row?.deadline;
};

it('is fetched in the order of the hours, however it was told of, and what is cancelled is not', async () => {
  const evening = await patientOf('P1', 'BAUMGARTNER^ILSE');
  const noon = await patientOf('P2', 'KIRCHHOFF^WALTRAUD');
  const tomorrow = await patientOf('P3', 'OSTERMANN^GUDRUN');
  const never = await patientOf('P4', 'VIETH^ROSEMARIE');
  await book(evening, '202611261800');
  await order(noon, '2026-11-26', '12:00');
  await book(tomorrow, '20261127073000');
  await book(never, '202611261000', 'cancelled');
  const visitor = await patientOf('P5', 'ZIEGLER^EDELTRAUT');
  await book(visitor, '202611260930', 'booked', 'Dermatology consult');
  for (const patient of [tomorrow, evening, never, visitor, noon]) await gather(patient);
  expect((await queue()).map((row) => row.study_instance_uid)).toEqual([noon.prior, evening.prior, tomorrow.prior]);
  expect(await deadlineOf(noon)).toEqual(new Date(2026, 10, 26, 12, 0));
  expect(await deadlineOf(evening)).toEqual(new Date(2026, 10, 26, 18, 0));
  expect(await deadlineOf(tomorrow)).toEqual(new Date(2026, 10, 27, 7, 30));

  // It is moved to an earlier hour, and one who asks cannot wait at all.
  await book(tomorrow, '202611261100');
  await gather(tomorrow);
  expect(await deadlineOf(tomorrow)).toEqual(new Date(2026, 10, 26, 11, 0));
  await gather(evening, 'person');
  expect(await deadlineOf(evening)).toEqual(now);
  const last = await queue();
  expect(last.map((row) => row.study_instance_uid)).toEqual([evening.prior, tomorrow.prior, noon.prior]);
  expect(last.map(({ priority }) => priority < 0)).toEqual([true, false, false]);
});
