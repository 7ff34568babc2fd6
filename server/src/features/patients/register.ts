/** Patient records as sources tell of them: registered once, judged anew whenever what is told changes. */
import {
  countNames,
  ensurePatientRecord,
  KEYED,
  keyRecords,
  membersOf,
  type PatientStatement,
  type Trx,
  updatePatientRecord,
} from '../../db/index.ts';
import { authorise, type Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { type Evaluation, evaluateRecord } from './evaluate.ts';

export interface Registered extends Evaluation {
  readonly patientRecordId: string;
  readonly created: boolean;
}

/** The same as `registerPatientRecord`, as part of a transaction, e.g. the one that keeps the message it came by. */
export const registerIn = async (
  trx: Trx,
  principal: Principal,
  statement: PatientStatement,
  at: Date,
): Promise<Registered> => {
  authorise(principal, 'store');
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

/**
 * Makes or updates the record of this issuer and identifier (A01, A04, A05, A08, A28, A31), and finds the person it belongs to;
 * two at once make one. What the statement is silent about stays; an empty text takes a field away.
 */
export const registerPatientRecord = (
  { db, clock }: Context,
  principal: Principal,
  statement: PatientStatement,
): Promise<Registered> => db.tenant(principal.tenantId, (trx) => registerIn(trx, principal, statement, clock()));

/** Judges a record again, e.g. after an object of it was stored. */
export const reevaluateRecord = async (
  { db, clock }: Context,
  principal: Principal,
  patientRecordId: string,
): Promise<Evaluation> => {
  authorise(principal, 'store');
  return db.tenant(principal.tenantId, (trx) => evaluateRecord(trx, principal, patientRecordId, clock()));
};

const KEYED_AT_ONCE = 200;

/** Gives records of an earlier version the keys that candidates are found by, some at a time, and counts names anew. */
export const keyAllRecords = async ({ db }: Context, principal: Principal): Promise<void> => {
  authorise(principal, 'admin');
  const some = () => db.tenant(principal.tenantId, (trx) => keyRecords(trx, principal.tenantId, KEYED_AT_ONCE));
  for (let more = await some(); more; more = await some());
  await db.tenant(principal.tenantId, (trx) => countNames(trx, principal.tenantId));
};
