/** Storage Commitment Push Model (PS3.4 J.3.2): the request is noted durably; its result is reported later. */
import { type Dataset, isUid, tags, uids } from '@throughline/dicom';
import { fail } from '../../errors.ts';
import { requestCommitment } from '../../features/commitment/index.ts';
import type { NormalizedHandler } from './normalized-handler.ts';

const REQUEST_STORAGE_COMMITMENT = 1;

const uidOf = (item: Dataset, tag: number): string => {
  const uid = item.string(tag);
  if (uid === undefined) return fail('missing-attribute');
  return isUid(uid) ? uid : fail('invalid-attribute');
};

export const commit: NormalizedHandler = async (context, association, { sopInstanceUid, typeId, dataset }) => {
  if (sopInstanceUid !== uids.StorageCommitmentPushModelInstance) fail('not-found');
  if (typeId !== REQUEST_STORAGE_COMMITMENT) fail('no-such-action');
  if (dataset === undefined) return fail('missing-attribute');
  await requestCommitment(context, association.principal.principal, {
    aeTitle: association.callingAeTitle.trim(),
    transactionUid: uidOf(dataset, tags.TransactionUID),
    referenced: dataset
      .items(tags.ReferencedSOPSequence)
      .map((item) => [uidOf(item, tags.ReferencedSOPClassUID), uidOf(item, tags.ReferencedSOPInstanceUID)] as const),
  });
  return { status: 0x0000 };
};
