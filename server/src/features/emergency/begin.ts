/** Break-glass: somebody sees what a consent withholds from them, for a reason and for an hour; it is written down and reviewed (A21). */
import type { EmergencyGrant, EmergencyRequest } from '@throughline/contract';
import { addEmergency, endEmergency as endRow, findPatientRecord, findStudy, newId, type Trx } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { authorise, forgetWithheld, type Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';

const LASTS_MS = 3_600_000;

/** Types of the audit event Security Alert (PS3.16 CID 401). */
const started = '110127';
const stopped = '110128';

const recordOf = async (trx: Trx, { patient, studyInstanceUid }: EmergencyRequest): Promise<string> => {
  if (patient)
    return (await findPatientRecord(trx, { issuer: patient.issuer, id: patient.patientId }))?.id ?? fail('not-found');
  return (await findStudy(trx, studyInstanceUid ?? ''))?.patient_record_id ?? fail('not-found');
};

/**
 * From the next request on this user is told of the patient, by every door that knows them by this name.
 *
 * @throws Failure conflict when nothing of the patient is withheld from this user
 */
export const beginEmergency = async (
  { db, clock, log }: Context,
  principal: Principal,
  request: EmergencyRequest,
): Promise<EmergencyGrant> => {
  authorise(principal, 'read');
  const { tenantId, subject } = principal;
  const id = newId();
  const now = clock();
  const endsAt = new Date(now.getTime() + LASTS_MS);
  await db.tenant(tenantId, async (trx) => {
    const patientRecordId = await recordOf(trx, request);
    if (principal.withheld?.has(patientRecordId) !== true)
      fail('conflict', 'Nothing of this patient is withheld from you.');
    const { reason } = request;
    const row = { tenant_id: tenantId, id, subject, patient_record_id: patientRecordId, reason };
    await addEmergency(trx, { ...row, started_at: now, ends_at: endsAt });
    const detail = { type: started, emergencyAccess: id };
    await recordAudit(trx, principal, {
      event: 'securityAlert',
      action: 'E',
      outcome: 'minor',
      patientRecordId,
      detail,
    });
  });
  forgetWithheld(db);
  log.warn({ emergencyAccess: id }, 'an emergency access began: somebody has to review it');
  return { id, endsAt: endsAt.toISOString() };
};

/** Given back before its time, by who asked for it or by an administrator. */
export const endEmergency = async ({ db, clock }: Context, principal: Principal, id: string): Promise<void> => {
  authorise(principal, 'read');
  await db.tenant(principal.tenantId, async (trx) => {
    const whose = principal.rights.has('admin') ? undefined : principal.subject;
    const row = (await endRow(trx, id, whose, clock())) ?? fail('not-found');
    const detail = { type: stopped, emergencyAccess: id };
    const { patient_record_id: patientRecordId } = row;
    await recordAudit(trx, principal, { event: 'securityAlert', action: 'E', patientRecordId, detail });
  });
  forgetWithheld(db);
};
