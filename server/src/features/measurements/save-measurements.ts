/** Measurements of the reading page become a DICOM SR in the study that they were made on, by the one way in. */
import type { MeasurementsRequest } from '@throughline/contract';
import { encodePart10, tags, uids } from '@throughline/dicom';
import { fail } from '../../errors.ts';
import { authorise, type Principal } from '../access/index.ts';
import type { Context } from '../context.ts';
import { listInstances, readHeader } from '../retrieve/index.ts';
import { storeInstance } from '../store/index.ts';
import { measurementDocument } from './document.ts';

export const saveMeasurements = async (
  context: Context,
  principal: Principal,
  studyInstanceUid: string,
  request: MeasurementsRequest,
): Promise<{ readonly sopInstanceUid: string; readonly seriesInstanceUid: string }> => {
  authorise(principal, 'store');
  const { seriesInstanceUid, sopInstanceUid } = request;
  const [instance] = await listInstances(context, principal, { studyInstanceUid, seriesInstanceUid, sopInstanceUid });
  if (instance === undefined) return fail('not-found');
  const { dataset: image } = await readHeader(context.objects, instance);
  const document = measurementDocument({
    image,
    frame: request.frame,
    measurements: request.measurements,
    observer: principal.subject,
    at: context.clock(),
  });
  const stored = await storeInstance(context, principal, {
    body: chunks(encodePart10(document, uids.ExplicitVRLittleEndian)),
    receivedFrom: principal.subject.slice(0, 64),
    issuer: image.string(tags.IssuerOfPatientID) ?? 'THROUGHLINE',
  });
  return { sopInstanceUid: stored.sopInstanceUid, seriesInstanceUid: stored.seriesInstanceUid };
};

async function* chunks(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
