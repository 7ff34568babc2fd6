export {
  type AddressPart,
  addressParts,
  type ChartAsk,
  type DemographicAsked,
  type Page,
  type PatientIdentifierAsked,
  type Period,
} from './ask.ts';
export { searchAudit } from './audit.ts';
export { countChanges, searchChanges } from './changes.ts';
export { isId } from './conditions.ts';
export { type CrossReferenced, crossReference, isInUse } from './cross-reference.ts';
export { type ChartDocument, countDocuments, readDocument, searchDocuments } from './documents.ts';
export {
  countAppointments,
  countOrders,
  filedConsents,
  filedDiagnoses,
  filedVisits,
  readAppointment,
  readOrder,
  searchAppointments,
  searchOrders,
} from './filed.ts';
export { type ChartGroup, findGroups, readGroup } from './groups.ts';
export { type ChartObservation, countObservations, readObservation, searchObservations } from './observations.ts';
export {
  type ChartPatient,
  countPatients,
  type Described,
  isIssuerKnown,
  isPatientRemoved,
  listPatientHistory,
  matchPatients,
  readPatients,
  recordsOfIdentifiers,
  recordsOfPatients,
  searchPatients,
} from './patients.ts';
export {
  countPractitioners,
  type PractitionerAsk,
  practitionersOf,
  readPractitioner,
  searchPractitioners,
} from './practitioners.ts';
export {
  type ChartReport,
  countReports,
  listReportHistory,
  listReportVersions,
  readReport,
  searchReports,
} from './reports.ts';
export { listSites } from './sites.ts';
export { type ChartStudy, countStudies, readStudy, searchStudies } from './studies.ts';
export { listStudyVersions } from './study-versions.ts';
