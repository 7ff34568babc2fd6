export { countAppointments, readAppointment, searchAppointments } from './appointments.ts';
export type { ChartAsk, Page, PatientIdentifierAsked, Period } from './ask.ts';
export { searchAudit } from './audit.ts';
export { countChanges, searchChanges } from './changes.ts';
export { isId } from './conditions.ts';
export { type CrossReferenced, crossReference } from './cross-reference.ts';
export { type ChartDocument, countDocuments, readDocument, searchDocuments } from './documents.ts';
export { filedConsents, filedDiagnoses, filedVisits } from './filed.ts';
export { type ChartGroup, findGroups, readGroup } from './groups.ts';
export { type ChartObservation, countObservations, readObservation, searchObservations } from './observations.ts';
export { countOrders, readOrder, searchOrders } from './orders.ts';
export {
  type ChartPatient,
  countPatients,
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
