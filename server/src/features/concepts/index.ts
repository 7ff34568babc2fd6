export { type CorrectionOf, readCorrections } from './corrections.ts';
export { takeLicensedFiles } from './licensed-files.ts';
export { type ExamOfSite, examKeyOf, isExam, mainModality } from './exam-of-site.ts';
