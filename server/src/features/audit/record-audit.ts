/** Audit rows (PS3.15 A.5), written in the transaction of what they tell of: identifiers and counts only. */
import { insertAuditEvents, type Trx } from '../../db/index.ts';
import type { Principal } from '../access/index.ts';

/** DICOM audit event identifiers, PS3.16 CID 400. */
export const auditEvents = {
  applicationActivity: '110100',
  auditLogUsed: '110101',
  dataExport: '110106',
  dataImport: '110107',
  studyDeleted: '110105',
  instancesAccessed: '110103',
  instancesTransferred: '110104',
  beginTransferring: '110102',
  orderRecord: '110109',
  patientRecord: '110110',
  query: '110112',
  securityAlert: '110113',
  userAuthentication: '110114',
} as const;

export interface AuditEvent {
  readonly event: keyof typeof auditEvents;
  readonly action: 'C' | 'R' | 'U' | 'D' | 'E';
  readonly outcome?: 'success' | 'minor' | 'serious' | 'major';
  readonly patientRecordId?: string;
  readonly studyInstanceUid?: string;
  readonly detail?: Readonly<Record<string, string | number | boolean | null | readonly string[]>>;
}

/** What is done in an emergency says so, in the words of HL7 v3 ActReason. Where no patient is named it may be of that one. */
const purpose = ({ emergency }: Principal, { patientRecordId }: AuditEvent) =>
  emergency !== undefined && (patientRecordId === undefined || emergency.has(patientRecordId))
    ? { purposeOfUse: 'BTG' }
    : undefined;

export const auditRow = (principal: Principal, event: AuditEvent) => ({
  tenant_id: principal.tenantId,
  event_code: auditEvents[event.event],
  action: event.action,
  outcome: event.outcome ?? 'success',
  subject: principal.subject,
  door: principal.door,
  address: principal.address ?? null,
  patient_record_id: event.patientRecordId ?? null,
  study_instance_uid: event.studyInstanceUid ?? null,
  detail: JSON.stringify({ ...event.detail, ...purpose(principal, event) }),
});

export const recordAudit = (trx: Trx, principal: Principal, ...events: readonly AuditEvent[]): Promise<void> =>
  insertAuditEvents(
    trx,
    events.map((event) => auditRow(principal, event)),
  );
