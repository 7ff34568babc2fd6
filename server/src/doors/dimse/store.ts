/** C-STORE (PS3.4 B): the data set is put behind file meta information of our making and goes the way of every object. */
import { encodeFileMeta } from '@throughline/dicom';
import type { AssociationInfo, IncomingData, StatusAnswer, StoreRequest } from '@throughline/dimse';
import { fail } from '../../errors.ts';
import type { AdmittedCaller } from '../../features/application-entities/index.ts';
import type { Context } from '../../features/context.ts';
import { type ByteSource, storeInstance } from '../../features/store/index.ts';

const part10 = (fileMeta: Uint8Array, data: IncomingData): ByteSource => ({
  forEach: async (sink) => {
    await sink(fileMeta);
    await data.forEach(sink);
  },
  async *[Symbol.asyncIterator]() {
    yield fileMeta;
    yield* data;
  },
});

const SUCCESS = 0x0000;

export const receiveStore = async (
  context: Context,
  association: AssociationInfo<AdmittedCaller>,
  request: StoreRequest,
  data: IncomingData,
): Promise<StatusAnswer> => {
  const { principal, issuer, sourceId, services } = association.principal;
  if (!services.has('store')) fail('forbidden');
  const { sopClassUid, sopInstanceUid, transferSyntaxUid } = request;
  const sourceAeTitle = association.callingAeTitle.trim();
  const fileMeta = encodeFileMeta({ sopClassUid, sopInstanceUid, transferSyntaxUid, sourceAeTitle });
  await storeInstance(context, principal, {
    body: part10(fileMeta, data),
    receivedFrom: sourceAeTitle,
    issuer,
    sourceId,
    expect: { sopClassUid, sopInstanceUid },
  });
  return { status: SUCCESS };
};
