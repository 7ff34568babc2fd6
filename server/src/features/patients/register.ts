/** Patient records as sources tell of them: registered once, judged anew whenever what is told changes. */
import { ensurePatientRecord, type PatientStatement, updatePatientRecord } from '../../db/index.ts';
import { authorise, type Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { type Evaluation, evaluateRecord } from './evaluate.ts';

export interface Registered extends Evaluation {
  readonly patientRecordId: string;
  readonly created: boolean;
}

/** Makes or updates the record of this issuer and identifier, and finds the person it belongs to; two at once make one. */
export const registerPatientRecord = async (
  { db, clock }: Context,
  principal: Principal,
  statement: PatientStatement,
): Promise<Registered> => {
  authorise(principal, 'store');
  return db.tenant(principal.tenantId, async (trx) => {
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
    const evaluation = await evaluateRecord(trx, principal, ensured.id, clock());
    return { ...evaluation, patientRecordId: ensured.id, created: ensured.created };
  });
};

/** Judges a record again, e.g. after an object of it was stored. */
export const reevaluateRecord = async (
  { db, clock }: Context,
  principal: Principal,
  patientRecordId: string,
): Promise<Evaluation> => {
  authorise(principal, 'store');
  return db.tenant(principal.tenantId, (trx) => evaluateRecord(trx, principal, patientRecordId, clock()));
};
