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
  /** Its facility has told of something newer before: what it says of the patient was not taken, its identifiers were. */
  readonly isOlder?: true;
}

export interface Telling {
  readonly statement: PatientStatement;
  /** its facility has told of something newer before */
  readonly isOlder: boolean;
}

/** Identifiers that were stated once stay stated, whatever else has changed since. */
export const identifiersOnly = ({ issuer, id, otherIds }: PatientStatement): PatientStatement => ({
  issuer,
  id,
  otherIds,
  name: null,
  birthDate: null,
  sex: null,
});

/**
 * Makes or updates the record that the statement is about, which is not the one that its identifier names, and judges it. By an older
 * story nobody gets the identifier (back).
 */
export const registerReused = async (
  trx: Trx,
  principal: Principal,
  { statement, isOlder }: Telling,
  at: Date,
): Promise<Registered> => {
  const { tenantId } = principal;
  const { id, created, before, superseded } = await ensurePatientRecord(trx, tenantId, statement, {
    ...(isOlder ? { isCurrent: () => Promise.resolve(false) } : { toldAt: at }),
  });
  const said = isOlder ? identifiersOnly(statement) : statement;
  const updated =
    before !== undefined && (await updatePatientRecord(trx, tenantId, before, said, isOlder ? undefined : at));
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
  return {
    patientRecordId: id,
    created,
    ...(isOlder && { isOlder }),
    ...(await evaluateRecord(trx, principal, id, at)),
  };
};
