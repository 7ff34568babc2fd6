/** Every SOP class that the DICOM door knows beside storage, and the service that a caller must be allowed. */
import { storageSopClasses, uids } from '@throughline/dicom';
import type { AssociationRequest } from '@throughline/dimse';
import type { Config } from '../../config.ts';
import type { AdmittedCaller } from '../../features/application-entities/index.ts';

export type Service = AdmittedCaller['services'] extends ReadonlySet<infer S> ? S : never;

interface SopClassRow {
  readonly service: Service;
  /** Where the Standard says what it does. */
  readonly section: string;
}

const find = { service: 'find', section: 'PS3.4 C' } as const;
const get = { service: 'get', section: 'PS3.4 C' } as const;
const move = { service: 'move', section: 'PS3.4 C' } as const;
const performed = { service: 'performed', section: 'PS3.4 F' } as const;

export const sopClasses: Readonly<Record<string, SopClassRow>> = {
  [uids.Verification]: { service: 'echo', section: 'PS3.4 A' },
  [uids.PatientRootQueryRetrieveInformationModelFind]: find,
  [uids.StudyRootQueryRetrieveInformationModelFind]: find,
  [uids.PatientRootQueryRetrieveInformationModelGet]: get,
  [uids.StudyRootQueryRetrieveInformationModelGet]: get,
  [uids.PatientRootQueryRetrieveInformationModelMove]: move,
  [uids.StudyRootQueryRetrieveInformationModelMove]: move,
  [uids.StorageCommitmentPushModel]: { service: 'commit', section: 'PS3.4 J' },
  [uids.ModalityWorklistInformationModelFind]: { service: 'worklist', section: 'PS3.4 K' },
  [uids.ModalityPerformedProcedureStep]: performed,
  [uids.ModalityPerformedProcedureStepRetrieve]: performed,
  [uids.InstanceAvailabilityNotification]: { service: 'performed', section: 'PS3.4 R' },
};

export const serviceOf = (sopClassUid: string): Service | undefined => sopClasses[sopClassUid]?.service;

/** Every storage SOP class of PS3.4 B.5 and those retired. */
const standardStorage: ReadonlySet<string> = new Set(storageSopClasses);
const dicomRoot = '1.2.840.10008.';
/** PS3.6 A: the Storage Service Class, in common extended negotiation. */
const storageServiceClass = '1.2.840.10008.4.2';

/**
 * Which SOP classes are storage ones: the Standard's, those configured, and those that the peer says are specialised from
 * one of these (SOP class common extended negotiation, PS3.7 D.3.3.6, to which there is no answer).
 */
export const storageAmong = (
  configured: Config['dicom']['storageSopClasses'],
  related: AssociationRequest['commonExtended'],
): ((sopClassUid: string) => boolean) => {
  const own = (uid: string): boolean =>
    standardStorage.has(uid) || (configured === 'private' ? !uid.startsWith(dicomRoot) : configured.includes(uid));
  const specialised = new Set(
    related
      .filter(({ serviceClassUid, relatedSopClassUids }) => {
        return serviceClassUid === storageServiceClass && relatedSopClassUids.some(own);
      })
      .map(({ sopClassUid }) => sopClassUid),
  );
  return (uid) => serviceOf(uid) === undefined && (own(uid) || specialised.has(uid));
};
