/** Storage commitment results for whoever asked (PS3.4 J.3.3), on an association that we open. */
import { Dataset, tags, uids } from '@throughline/dicom';
import { statusCategory } from '@throughline/dimse';
import { connectTo, type DimseSettings, translateDimse } from './dimse-find.ts';
import { patience } from './patience.ts';
import { PeerError, peerLimits } from './peer.ts';

export interface CommitmentReport {
  readonly transactionUid: string;
  readonly results: readonly {
    readonly sopClassUid: string;
    readonly sopInstanceUid: string;
    /** Failure Reason (0008,1197); 0 where we answer for the bytes */
    readonly reason: number;
  }[];
}

const EventType = { Successful: 1, FailuresExist: 2 } as const;

const itemOf = ({ sopClassUid, sopInstanceUid, reason }: CommitmentReport['results'][number]): Dataset => {
  const item = new Dataset()
    .set(tags.ReferencedSOPClassUID, sopClassUid)
    .set(tags.ReferencedSOPInstanceUID, sopInstanceUid);
  return reason === 0 ? item : item.set(tags.FailureReason, [reason]);
};

const datasetOf = ({ transactionUid, results }: CommitmentReport, aeTitle: string): Dataset => {
  const [good, bad] = [results.filter(({ reason }) => reason === 0), results.filter(({ reason }) => reason !== 0)];
  const dataset = new Dataset().set(tags.RetrieveAETitle, aeTitle).set(tags.TransactionUID, transactionUid);
  if (good.length > 0) dataset.set(tags.ReferencedSOPSequence, good.map(itemOf));
  return bad.length > 0 ? dataset.set(tags.FailedSOPSequence, bad.map(itemOf)) : dataset;
};

const context = {
  abstractSyntax: uids.StorageCommitmentPushModel,
  transferSyntaxes: [uids.ExplicitVRLittleEndian, uids.ImplicitVRLittleEndian],
  scpRole: true,
};

/** @throws PeerError; `refused` also when the peer took the report and answered with a failure */
export const reportCommitment = async (
  settings: DimseSettings,
  report: CommitmentReport,
  signal: AbortSignal,
): Promise<void> => {
  const limit = patience(settings.timeoutMs * peerLimits.patience, signal);
  try {
    const association = await connectTo(settings, [context], limit.signal);
    try {
      const { status } = await association.perform('event-report', {
        sopClassUid: uids.StorageCommitmentPushModel,
        sopInstanceUid: uids.StorageCommitmentPushModelInstance,
        typeId: report.results.some(({ reason }) => reason !== 0) ? EventType.FailuresExist : EventType.Successful,
        dataset: datasetOf(report, settings.callingAeTitle),
      });
      if (statusCategory(status) === 'failure') throw new PeerError('refused', 'The report was not taken');
      await association.release();
    } catch (error) {
      association.abort();
      throw error;
    }
  } catch (error) {
    throw limit.judge(error, translateDimse);
  }
};
