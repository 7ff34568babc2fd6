/** Patient records as sources tell of them: registered once, judged anew whenever what is told changes. */
import {
  appendWhenWanted,
  bringBack,
  candidateRecords,
  findWithPersons,
  insertPatients,
  isToldOfOther,
  KEYED,
  type KnownRow,
  lockBlocks,
  noteEvents,
  olderThanKnown,
  type PatientIdentifier,
  type PatientStatement,
  planOnce,
  preparePatient,
  type RecordedEvent,
  type Trx,
  together,
  updatePatientRecord,
} from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { authorise, type Principal } from '../access/index.ts';
import { auditRow, recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { type Evaluation, evaluateRecord, type Made } from './evaluate.ts';
import { identifiersOnly, type Registered, registerReused, type Telling } from './register-reused.ts';
import { OWN_EVIDENCE } from './work.ts';

export type { Registered };

const registerKnown = async (
  trx: Trx,
  principal: Principal,
  known: KnownRow,
  { statement, isOlder }: Telling,
  at: Date,
): Promise<Registered> => {
  if (isToldOfOther(known, statement)) return registerReused(trx, principal, { statement, isOlder }, at);
  const told = { patientRecordId: known.id, created: false, ...(isOlder && { isOlder }) };
  const isBack =
    known.removed_by !== null && !isOlder && (await bringBack(trx, principal.tenantId, known.id, principal.subject));
  const said = isOlder ? identifiersOnly(statement) : statement;
  const updated = await updatePatientRecord(trx, principal.tenantId, known, said, isOlder ? undefined : at);
  // Admission tells of a patient many times: what says nothing new was judged when it was.
  if (!updated && !isBack && known.keyed === KEYED && known.person_id !== null)
    return { ...told, personId: known.person_id, changed: [] };
  if (updated || isBack) {
    await recordAudit(trx, principal, {
      event: 'patientRecord',
      action: 'U',
      patientRecordId: known.id,
      detail: { issuer: statement.issuer, ...(isBack && { change: 'told-again' }) },
    });
    const payload = { patientRecordId: known.id, by: principal.subject };
    await appendWhenWanted(trx, principal.tenantId, 'patient.told', payload);
  }
  return { ...told, ...(await evaluateRecord(trx, principal, known.id, at)) };
};

/** Who says it, what, and of when. */
interface Registration {
  readonly principal: Principal;
  readonly statement: PatientStatement;
  readonly recorded?: Recorded | undefined;
}

/** What its facility recorded before the newest event that it told of the patient takes the place of nothing. */
export interface Recorded extends RecordedEvent {
  /** It tells of an event of the patient itself (ADT): what comes later is compared with it. */
  readonly isEvent: boolean;
}

const keyOf = ({ issuer, id }: PatientIdentifier): string => `${issuer}\n${id}`;

/**
 * Records that nobody knew, by their place, with what may be one with each; whoever judges one that could be one with them waits until
 * the transaction ends.
 */
const makeNew = async (
  trx: Trx,
  tenantId: string,
  registrations: readonly Registration[],
  at: Date,
): Promise<ReadonlyMap<number, Made>> => {
  if (registrations.length === 0) return new Map();
  const news = registrations.map(({ principal, statement }) =>
    preparePatient({
      patient: statement,
      evidence: OWN_EVIDENCE,
      audit: auditRow(principal, { event: 'patientRecord', action: 'C', detail: { issuer: statement.issuer } }),
    }),
  );
  const digests = new Set(news.flatMap((one) => one.digests));
  // The database answers in this order: what is read was committed before the blocks were ours.
  const [made, , ...candidates] = await together(trx, (each) => [
    insertPatients(each, tenantId, news, at),
    lockBlocks(each, tenantId, [...digests]),
    ...news.map((one) => candidateRecords(each, tenantId, one.record.id, one.digests)),
  ]);
  return new Map([...made].map(([place, one]) => [place, { ...one, candidates: candidates[place] ?? [] }]));
};

const findKnown = async (trx: Trx, some: readonly Registration[]): Promise<ReadonlyMap<string, KnownRow>> => {
  const [, rows] = await together(trx, (each) => [
    planOnce(each),
    findWithPersons(
      each,
      some.map(({ statement }) => statement),
    ),
  ]);
  return new Map(rows.map((row) => [keyOf({ issuer: row.issuer, id: row.patient_id }), row]));
};

const olderOf = async (trx: Trx, some: readonly Registration[]): Promise<ReadonlySet<Registration>> => {
  const dated = some.flatMap((registration) =>
    registration.recorded === undefined
      ? []
      : [{ registration, patient: registration.statement, event: registration.recorded }],
  );
  const older = await olderThanKnown(trx, dated);
  return new Set(dated.filter((_one, place) => older.has(place)).map(({ registration }) => registration));
};

const noteRecorded = (trx: Trx, tenantId: string, registered: ReadonlyMap<Registration, Registered>): Promise<void> => {
  const events = [...registered].flatMap(([{ recorded }, { patientRecordId, isOlder }]) =>
    recorded?.isEvent && !isOlder ? [{ ...recorded, patientRecordId }] : [],
  );
  return noteEvents(trx, tenantId, events);
};

/** `registerIn` of several patients, no two of them the same, in as many statements as one takes, or few more. */
export const registerAllIn = async (
  trx: Trx,
  tenantId: string,
  registrations: readonly Registration[],
  at: Date,
): Promise<readonly Registered[]> => {
  for (const { principal } of registrations) authorise(principal, 'store');
  const known = await findKnown(trx, registrations);
  const registered = new Map<Registration, Registered>();
  const tell = async (some: readonly Registration[], rows: ReadonlyMap<string, KnownRow>): Promise<void> => {
    const older = await olderOf(trx, some);
    for (const registration of some) {
      const { principal, statement } = registration;
      const row = rows.get(keyOf(statement)) ?? fail('processing-failure');
      const telling = { statement, isOlder: older.has(registration) };
      registered.set(registration, await registerKnown(trx, principal, row, telling, at));
    }
  };
  const isKnown = ({ statement }: Registration): boolean => known.has(keyOf(statement));
  // Before the new ones are judged, who are judged by what is said of these now.
  await tell(registrations.filter(isKnown), known);
  const unknown = registrations.filter((registration) => !isKnown(registration));
  const made = await makeNew(trx, tenantId, unknown, at);
  // Somebody else was quicker: ours waited for the other's transaction, so that this statement sees its row.
  const late = unknown.filter((_one, place) => !made.has(place));
  if (late.length > 0) await tell(late, await findKnown(trx, late));
  for (const [place, { candidates, ...own }] of made) {
    const { principal } = unknown[place] ?? fail('processing-failure');
    const judged = late.length > 0 ? own : { ...own, ...(candidates && { candidates }) };
    const evaluation = await evaluateRecord(trx, principal, own.record.id, at, judged);
    registered.set(unknown[place] as Registration, {
      patientRecordId: own.record.id,
      created: true,
      ...evaluation,
    });
  }
  await noteRecorded(trx, tenantId, registered);
  return registrations.map((registration) => registered.get(registration) ?? fail('processing-failure'));
};

/** As `registerPatientRecord`, but as part of a transaction, e.g. the one that keeps the message it came by. */
export const registerIn = async (
  trx: Trx,
  principal: Principal,
  statement: PatientStatement,
  at: Date,
  recorded?: Recorded,
): Promise<Registered> => {
  const [registered] = await registerAllIn(trx, principal.tenantId, [{ principal, statement, recorded }], at);
  return registered ?? fail('processing-failure');
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
