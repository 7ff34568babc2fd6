export { keepReportIn } from './keep-report.ts';
export { readMentions } from './note-mentions.ts';
export { isReportClass, type OneReport, readReports, reportClasses, reportOf } from './read-reports.ts';
