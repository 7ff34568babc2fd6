import { newUid } from '@throughline/dicom';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestContext, type TestContext, testPrincipal } from '../../../test/context.ts';
import { ctObject, inChunks } from '../../../test/objects.ts';
import { newId, noteFailure } from '../../db/index.ts';
import { putSource } from '../sources/index.ts';
import { storeInstance } from '../store/index.ts';
import { listExceptions } from './index.ts';

let context: TestContext;
const admin = testPrincipal();
beforeAll(async () => {
  context = await createTestContext();
});
afterAll(() => context.close());

it('lists what waits for a person, of every kind, with what to do next and nothing of a patient', async () => {
  expect(await listExceptions(context, admin)).toMatchObject({ items: [], counts: { 'dead-letter': 0 } });
  const [study, instance] = [newUid(), newUid()];
  for (const value of [1, 2]) {
    const bytes = ctObject({ study, series: '2.25.9', instance, value, patientName: 'SECRET^PAT' });
    await storeInstance(context, admin, { body: inChunks(bytes), receivedFrom: 'CT1' });
  }
  const { id } = await putSource(context, admin, 'county', {
    siteName: 'County',
    issuer: 'COUNTY',
    dicomwebUrl: 'http://127.0.0.1:1',
    queryBy: 'qido',
    retrieveBy: 'wado',
  });
  const failure = { sourceId: id, at: new Date(), errorCode: 'peer-unreachable' };
  await context.db.tenant(admin.tenantId, async (trx) => {
    for (let times = 0; times < 3; times += 1) await noteFailure(trx, admin.tenantId, failure, () => 60_000);
    const step = {
      scheduled_step_id: '1',
      station_ae_title: 'CT1',
      modality: 'CT',
      patient_id: '7',
      patient_issuer: 'X',
    };
    const order = { requested_procedure_id: 'R1', study_instance_uid: newUid(), accession_number: 'A1' };
    const values = { ...step, ...order, tenant_id: admin.tenantId, id: newId(), patient_name: 'SECRET^PAT' };
    await trx
      .insertInto('scheduled_steps')
      .values({ ...values, start_date: '20200101' })
      .execute();
    const later = { ...values, id: newId(), requested_procedure_id: 'R2', start_date: '29990101' };
    await trx.insertInto('scheduled_steps').values(later).execute();
  });
  const { items, counts } = await listExceptions(context, admin);
  expect(items.map((item) => item.kind).sort()).toEqual(['failing-source', 'uid-conflict', 'unmatched-order']);
  expect(counts).toMatchObject({ 'failing-source': 1, 'uid-conflict': 1, 'unmatched-order': 1, 'partial-study': 0 });
  for (const item of items) expect(item.next.length).toBeGreaterThan(20);
  expect(JSON.stringify(items)).not.toContain('SECRET');
  await expect(listExceptions(context, testPrincipal(['read']))).rejects.toMatchObject({ code: 'forbidden' });
});
