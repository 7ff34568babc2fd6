/** A modality that asks for storage commitment and hears the reports on a port of its own. */
import { Dataset, tags, uids } from '@throughline/dicom';
import { connect, createDimseServer, type NormalizedRequest } from '@throughline/dimse';
import type { Hub } from './hub.ts';
import type { MadeStudy } from './objects.ts';

export interface Report {
  readonly eventType: number | undefined;
  readonly transactionUid: string | undefined;
  readonly committed: readonly string[];
  readonly failed: readonly (readonly [sopInstanceUid: string, reason: number | undefined])[];
}

const contexts = [
  uids.StorageCommitmentPushModel,
  uids.ModalityPerformedProcedureStep,
  uids.ModalityPerformedProcedureStepRetrieve,
  uids.InstanceAvailabilityNotification,
].map((abstractSyntax) => ({ abstractSyntax, transferSyntaxes: [uids.ExplicitVRLittleEndian] }));

const uidIn = (item: Dataset): string => item.string(tags.ReferencedSOPInstanceUID) ?? '';

const readReport = ({ typeId, dataset }: NormalizedRequest): Report => ({
  eventType: typeId,
  transactionUid: dataset?.string(tags.TransactionUID),
  committed: (dataset?.items(tags.ReferencedSOPSequence) ?? []).map(uidIn),
  failed: (dataset?.items(tags.FailedSOPSequence) ?? []).map((item) => [uidIn(item), item.number(tags.FailureReason)]),
});

export const startCommitmentPeer = async (aeTitle: string, port = 0) => {
  const heard: Report[] = [];
  const waiting: ((report: Report) => void)[] = [];
  const server = createDimseServer({
    accept: () => ({
      accept: true,
      principal: undefined,
      contexts: contexts.map((context) => ({ ...context, scpRole: true })),
    }),
    handlers: {
      normalized: async (_, request) => {
        const report = readReport(request);
        const next = waiting.shift();
        if (next) next(report);
        else heard.push(report);
        return { status: 0x0000 };
      },
    },
  });
  await server.listen(port, '127.0.0.1');
  const call = (hub: Hub) =>
    connect({
      host: '127.0.0.1',
      port: hub.dicomPort,
      callingAeTitle: aeTitle,
      calledAeTitle: hub.aeTitle,
      contexts,
    });
  return {
    port: server.port,
    call,
    /** N-ACTION for these objects; gives the status. */
    ask: async (hub: Hub, transactionUid: string, objects: readonly (readonly [string, string])[]): Promise<number> => {
      const references = objects.map(([sopClass, instance]) =>
        new Dataset().set(tags.ReferencedSOPClassUID, sopClass).set(tags.ReferencedSOPInstanceUID, instance),
      );
      const association = await call(hub);
      const { status } = await association.perform('action', {
        sopClassUid: uids.StorageCommitmentPushModel,
        sopInstanceUid: uids.StorageCommitmentPushModelInstance,
        typeId: 1,
        dataset: new Dataset().set(tags.TransactionUID, transactionUid).set(tags.ReferencedSOPSequence, references),
      });
      await association.release();
      return status;
    },
    nextReport: (): Promise<Report> => {
      const report = heard.shift();
      return report ? Promise.resolve(report) : new Promise((resolve) => waiting.push(resolve));
    },
    close: () => server.close(),
  };
};

export const asReferences = (study: MadeStudy) =>
  study.files.map(({ sopInstanceUid }) => [uids.CTImageStorage, sopInstanceUid] as const);
