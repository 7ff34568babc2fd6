/** Makes what a message means true, in the transaction that keeps the message. */
import {
  findPatientRecord,
  type PatientIdentifier,
  type PatientRecordRow,
  type PatientStatement,
} from '../../db/index.ts';
import { Failure } from '../../errors.ts';
import { keepResultsIn } from '../measurements/index.ts';
import { placeOrderIn, setOrderStatusIn } from '../orders/index.ts';
import { linkIn, mergeIn, moveIn, type Registered, registerIn, relateIn, unlinkIn } from '../patients/index.ts';
import { keepReportIn } from '../reports/index.ts';
import { keepAccountIn, keepCliniciansIn, keepVisitIn } from '../visits/index.ts';
import type { Applying } from './applying.ts';
import { keepAppointments } from './appointments.ts';
import type { Intent } from './interpret/index.ts';
import { keyOf } from './interpret/patient.ts';
import { refuse } from './refusal.ts';

/** What was made or changed, by identifiers of ours only. */
export interface Effect {
  readonly kind: string;
  readonly id: string;
}

/** The message's patients as its registrations left them, with what they were named by. */
type Known = Map<string, Registered & { readonly patient: PatientIdentifier }>;

const recordOf = async ({ trx }: Applying, patient: PatientIdentifier): Promise<PatientRecordRow> =>
  (await findPatientRecord(trx, patient)) ?? refuse('204', 'There is no such patient.', 'PID-3');

const recordIdOf = async (applying: Applying, patient: PatientIdentifier, known: Known): Promise<string> =>
  known.get(keyOf(patient))?.patientRecordId ?? (await recordOf(applying, patient)).id;

type Apply<K extends Intent['kind']> = (
  applying: Applying,
  intent: Extract<Intent, { kind: K }>,
  known: Known,
) => Promise<readonly Effect[]>;

const noteRegistered = (
  { flags }: Applying,
  known: Known,
  patient: PatientIdentifier,
  registered: Registered,
): readonly Effect[] => {
  if (registered.isOlder) flags.add('older-than-known');
  known.set(keyOf(patient), { ...registered, patient });
  return [{ kind: 'patient', id: registered.patientRecordId }];
};

const registered = ({ trx, principal, at, recorded }: Applying, patient: PatientStatement): Promise<Registered> =>
  registerIn(trx, principal, patient, at, recorded);

const register: Apply<'register'> = async (applying, { patient }, known) =>
  noteRegistered(applying, known, patient, await registered(applying, patient));

/**
 * An older message may tell of somebody whose identifier was given to another since: what is done by that identifier would be done to the
 * other.
 */
const refuseIfGivenAway = async ({ trx }: Applying, known: Known): Promise<void> => {
  for (const { patient, patientRecordId, isOlder } of known.values())
    if (isOlder && (await findPatientRecord(trx, patient))?.id !== patientRecordId)
      refuse('205', 'The identifier was given to somebody else after this was recorded.', 'PID-3');
};

const reasonOf = ({ messageId }: Applying): string => `HL7 message ${messageId}`;

const changed = (kind: string, change: { readonly changeId: string | undefined }): readonly Effect[] =>
  change.changeId === undefined ? [] : [{ kind, id: change.changeId }];

const merge: Apply<'merge'> = async (applying, { survivor: said, absorbed }, known) => {
  const { trx, principal, at } = applying;
  noteRegistered(applying, known, said, await registered(applying, said));
  await refuseIfGivenAway(applying, known);
  const survivor = { issuer: said.issuer, id: said.id };
  return changed('merge', await mergeIn(trx, principal, { survivor, absorbed, reason: reasonOf(applying) }, at));
};

const pair: Apply<'link' | 'unlink'> = async (applying, { kind, one, other }) => {
  const { trx, principal, at } = applying;
  const verb = kind === 'link' ? linkIn : unlinkIn;
  return changed(kind, await verb(trx, principal, { one, other, reason: reasonOf(applying) }, at));
};

const move: Apply<'move'> = async (applying, { moved, to }) => {
  const { trx, principal, at } = applying;
  return changed('move', await moveIn(trx, principal, { moved, to, reason: reasonOf(applying) }, at));
};

/** A mother whom nobody has told us of is no reason to refuse the child. */
const mother: Apply<'mother'> = async ({ trx, principal, at }, { mother: named, child, witness }) => {
  if ((await findPatientRecord(trx, named)) === undefined) return [];
  const related = await relateIn(trx, principal, { mother: named, child, witness }, at);
  return [{ kind: 'relation', id: related.id }];
};

/** An order that a message gives another patient: the one in PID is wrong, or the number is. */
const ofThisPatient = async <T>(doing: Promise<T>): Promise<T> => {
  try {
    return await doing;
  } catch (error) {
    if (error instanceof Failure && error.code === 'conflict') return refuse('205', error.message, 'PID-3');
    throw error;
  }
};

const order: Apply<'order'> = async (applying, { patient, step }, known) => {
  const { trx, principal, issuer, at } = applying;
  const record = await recordOf(applying, patient);
  const personId = known.get(keyOf(patient))?.personId ?? refuse('204', 'There is no such patient.', 'PID-3');
  const placed = await ofThisPatient(placeOrderIn(trx, principal, { patient: record, personId, issuer, step }, at));
  return [{ kind: 'order', id: placed.id }];
};

const stepStatus: Apply<'step-status'> = async (applying, { patient, accessionNumber, status }) => {
  const { trx, principal, issuer, at } = applying;
  const named = { patient: await recordOf(applying, patient), issuer, accessionNumber };
  const ids = await ofThisPatient(setOrderStatusIn(trx, principal, named, status, at));
  if (ids.length === 0) return refuse('204', 'There is no such order.', 'ORC-2');
  return ids.map((id) => ({ kind: 'order', id }));
};

const appointment: Apply<'appointment'> = async (applying, intent, known) => {
  const named = [];
  for (const patient of intent.patients)
    named.push({
      recordId: await recordIdOf(applying, patient, known),
      personId: known.get(keyOf(patient))?.personId,
    });
  const ids = await keepAppointments(applying, intent, named);
  return ids.map((id) => ({ kind: 'appointment', id }));
};

const report: Apply<'report'> = async (applying, intent, known) => {
  const { trx, principal, sourceName, messageId, at } = applying;
  const patientRecordId = await recordIdOf(applying, intent.patient, known);
  const { patient: _patient, kind: _kind, measurements, ...said } = intent;
  const id = await keepReportIn(trx, principal, { ...said, patientRecordId, sourceName, messageId }, at);
  await keepResultsIn(trx, principal, { id, studyInstanceUid: intent.studyInstanceUid }, measurements);
  return [{ kind: 'report', id }];
};

const visit: Apply<'visit'> = async (applying, intent, known) => {
  const { trx, principal, sourceName, messageId, at } = applying;
  const patientRecordId = await recordIdOf(applying, intent.patient, known);
  const origin = { sourceName, messageId, patientRecordId };
  return keepVisitIn(trx, principal, origin, intent, at);
};

const clinicians: Apply<'clinicians'> = async ({ trx, principal, at }, { clinicians: named }) => {
  await keepCliniciansIn(trx, principal, named, at);
  return [];
};

const account: Apply<'account'> = async (applying, intent, known) => {
  const { trx, principal, at } = applying;
  const isOlder = known.get(keyOf(intent.patient))?.isOlder === true;
  const said = { ...intent, isOlder };
  await keepAccountIn(trx, principal, await recordIdOf(applying, intent.patient, known), said, at);
  return [];
};

/** What finds its patients by identifiers, not by what the registrations of the message have come to. */
const byIdentifier: ReadonlySet<Intent['kind']> = new Set(['link', 'unlink', 'move', 'mother', 'order', 'step-status']);

const applyOne = async (applying: Applying, intent: Intent, known: Known): Promise<readonly Effect[]> => {
  if (byIdentifier.has(intent.kind)) await refuseIfGivenAway(applying, known);
  switch (intent.kind) {
    case 'register':
      return register(applying, intent, known);
    case 'merge':
      return merge(applying, intent, known);
    case 'link':
    case 'unlink':
      return pair(applying, intent, known);
    case 'move':
      return move(applying, intent, known);
    case 'mother':
      return mother(applying, intent, known);
    case 'order':
      return order(applying, intent, known);
    case 'step-status':
      return stepStatus(applying, intent, known);
    case 'appointment':
      return appointment(applying, intent, known);
    case 'report':
      return report(applying, intent, known);
    case 'visit':
      return visit(applying, intent, known);
    case 'clinicians':
      return clinicians(applying, intent, known);
    case 'account':
      return account(applying, intent, known);
  }
};

/**
 * All of it or, when any part is refused, nothing: the caller has set a savepoint, or gives the transaction up. `begun` is what the
 * first of them, a registration, has come to already.
 */
export const applyIntents = async (
  applying: Applying,
  intents: readonly Intent[],
  begun?: Registered,
): Promise<readonly Effect[]> => {
  const known: Known = new Map();
  const effects: Effect[] = [];
  for (const [at, intent] of intents.entries())
    effects.push(
      ...(at === 0 && begun !== undefined && intent.kind === 'register'
        ? noteRegistered(applying, known, intent.patient, begun)
        : await applyOne(applying, intent, known)),
    );
  return effects;
};
