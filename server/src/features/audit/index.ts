export { chainSomeEvents, verifyAuditChain } from './chain.ts';
export { auditAlone } from './query-audit.ts';
export { type AuditEvent, auditEvents, auditRow, recordAudit } from './record-audit.ts';
export { raiseSecurityAlert } from './security-alert.ts';
export { auditSummarised } from './summarised.ts';
