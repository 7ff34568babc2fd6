/** Patient records as sources tell of them: registered once, judged anew whenever what is told changes. */
import {
  countNames,
  findWithPerson,
  insertPatient,
  KEYED,
  type KnownRow,
  keyRecords,
  type PatientStatement,
  type Trx,
  updatePatientRecord,
} from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { authorise, type Principal } from '../access/index.ts';
import { auditRow, recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { type Evaluation, evaluateRecord } from './evaluate.ts';
import { OWN_EVIDENCE } from './work.ts';

export interface Registered extends Evaluation {
  readonly patientRecordId: string;
  readonly created: boolean;
}

/** A record that nobody knew; undefined when somebody else was quicker. */
const registerNew = async (
  trx: Trx,
  principal: Principal,
  statement: PatientStatement,
  at: Date,
): Promise<Registered | undefined> => {
  const audit = auditRow(principal, {
    event: 'patientRecord',
    action: 'C',
    detail: { issuer: statement.issuer },
  });
  const made = await insertPatient(trx, principal.tenantId, statement, { at, evidence: OWN_EVIDENCE, audit });
  if (made === undefined) return undefined;
  const evaluation = await evaluateRecord(trx, principal, made.record.id, at, made);
  return { patientRecordId: made.record.id, created: true, ...evaluation };
};

const registerKnown = async (
  trx: Trx,
  principal: Principal,
  known: KnownRow,
  statement: PatientStatement,
  at: Date,
): Promise<Registered> => {
  const told = { patientRecordId: known.id, created: false };
  const updated = await updatePatientRecord(trx, principal.tenantId, known, statement);
  // Admission tells of a patient many times: what says nothing new was judged when it was.
  if (!updated && known.keyed === KEYED && known.person_id !== null)
    return { ...told, personId: known.person_id, changed: [] };
  if (updated)
    await recordAudit(trx, principal, {
      event: 'patientRecord',
      action: 'U',
      patientRecordId: known.id,
      detail: { issuer: statement.issuer },
    });
  return { ...told, ...(await evaluateRecord(trx, principal, known.id, at)) };
};

/** The same as `registerPatientRecord`, as part of a transaction, e.g. the one that keeps the message it came by. */
export const registerIn = async (
  trx: Trx,
  principal: Principal,
  statement: PatientStatement,
  at: Date,
): Promise<Registered> => {
  authorise(principal, 'store');
  const known = await findWithPerson(trx, statement);
  if (known !== undefined) return registerKnown(trx, principal, known, statement, at);
  const made = await registerNew(trx, principal, statement, at);
  if (made !== undefined) return made;
  // Ours waited for the other's transaction, so that this statement sees its row.
  const other = (await findWithPerson(trx, statement)) ?? fail('processing-failure');
  return registerKnown(trx, principal, other, statement, at);
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
