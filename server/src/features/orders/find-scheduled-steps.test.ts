/** A modality that asks for its worklist: what is about to begin is gathered for, once. */
import { newUid } from '@throughline/dicom';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestContext, type TestContext, testPrincipal } from '../../../test/context.ts';
import { registerPatientRecord } from '../patients/index.ts';
import { findScheduledSteps, putScheduledStep } from './index.ts';

const principal = testPrincipal();
let context: TestContext;

beforeAll(async () => {
  context = await createTestContext();
});
afterAll(() => context.close());

it('tells of its persons, and not again while they were told of or gathered within the hour', async () => {
  const patient = {
    issuer: 'HOME',
    id: 'W1',
    name: 'WORKLIST^SYNTHETIC',
    birthDate: '19600101',
    sex: 'F',
    otherIds: [],
  };
  await registerPatientRecord(context, principal, patient);
  await putScheduledStep(
    context,
    principal,
    { requestedProcedureId: 'RP1', scheduledStepId: 'SP1' },
    {
      stationAeTitle: 'CT1',
      modality: 'CT',
      startDate: '2026-02-01',
      studyInstanceUid: newUid(),
      accessionNumber: 'W-1',
      patient: { patientId: 'W1', issuer: 'HOME', name: 'WORKLIST^SYNTHETIC' },
    },
  );
  const told = () =>
    context.db.tenant(principal.tenantId, async (trx) => {
      const rows = await trx.selectFrom('outbox').select('payload').where('topic', '=', 'order.placed').execute();
      return rows.length;
    });
  const before = await told();
  const list = () => findScheduledSteps(context, principal, { keys: [], limit: 10, offset: 0 });
  expect(await list()).toHaveLength(1);
  expect(await told()).toBe(before + 1);
  await list();
  expect(await told()).toBe(before + 1);
});
