export { keepAccountIn, type SaidAccount } from './keep-account.ts';
export { keepCliniciansIn, keepVisitIn, type SaidDiagnosis, type SaidVisit } from './keep-visit.ts';
