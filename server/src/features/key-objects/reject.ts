/** What nobody should use any more is rejected by a note of our own (IHE IOCM): hidden as by anybody's note, and undone as any. */
import { encodePart10, newUid, uids } from '@throughline/dicom';
import type { RejectionCode } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { authorise, type Principal } from '../access/index.ts';
import type { Context } from '../context.ts';
import { rejectionTitles } from '../rejections/index.ts';
import { listInstances, readHeader } from '../retrieve/index.ts';
import { storeInstance } from '../store/index.ts';
import { keyObjectDocument, uidOf } from './document.ts';

export interface RejectionInput {
  readonly studyInstanceUid: string;
  /** only this series of it */
  readonly seriesInstanceUid?: string | undefined;
  /** only these objects of it; none: all */
  readonly sopInstanceUids: readonly string[];
  /** of PS3.16 CID 7011 */
  readonly code: RejectionCode;
}

export interface Rejection {
  /** SOP Instance UID of the note, by which it is undone */
  readonly note: string;
  readonly instances: number;
}

async function* whole(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** Refuses with `not-found` when one of the objects is not served there. */
export const rejectObjects = async (
  context: Context,
  principal: Principal,
  { studyInstanceUid, seriesInstanceUid, sopInstanceUids, code }: RejectionInput,
): Promise<Rejection> => {
  authorise(principal, 'admin');
  const selector = { studyInstanceUid, ...(seriesInstanceUid !== undefined && { seriesInstanceUid }) };
  const wanted = new Set(sopInstanceUids);
  const served = await listInstances(context, principal, selector);
  const instances = wanted.size === 0 ? served : served.filter((one) => wanted.has(one.sop_instance_uid));
  const [first] = instances;
  if (first === undefined || (wanted.size > 0 && instances.length < wanted.size)) return fail('not-found');
  const { dataset: header } = await readHeader(context.objects, first);
  const note = newUid();
  const document = keyObjectDocument(
    { header, instances, at: context.clock() },
    {
      sopInstanceUid: note,
      seriesInstanceUid: uidOf('rejection', note),
      seriesNumber: 9901,
      title: { code, meaning: rejectionTitles[code] },
    },
  );
  const bytes = encodePart10(document, uids.ExplicitVRLittleEndian);
  const receivedFrom = context.config.dicom.aeTitle;
  await storeInstance(context, principal, { body: whole(bytes), receivedFrom, issuer: first.patient_issuer });
  return { note, instances: instances.length };
};
