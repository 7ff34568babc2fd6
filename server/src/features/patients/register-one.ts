/** One record as its source tells of it, also where the source has given the identifier to somebody else. */
import {
  ensurePatientRecord,
  KEYED,
  membersOf,
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

/** Makes or updates the record that the statement is about, and judges it; the caller has asked whether the principal may. */
export const registerOne = async (
  trx: Trx,
  principal: Principal,
  statement: PatientStatement,
  at: Date,
): Promise<Registered> => {
  const ensured = await ensurePatientRecord(trx, principal.tenantId, statement);
  const updated =
    ensured.before !== undefined && (await updatePatientRecord(trx, principal.tenantId, ensured.before, statement));
  if (ensured.created || updated)
    await recordAudit(trx, principal, {
      event: 'patientRecord',
      action: ensured.created ? 'C' : 'U',
      patientRecordId: ensured.id,
      detail: { issuer: statement.issuer },
    });
  if (ensured.superseded !== undefined)
    await recordAudit(trx, principal, {
      event: 'patientRecord',
      action: 'U',
      patientRecordId: ensured.superseded,
      detail: { change: 'identifier-reused', by: ensured.id },
    });
  const told = { patientRecordId: ensured.id, created: ensured.created };
  // Admission tells of a patient many times: what says nothing new was judged when it was.
  const [judged] = ensured.before?.keyed === KEYED && !updated ? await membersOf(trx, [ensured.id]) : [];
  if (judged) return { ...told, personId: judged.person_id, changed: [] };
  return { ...told, ...(await evaluateRecord(trx, principal, ensured.id, at, ensured.created)) };
};
