export { type CorrectionOf, readCorrections } from './corrections.ts';
export { type ExamOfSite, examKeyOf, isExam, mainModality } from './exam-of-site.ts';
export { takeLicensedFiles } from './licensed-files.ts';
