export { newId } from '../ids.ts';
export type { Listed } from './any-of.ts';
export {
  type ApplicationEntity,
  findApplicationEntity,
  findCaller,
  isBound,
  listApplicationEntities,
  lockApplicationEntity,
  putApplicationEntity,
  removeApplicationEntity,
} from './application-entities.ts';
export * from './appointments.ts';
export {
  asOrderValues,
  type Condition,
  countArchive,
  hasNameKey,
  type OrderColumn,
  type OrderValues,
  onePerPerson,
  orderOf,
  type SearchLevel,
  samePerson,
  searchArchive,
} from './archive-query.ts';
export * from './audit-chain.ts';
export { commitAuditEvents, insertAuditEvents, listAuditEvents } from './audit-events.ts';
export * from './authorization.ts';
export { blockingDigests, KEYED, lockBlocks, putBlockingKeys } from './blocking-keys.ts';
export * from './bulk-exports.ts';
export * from './cds.ts';
export * from './changes-list.ts';
export * from './code-map.ts';
export * from './commitments.ts';
export * from './conflicts.ts';
export { type Denial, denials, findConsent, putConsent } from './consents.ts';
export * from './corrections.ts';
export { type Database, isConnectionLoss, type Trx } from './database.ts';
export * from './deletions.ts';
export * from './deliveries.ts';
export * from './document-list.ts';
export { commitLater } from './durability.ts';
export {
  addEmergency,
  type Emergency,
  emergencies,
  endEmergency,
  listEmergencies,
  reviewEmergency,
} from './emergency-accesses.ts';
export * from './enquiries.ts';
export * from './exam-names.ts';
export * from './exceptions.ts';
export * from './fhircast.ts';
export * from './filed-list.ts';
export * from './gatherings.ts';
export { isManifestWithdrawn, noteHandedManifest } from './handed-manifests.ts';
export * from './header-walks.ts';
export * from './hl7-destinations.ts';
export * from './hl7-messages.ts';
export * from './hl7-outgoing.ts';
export * from './hl7-sources.ts';
export * from './holdings.ts';
export * from './identity-changes.ts';
export * from './identity-reviews.ts';
export {
  commitInstances,
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
  wholeCopiesOf,
} from './instances.ts';
export { type SourceDeeds, type SourceExams, sourceDeeds, sourceExams } from './interoperability.ts';
export { cursorOf, type ListOrder, type ListPage, type ListRow } from './keyset.ts';
export * from './late-priors.ts';
export * from './left-studies.ts';
export * from './local-studies.ts';
export * from './locations.ts';
export * from './measurements.ts';
export * from './mentions.ts';
export * from './message-reports.ts';
export { countNames, nameFrequencies } from './name-frequencies.ts';
export { nameKeysOf, nameTokens, normaliseName } from './name-keys.ts';
export { lockNamed } from './named-locks.ts';
export { insertPatients, type MadePatient, preparePatient } from './new-patients.ts';
export * from './object-kinds.ts';
export { findObservation, putObservation } from './observations.ts';
export * from './of-persons.ts';
export { type OpenOptions, openDatabase } from './open.ts';
export * from './openings.ts';
export { advanceOutbox, appendOutbox, appendWhenWanted, type OutboxRow, readOutbox, tellOfPlanned } from './outbox.ts';
export { type AccountNumber, addAccount, putAccount, removeAccount } from './patient-accounts.ts';
export { noteEvents, olderThanKnown, type RecordedEvent } from './patient-events.ts';
export * from './patient-groups.ts';
export {
  type EnsuredPatient,
  ensurePatientRecord,
  findPatientRecord,
  findRegistered,
  isKnownIssuer,
  isToldOfOther,
  type PatientIdentifier,
  type PatientStatement,
  type RecordFacts,
  statedIdentifiers,
  toRecord,
  unkeyedRecords,
  updatePatientRecord,
} from './patient-records.ts';
export * from './patient-relations.ts';
export * from './patient-versions.ts';
export * from './performed-steps.ts';
export * from './persons.ts';
export { planOnce } from './plan-once.ts';
export {
  countPractitioners,
  listPractitioners,
  type NamedAt,
  type NumberedClinician,
  type PractitionerRow,
  practitionerNames,
  practitionersNamed,
  putPractitioners,
} from './practitioners.ts';
export * from './prior-feedback.ts';
export {
  insertRecall,
  isStillParted,
  noteRecall,
  type RecallRow,
  sentInstanceIds,
  takeDueRecall,
  unrecalledDeliveries,
} from './recalls.ts';
export * from './rejections.ts';
export * from './relevance-packs.ts';
export * from './removed-patients.ts';
export * from './report-enquiries.ts';
export * from './report-list.ts';
export * from './retention-rules.ts';
export * from './scheduled-steps.ts';
export * from './served-instances.ts';
export { ensureSecret } from './server-secrets.ts';
export * from './shown-statements.ts';
export { soundOf } from './sound.ts';
export * from './source-health.ts';
export * from './source-measures.ts';
export * from './sources.ts';
export {
  ensureSeries,
  ensureStudy,
  findStudies,
  findStudy,
  findStudyById,
  hasSeries,
  newestStudyDate,
  ownerOfStudy,
  type SeriesAttributes,
  type StudyAttributes,
} from './studies.ts';
export { type Arrivals, arrivalsOfStudy, type StudyVersionRow, versionsOfStudy } from './study-versions.ts';
export * from './subscriptions.ts';
export type {
  ConsentActor,
  ConsentNarrowing,
  CorrectedState,
  DeliverBy,
  Hl7MessageState,
  OutgoingEvent,
  OutgoingState,
  Overlay,
  PerformedStatus,
  RejectionCode,
  ReportCode,
  ReportSection,
  ReportStatus,
  Row,
  Service,
  SubscriptionFilter,
  SubscriptionState,
  UserIdentityRule,
  WorkitemState,
} from './tables/index.ts';
export { DEFAULT_TENANT_ID } from './tenant.ts';
export { sent, together } from './together.ts';
export * from './transfers.ts';
export { isIdentified, issuerOfStudy, toldIssuer } from './unidentified.ts';
export * from './visibility.ts';
export * from './visits.ts';
export * from './workitem-reports.ts';
export * from './workitem-subscriptions.ts';
export * from './workitems.ts';
export * from './worklist.ts';
