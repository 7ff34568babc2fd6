export { newId } from '../ids.ts';
export {
  type ApplicationEntity,
  findApplicationEntity,
  findCaller,
  listApplicationEntities,
  putApplicationEntity,
  removeApplicationEntity,
} from './application-entities.ts';
export { type ArchiveSearch, type Condition, hasNameKey, type SearchLevel, searchArchive } from './archive-query.ts';
export { insertAuditEvents } from './audit-events.ts';
export { connectDatabase, type Database, isConnectionLoss, retrySerialisation, type Trx } from './database.ts';
export * from './enquiries.ts';
export * from './gatherings.ts';
export * from './holdings.ts';
export * from './identity-reviews.ts';
export {
  type Bearer,
  digestsOf,
  existingInstances,
  type InstanceAttributes,
  insertInstances,
  insertVersion,
  locationsAfter,
  lockVersions,
  type NewInstance,
  raiseConflict,
  referencedBlobs,
  type StoredVersion,
  versionsOf,
} from './instances.ts';
export * from './local-studies.ts';
export { addNameKeys, type NameKey, nameKeysOf, nameTokens, normaliseName } from './name-keys.ts';
export { type OpenOptions, openDatabase } from './open.ts';
export { advanceOutbox, appendOutbox, type OutboxRow, type OutboxTopic, readOutbox } from './outbox.ts';
export {
  type Demographics,
  type EnsuredPatient,
  ensurePatientRecord,
  findPatientRecord,
  type PatientIdentifier,
  type PatientStatement,
  statedIdentifiers,
  updatePatientRecord,
} from './patient-records.ts';
export * from './persons.ts';
export * from './served-instances.ts';
export { soundOf } from './sound.ts';
export * from './sources.ts';
export {
  ensureSeries,
  ensureStudy,
  findStudy,
  hasSeries,
  newestStudyDate,
  type SeriesAttributes,
  type StudyAttributes,
} from './studies.ts';
export type { NewRow, Row, Service, Tables } from './tables.ts';
export { DEFAULT_TENANT_ID } from './tenant.ts';
export * from './transfers.ts';
export * from './worklist.ts';
