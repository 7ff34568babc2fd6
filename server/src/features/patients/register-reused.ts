/** An identifier that its source gives to somebody else, or tells of an earlier holder again. */
import {
  appendWhenWanted,
  ensurePatientRecord,
  type PatientStatement,
  type Trx,
  updatePatientRecord,
} from '../../db/index.ts';
import type { Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import { type Evaluation, evaluateRecord } from './evaluate.ts';

export interface Registered extends Evaluation {
  readonly patientRecordId: string;
  readonly created: boolean;
}

/** Makes or updates the record that the statement is about, which is not the one that its identifier names, and judges it. */
export const registerReused = async (
  trx: Trx,
  principal: Principal,
  statement: PatientStatement,
  at: Date,
): Promise<Registered> => {
  const { tenantId } = principal;
  const { id, created, before, superseded } = await ensurePatientRecord(trx, tenantId, statement, { toldAt: at });
  const updated = before !== undefined && (await updatePatientRecord(trx, tenantId, before, statement, at));
  const event = { event: 'patientRecord', patientRecordId: id } as const;
  if (created || updated) {
    const detail = { issuer: statement.issuer };
    await recordAudit(trx, principal, { ...event, action: created ? 'C' : 'U', detail });
    await appendWhenWanted(trx, tenantId, 'patient.told', { patientRecordId: id, by: principal.subject });
  }
  if (superseded !== undefined) {
    const detail = { change: 'identifier-reused', by: id };
    await recordAudit(trx, principal, { ...event, action: 'U', patientRecordId: superseded, detail });
  }
  return { patientRecordId: id, created, ...(await evaluateRecord(trx, principal, id, at)) };
};
