export type { SubjectNamed } from './subject.ts';
export { takeAppointmentIn } from './take-appointment.ts';
export { takeOrderIn } from './take-order.ts';
export { takeReportIn } from './take-report.ts';
export type { Taken, Taking } from './taking.ts';
