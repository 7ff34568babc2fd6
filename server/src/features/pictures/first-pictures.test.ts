/** What the page paints before it runs, against what it hangs. */
import { encodePart10, newUid, type Tag, tags, uids } from '@throughline/dicom';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestContext, type TestContext, testPrincipal } from '../../../test/context.ts';
import { ctDataset, inChunks } from '../../../test/objects.ts';
import { rankPriors } from '../priors/index.ts';
import { storeInstance } from '../store/index.ts';
import { firstPictures } from './index.ts';

let context: TestContext;
const principal = testPrincipal();
beforeAll(async () => {
  context = await createTestContext();
});
afterAll(() => context.close());

const pdf = Buffer.from('%PDF-1.7\ntrailer << >>');

const storeStudy = async (date: string, sopClassUid: string): Promise<string> => {
  const [study, series, instance] = [newUid(), newUid(), newUid()];
  const dataset = ctDataset({ study, series, instance, patientId: 'P1', side: 8 });
  dataset.set(tags.SOPClassUID, sopClassUid).set(tags.StudyDate, date).set(tags.StudyDescription, 'CT CHEST');
  if (sopClassUid === uids.EncapsulatedPDFStorage) {
    for (const tag of [tags.Rows, tags.Columns, tags.PixelData] satisfies Tag[]) dataset.delete(tag);
    dataset.set(tags.MIMETypeOfEncapsulatedDocument, 'application/pdf').set(tags.EncapsulatedDocument, pdf, 'OB');
  }
  const body = inChunks(encodePart10(dataset, uids.ExplicitVRLittleEndian));
  await storeInstance(context, principal, { body, receivedFrom: 'CT1', issuer: 'NORTH' });
  return study;
};

it('names the best prior that the page shows, which may be a document, and not a worse one that is a picture', async () => {
  const current = await storeStudy('20260601', uids.CTImageStorage);
  const document = await storeStudy('20260501', uids.EncapsulatedPDFStorage);
  const older = await storeStudy('20240501', uids.CTImageStorage);
  const ranked = await rankPriors(context, principal, current);
  const flagged = ranked.priors.filter((prior) => prior.flagged).map(({ study }) => study.studyInstanceUid);
  expect(flagged).toEqual([document, older]);
  const { prior } = await firstPictures(context, principal, current, undefined);
  expect(prior).toMatchObject({ studyInstanceUid: document, picture: null });
  const asked = await firstPictures(context, principal, current, older);
  expect(asked.prior?.studyInstanceUid).toBe(older);
  expect(asked.prior?.picture).toContain(`/studies/${older}/`);
});
