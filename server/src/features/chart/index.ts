export type { ChartAsk, Page, PatientIdentifierAsked, Period } from './ask.ts';
export { searchAudit } from './audit.ts';
export { isId } from './conditions.ts';
export { countOrders, readOrder, searchOrders } from './orders.ts';
export {
  type ChartPatient,
  countPatients,
  isIssuerKnown,
  matchPatients,
  readPatients,
  recordsOfIdentifiers,
  recordsOfPatients,
  searchPatients,
} from './patients.ts';
export { type ChartReport, countReports, readReport, searchReports } from './reports.ts';
export { listSites } from './sites.ts';
export { type ChartStudy, countStudies, readStudy, searchStudies } from './studies.ts';
