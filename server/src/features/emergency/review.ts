/** The list that a privacy officer goes through: who broke the glass, for whom, why, and whether that was justified. */
import type { EmergencyAccess, EmergencyVerdict } from '@throughline/contract';
import { listEmergencies as listRows, reviewEmergency as reviewRow } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { authorise, type Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';

const MOST = 500;

export const listEmergencies = async ({ db }: Context, principal: Principal): Promise<readonly EmergencyAccess[]> => {
  authorise(principal, 'admin');
  const rows = await db.tenant(principal.tenantId, async (trx) => {
    const found = await listRows(trx, MOST);
    const detail = { emergencyAccesses: found.length };
    await recordAudit(trx, principal, { event: 'auditLogUsed', action: 'R', detail });
    return found;
  });
  return rows.map((row) => ({
    id: row.id,
    subject: row.subject,
    patientRecordId: row.patient_record_id,
    issuer: row.issuer,
    patientId: row.patient_id,
    reason: row.reason,
    startedAt: row.started_at.toISOString(),
    endsAt: (row.ended_at ?? row.ends_at).toISOString(),
    reviewedAt: row.reviewed_at?.toISOString() ?? null,
    reviewedBy: row.reviewed_by,
    verdict: row.verdict,
  }));
};

/** @throws Failure forbidden when it is one's own: somebody else has to look at it */
export const reviewEmergency = async (
  { db, clock }: Context,
  principal: Principal,
  id: string,
  { verdict }: EmergencyVerdict,
): Promise<void> => {
  authorise(principal, 'admin');
  const { subject, tenantId } = principal;
  await db.tenant(tenantId, async (trx) => {
    const row = (await reviewRow(trx, id, { by: subject, verdict, at: clock() })) ?? fail('not-found');
    if (row.subject === subject) fail('forbidden');
    const { patient_record_id: patientRecordId } = row;
    const detail = { emergencyAccess: id, verdict };
    await recordAudit(trx, principal, { event: 'securityAlert', action: 'U', patientRecordId, detail });
  });
};
