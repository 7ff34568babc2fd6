/** Two versions of an object are told apart without their values. */
import { type Dataset, encodePart10, newUid, tags, uids } from '@throughline/dicom';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestContext, type TestContext, testPrincipal } from '../../../test/context.ts';
import { ctDataset, inChunks } from '../../../test/objects.ts';
import { storeInstance } from '../store/index.ts';
import { differencesOf } from './index.ts';

let context: TestContext;
const admin = testPrincipal();
const names = { study: newUid(), series: newUid(), instance: newUid() };

const store = async (more: (dataset: Dataset) => void, syntax: string = uids.ExplicitVRLittleEndian) => {
  const dataset = ctDataset(names);
  more(dataset);
  await storeInstance(context, admin, { body: inChunks(encodePart10(dataset, syntax)), receivedFrom: 'CT1' });
};

const long = (length: number) => new Uint8Array(length);

beforeAll(async () => {
  context = await createTestContext();
  await store(() => undefined);
  await store((dataset) => dataset.set(tags.PatientName, 'SECRET^NAME').set(0x00091001, 'X', 'LO'));
  await store((dataset) => dataset.set(tags.PixelData, new Uint8Array(512).fill(9), 'OW'));
  await store((dataset) => dataset.set(tags.StudyDescription, 'OTHER'), uids.ImplicitVRLittleEndian);
  await store((dataset) => dataset.set(tags.StudyDescription, 'BIG'), uids.ExplicitVRBigEndian);
  for (const length of [5000, 6000, 500_000]) await store((dataset) => dataset.set(0x00091002, long(length), 'OB'));
  await store((dataset) => dataset.set(0x00091002, long(500_000).fill(1, 400_000), 'OB'));
  for (const value of [1, 2])
    await store((dataset) => {
      dataset.delete(tags.PixelData);
      dataset.set(tags.FloatPixelData, new Uint8Array(Float32Array.of(value, value).buffer), 'OF');
    });
});
afterAll(() => context?.close());

it.each([
  [2, ['PatientName', '(0009,1001)'].toSorted(), 'same'],
  [3, [], 'different'],
  [4, ['StudyDescription'], 'same'],
  [5, ['StudyDescription'], 'written-otherwise'],
] as const)('version 1 and %i', async (version, attributes, pixels) => {
  const told = await differencesOf(context, admin, names.instance, [1, version]);
  expect({ attributes: told.attributes.toSorted(), pixels: told.pixels }).toEqual({ attributes, pixels });
  expect(JSON.stringify(told)).not.toContain('SECRET');
});

it.each([
  [6, 7, ['(0009,1002)'], 'same'],
  [8, 9, ['(0009,1002)'], 'same'],
  [8, 8, [], 'same'],
  [10, 11, [], 'different'],
])('long values and pixels of floats: version %i and %i', async (one, other, attributes, pixels) => {
  const told = await differencesOf(context, admin, names.instance, [one, other]);
  expect({ attributes: told.attributes, pixels: told.pixels }).toEqual({ attributes, pixels });
});

it('is for administrators, and of versions that are there', async () => {
  const asked = differencesOf(context, testPrincipal(['read']), names.instance, [1, 2]);
  await expect(asked).rejects.toMatchObject({ code: 'forbidden' });
  await expect(differencesOf(context, admin, names.instance, [1, 99])).rejects.toMatchObject({ code: 'not-found' });
});

it('is written down for the study of each version', async () => {
  const other = newUid();
  await store((dataset) => dataset.set(tags.StudyInstanceUID, other).set(tags.PatientID, 'ANOTHER'));
  const auditor = { ...admin, subject: 'compares' };
  await differencesOf(context, auditor, names.instance, [1, 12]);
  const events = await context.db.tenant(admin.tenantId, (trx) =>
    trx.selectFrom('audit_events').select(['study_instance_uid']).where('subject', '=', auditor.subject).execute(),
  );
  expect(events.map((event) => event.study_instance_uid).toSorted()).toEqual([names.study, other].toSorted());
});
