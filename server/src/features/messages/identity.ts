/** What identity can do as part of a transaction. */
import {
  ensurePatientRecord,
  type PatientIdentifier,
  type PatientStatement,
  type Trx,
  updatePatientRecord,
} from '../../db/index.ts';
import type { Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import { evaluateRecord } from '../patients/index.ts';
import { refuse } from './refusal.ts';

interface Registered {
  readonly personId: string;
  readonly patientRecordId: string;
}

export const registerIn = async (
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
  const evaluation = await evaluateRecord(trx, principal, ensured.id, at);
  return { personId: evaluation.personId, patientRecordId: ensured.id };
};

interface Changed {
  readonly changeId: string | undefined;
  readonly personId: string;
}

type Decision<Input> = (trx: Trx, principal: Principal, input: Input, at: Date) => Promise<Changed>;

const notYet = async (): Promise<Changed> => refuse('201', 'This event is not processed here.', 'MSH-9');

export const mergeIn: Decision<{ survivor: PatientStatement; absorbed: PatientIdentifier; reason: string }> = notYet;
export const linkIn: Decision<{ one: PatientIdentifier; other: PatientIdentifier; reason: string }> = notYet;
export const unlinkIn: typeof linkIn = notYet;
export const moveIn: Decision<{ moved: PatientIdentifier; to: PatientIdentifier; reason: string }> = notYet;
type Relation = { readonly mother: PatientIdentifier; readonly child: PatientIdentifier; readonly witness: string };
export const relateIn = async (..._given: [Trx, Principal, Relation, Date]): Promise<{ id: string } | undefined> =>
  undefined;
