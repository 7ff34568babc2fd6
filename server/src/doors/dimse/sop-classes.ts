/** Every SOP class that the DICOM door knows beside storage, and the service that a caller must be allowed. */
import { uids } from '@throughline/dicom';
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
