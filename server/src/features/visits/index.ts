export { keepCliniciansIn, keepVisitIn, type SaidDiagnosis, type SaidVisit } from './keep-visit.ts';
