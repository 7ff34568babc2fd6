export { keepReportIn } from './keep-report.ts';
export { readMentions } from './note-mentions.ts';
export {
  encapsulatedClasses,
  isReportClass,
  type OneReport,
  readReports,
  reportClasses,
  reportOf,
  reportOfMessage,
} from './read-reports.ts';
