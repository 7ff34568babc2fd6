export { type CorrectionOf, readCorrections } from './corrections.ts';
export { type ExamOfSite, examKeyOf, isExam, mainModality, nameKeyOf } from './exam-of-site.ts';
