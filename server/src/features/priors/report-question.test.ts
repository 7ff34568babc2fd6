/** What a report says of why its exam was made counts for what is relevant to it; what it found does not. */
import { newUid } from '@throughline/dicom';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestContext, type TestContext, testPrincipal } from '../../../test/context.ts';
import { ctObject, inChunks, type ObjectFields } from '../../../test/objects.ts';
import { findPatientRecord, newId, supersedeReport } from '../../db/index.ts';
import { storeInstance } from '../store/index.ts';
import { rankPriors } from './index.ts';

let context: TestContext;
const principal = testPrincipal();
beforeAll(async () => {
  context = await createTestContext();
});
afterAll(() => context.close());

const send = async (fields: ObjectFields): Promise<string> => {
  const study = newUid();
  const body = inChunks(ctObject({ issuer: 'COUNTY', patientId: 'Q1', ...fields, study }));
  await storeInstance(context, principal, { body, receivedFrom: 'CT1' });
  return study;
};

const report = (study: string, sections: readonly { heading: string; text: string }[]) =>
  context.db.tenant(principal.tenantId, async (trx) => {
    const record = await findPatientRecord(trx, { issuer: 'COUNTY', id: 'Q1' });
    const told = {
      tenant_id: principal.tenantId,
      source_name: 'ris',
      report_key: newId(),
      patient_record_id: record?.id ?? '',
      study_instance_uid: study,
      accession_number: null,
      title: 'Report',
      status: 'preliminary',
      reported_at: null,
      author: null,
      sections: JSON.stringify(sections),
      message_id: newId(),
      received_at: context.clock(),
    } as const;
    await supersedeReport(trx, told, undefined);
  });

it('is read in the sections that ask, and denials are none', async () => {
  const current = await send({ description: 'CT ABDOMEN', studyDate: '20260301' });
  await send({ description: 'US KIDNEYS', modality: 'US', studyDate: '20240301' });
  const tier = async () => (await rankPriors(context, principal, current)).priors[0]?.tier;
  expect(await tier()).toBe('marginal');
  await report(current, [
    { heading: 'Indication', text: 'Pain, no hydronephrosis.' },
    { heading: 'Findings', text: 'Kidneys are normal.' },
  ]);
  expect(await tier()).toBe('marginal');
  await report(current, [{ heading: 'Clinical history', text: 'Left hydronephrosis.' }]);
  expect(await tier()).toBe('relevant');
});
