import { newUid } from '@throughline/dicom';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestContext, type TestContext, testPrincipal } from '../../../test/context.ts';
import { ctObject, inChunks, type ObjectFields } from '../../../test/objects.ts';
import { relateMotherAndChild } from '../patients/index.ts';
import { storeInstance } from '../store/index.ts';
import { rankPriors } from './index.ts';

let context: TestContext;
const principal = testPrincipal();
const mother = { issuer: 'MUM', patientId: 'M1', patientName: 'OAKES^HELEN', birthDate: '19930604' };
const child = { issuer: 'KIDS', patientId: 'K1', patientName: 'OAKES^BABY BOY', birthDate: '20251220' };

const store = async (fields: Partial<ObjectFields>): Promise<string> => {
  const study = newUid();
  const bytes = ctObject({ study, series: newUid(), instance: newUid(), modality: 'US', ...fields });
  await storeInstance(context, principal, { body: inChunks(bytes), receivedFrom: 'US1' });
  return study;
};

let [fetalEcho, current]: string[] = [];
beforeAll(async () => {
  context = await createTestContext();
  fetalEcho = await store({ ...mother, description: 'FETAL ECHOCARDIOGRAM', studyDate: '20251001' });
  await store({ ...mother, description: 'FETAL ECHOCARDIOGRAM', studyDate: '20231001' });
  await store({ ...mother, description: 'ECHO TRANSTHORACIC', studyDate: '20251002' });
  current = await store({ ...child, description: 'ECHO PEDIATRIC TRANSTHORACIC', studyDate: '20251224' });
});
afterAll(() => context.close());

const priors = async () =>
  (await rankPriors(context, principal, current ?? '')).priors.map(({ study, tier, warnings }) => ({
    uid: study.studyInstanceUid,
    tier,
    warnings: warnings.map(({ code }) => code),
  }));

it('offers a fetal study of this pregnancy as a prior of the child once mother and child are related, and says whose it is', async () => {
  expect(await priors()).toEqual([]);
  await relateMotherAndChild(context, principal, {
    mother: { issuer: 'MUM', id: 'M1' },
    child: { issuer: 'KIDS', id: 'K1' },
    witness: 'PID-21',
  });
  expect(await priors()).toEqual([{ uid: fetalEcho, tier: 'show-first', warnings: ['mother-record'] }]);
});
