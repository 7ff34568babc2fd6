/** What there is of a study and where it is had, as a document that others can keep: it holds no pictures. */
import { encodePart10, uids } from '@throughline/dicom';
import type { Principal } from '../access/index.ts';
import type { Context } from '../context.ts';
import { listInstances, readHeader } from '../retrieve/index.ts';
import { keyObjectManifest } from './key-objects.ts';

/** Part 10 bytes, of the patient as who asks knows them. Fails with `not-found` when nothing of the study may be seen. */
export const getKeyObjectManifest = async (
  context: Context,
  principal: Principal,
  studyInstanceUid: string,
  dicomwebRoot: string,
): Promise<Uint8Array> => {
  const instances = await listInstances(context, principal, { studyInstanceUid });
  const [first] = instances;
  if (first === undefined) throw new Error('A study that was found has no object.');
  const { dataset: header } = await readHeader(context.objects, first);
  const place = { aeTitle: context.config.dicom.aeTitle, dicomwebRoot };
  const document = keyObjectManifest({ header, instances, place, at: context.clock() });
  return encodePart10(document, uids.ExplicitVRLittleEndian);
};
