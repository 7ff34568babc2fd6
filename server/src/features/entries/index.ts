export type { SubjectNamed } from './subject.ts';
export { takeAppointmentIn, type WrittenAppointment } from './take-appointment.ts';
export { takeOrderIn, type WrittenOrder } from './take-order.ts';
export { takeReportIn, type WrittenReport } from './take-report.ts';
export type { Taken, Taking } from './taking.ts';
