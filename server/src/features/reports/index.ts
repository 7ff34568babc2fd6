export { isReportClass, readReports } from './read-reports.ts';
