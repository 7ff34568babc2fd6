export type { ChartAsk, Page, PatientIdentifierAsked, Period } from './ask.ts';
export { searchAudit } from './audit.ts';
export { isId } from './conditions.ts';
export { type CrossReferenced, crossReference } from './cross-reference.ts';
export { type ChartObservation, countObservations, readObservation, searchObservations } from './observations.ts';
export { countOrders, readOrder, searchOrders } from './orders.ts';
export {
  type ChartPatient,
  countPatients,
  matchPatients,
  readPatients,
  recordsOfIdentifiers,
  recordsOfPatients,
  searchPatients,
} from './patients.ts';
export { type ChartReport, countReports, readReport, searchReports } from './reports.ts';
export { listSites } from './sites.ts';
export { type ChartStudy, countStudies, readStudy, searchStudies } from './studies.ts';
