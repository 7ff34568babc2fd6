export { keepReportIn } from './keep-report.ts';
export { isReportClass, readReports } from './read-reports.ts';
