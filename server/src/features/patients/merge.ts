/** A record that turns out to be another's: everything stored, sent or shown under it follows at once. */
import {
  appendOutbox,
  findPatientRecord,
  findRecord,
  keepBefore,
  type MemberRow,
  type PatientIdentifier,
  type PatientStatement,
  setMergedInto,
  type Trx,
} from '../../db/index.ts';
import { fail } from '../../errors.ts';
import type { Principal } from '../access/index.ts';
import type { Context } from '../context.ts';
import {
  authoriseIdentity,
  beginChange,
  type Changed,
  decide,
  endOfChange,
  joinByDecision,
  lockedMembers,
} from './change.ts';
import { registerIn } from './register.ts';

export interface MergeInput {
  /** Whose identifier stays (PID-3); made, and brought up to date, when demographics are given. */
  readonly survivor: PatientIdentifier | PatientStatement;
  /** Whose identifier is retired (MRG-1); made when it is not known yet, so that objects that still come with it follow. */
  readonly absorbed: PatientIdentifier;
  readonly reason: string;
}

const isStatement = (patient: PatientIdentifier | PatientStatement): patient is PatientStatement =>
  'otherIds' in patient;

const nothingKnown = { name: null, birthDate: null, sex: null, otherIds: [] };

const ensured = async (
  trx: Trx,
  principal: Principal,
  patient: PatientIdentifier | PatientStatement,
  at: Date,
): Promise<string> => {
  if (isStatement(patient)) return (await registerIn(trx, principal, patient, at)).patientRecordId;
  const known = await findPatientRecord(trx, patient);
  return known?.id ?? (await registerIn(trx, principal, { ...patient, ...nothingKnown }, at)).patientRecordId;
};

const survivorChain = async (trx: Trx, id: string): Promise<readonly string[]> => {
  const chain = [id];
  for (let next = (await findRecord(trx, id))?.merged_into; next; next = (await findRecord(trx, next))?.merged_into) {
    if (chain.includes(next)) return fail('conflict', 'Records are merged in a circle.');
    chain.push(next);
  }
  return chain;
};

const refuseUnlessMergeable = async (trx: Trx, survivor: MemberRow, absorbed: MemberRow): Promise<void> => {
  if (absorbed.merged_into !== null)
    fail('conflict', 'The record was merged into another already; take that back first.');
  if ((await survivorChain(trx, survivor.id)).includes(absorbed.id))
    fail('conflict', 'The surviving record was itself merged into the other; take that back first.');
  if (survivor.merged_into !== null) fail('conflict', 'The surviving record was itself merged into another.');
};

/** `mergePatients` as part of a transaction. */
export const mergeIn = async (trx: Trx, principal: Principal, input: MergeInput, at: Date): Promise<Changed> => {
  authoriseIdentity(principal);
  const { survivor: into, absorbed: from } = input;
  if (into.issuer === from.issuer && into.id === from.id) fail('bad-request', 'A record cannot be merged into itself.');
  const [survivorId, absorbedId] = [await ensured(trx, principal, into, at), await ensured(trx, principal, from, at)];
  const members = await lockedMembers(trx, principal.tenantId, [survivorId, absorbedId], at);
  const [survivor, absorbed] = [survivorId, absorbedId].map((id) => members.find((member) => member.id === id));
  if (survivor === undefined || absorbed === undefined) return fail('processing-failure');
  // The same message twice has its effect once, also when what it made was merged further since.
  if (absorbed.merged_into !== null && (await survivorChain(trx, absorbed.id)).includes(survivor.id))
    return { changeId: undefined, personId: survivor.person_id, changed: [] };
  await refuseUnlessMergeable(trx, survivor, absorbed);
  const change = await beginChange(trx, principal, { kind: 'merge', reason: input.reason }, members, at);
  await keepBefore(trx, change.row, absorbed);
  await decide(change, absorbed.id, survivor.id, 'same');
  const personId = await joinByDecision(change, absorbed.id, survivor.id);
  await setMergedInto(trx, absorbed.id, survivor.id);
  const told = { survivorId: survivor.id, absorbedId: absorbed.id, by: principal.subject };
  await appendOutbox(trx, principal.tenantId, 'patient.merged', told);
  return endOfChange(change, personId, [absorbed.id, survivor.id]);
};

/**
 * Merges one record into another (A40; A18, A34, A36 of older versions): their persons become one, and what is filed under the
 * absorbed identifier is shown under the surviving one. Also the reconciliation of a temporary patient. Refuses itself, circles
 * and a second survivor. Undone by `undoChange`.
 */
export const mergePatients = ({ db, clock }: Context, principal: Principal, input: MergeInput): Promise<Changed> =>
  db.tenant(principal.tenantId, (trx) => mergeIn(trx, principal, input, clock()));
