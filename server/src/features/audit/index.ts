export { auditAlone } from './query-audit.ts';
export { type AuditEvent, auditEvents, recordAudit } from './record-audit.ts';
export { raiseSecurityAlert } from './security-alert.ts';
