export type { SubjectNamed } from './subject.ts';
export { takeAppointmentIn } from './take-appointment.ts';
export { takeConsentIn } from './take-consent.ts';
export { takeGroupIn } from './take-group.ts';
export { takeObservationIn } from './take-observation.ts';
export { takeOrderIn } from './take-order.ts';
export { takeReportIn } from './take-report.ts';
export type { Taken, Taking } from './taking.ts';
