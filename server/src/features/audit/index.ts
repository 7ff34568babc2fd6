export { auditAlone } from './query-audit.ts';
export { auditEvents, auditRow, recordAudit } from './record-audit.ts';
export { raiseSecurityAlert } from './security-alert.ts';
