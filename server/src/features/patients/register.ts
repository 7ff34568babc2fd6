/** Patient records as sources tell of them: registered once, judged anew whenever what is told changes. */
import { countNames, keyRecords, type PatientStatement, type Trx } from '../../db/index.ts';
import { authorise, type Principal } from '../access/index.ts';
import type { Context } from '../context.ts';
import { type Evaluation, evaluateRecord } from './evaluate.ts';
import { type Registered, registerOne } from './register-one.ts';

export type { Registered };

/** The same as `registerPatientRecord`, as part of a transaction, e.g. the one that keeps the message it came by. */
export const registerIn = async (
  trx: Trx,
  principal: Principal,
  statement: PatientStatement,
  at: Date,
): Promise<Registered> => {
  authorise(principal, 'store');
  return registerOne(trx, principal, statement, at);
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
