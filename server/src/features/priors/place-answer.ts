/** Whose studies a source has answered with: every patient in an answer is judged before anything is kept. */
import { type Match, matchRecords, type PatientRecord } from '@throughline/identity';
import { findPatientRecord, membersOf, type PatientStatement, type SourceRow } from '../../db/index.ts';
import { PeerError, type PeerPatient, type PeerStudy } from '../../peers/index.ts';
import type { Principal } from '../access/index.ts';
import type { Context } from '../context.ts';
import { type MemberRow, registerPatientRecord, toRecord } from '../patients/index.ts';

export interface PlacedPatient {
  readonly patientRecordId: string;
  readonly identifier: { readonly issuer: string; readonly id: string };
  readonly studies: readonly PeerStudy[];
}

const statementOf = (patient: PeerPatient, source: SourceRow): PatientStatement => ({
  issuer: patient.issuer ?? source.issuer,
  id: patient.id,
  name: patient.name,
  birthDate: patient.birthDate,
  sex: patient.sex,
  otherIds: patient.otherIds,
});

const toCandidate = (statement: PatientStatement): PatientRecord => ({
  id: '',
  issuer: statement.issuer,
  patientId: statement.id,
  otherIds: statement.otherIds,
  ...(statement.name === null ? {} : { name: statement.name }),
  ...(statement.birthDate === null ? {} : { birthDate: statement.birthDate }),
  ...(statement.sex === null ? {} : { sex: statement.sex }),
});

const isOwn = (statement: PatientStatement, records: readonly MemberRow[]): boolean =>
  records.some((record) => record.issuer === statement.issuer && record.patient_id === statement.id);

/** Against every record of the person; none where the source names one of them itself. */
const matchesOf = (statement: PatientStatement, records: readonly MemberRow[]): readonly Match[] =>
  isOwn(statement, records) ? [] : records.map((record) => matchRecords(toCandidate(statement), toRecord(record)));

/** Somebody else's, with certainty: it is not even remembered that the source has them. */
const isNobodyHere = (matches: readonly Match[]): boolean =>
  matches.length > 0 && matches.every(({ outcome }) => outcome === 'distinct');

/** Nothing but the day of birth speaks for it: the person has no name, or none in a script that can be compared with this one. */
const isBlind = (matches: readonly Match[]): boolean =>
  matches.length > 0 &&
  matches.every(
    ({ outcome, evidence }) =>
      outcome !== 'auto-link' &&
      evidence.some(({ field, level, b }) => field === 'family name' && level === 'missing' && b === ''),
  );

/** So many strangers of one day of birth are asked about by a person; more say that nobody can tell who is meant. */
const MOST_BLIND = 3;

/** A source speaks for its own identifiers; of another issuer's record it can say that it is there, not who it is. */
const recordOf = async (
  context: Context,
  principal: Principal,
  statement: PatientStatement,
  source: SourceRow,
): Promise<string> => {
  if (statement.issuer !== source.issuer) {
    const known = await context.db.tenant(principal.tenantId, (trx) => findPatientRecord(trx, statement));
    if (known) return known.id;
  }
  return (await registerPatientRecord(context, principal, statement)).patientRecordId;
};

/**
 * Registers the patients of an answer who are, or may be, the one it was asked about. What may be is kept under its own record and
 * raises a question for review; it is this person's only once the records are linked.
 */
export const placeAnswer = async (
  context: Context,
  principal: Principal,
  source: SourceRow,
  records: readonly MemberRow[],
  studies: readonly PeerStudy[],
): Promise<readonly PlacedPatient[]> => {
  const groups = Map.groupBy(studies, ({ patient }) => `${patient.issuer ?? source.issuer}\n${patient.id}`);
  const judged = [...groups.values()].flatMap((group) => {
    const statement = group[0] && statementOf(group[0].patient, source);
    if (statement === undefined) return [];
    const matches = matchesOf(statement, records);
    return isNobodyHere(matches) ? [] : [{ group, statement, matches }];
  });
  if (judged.filter(({ matches }) => isBlind(matches)).length > MOST_BLIND)
    throw new PeerError('misbehaved', 'Too many persons of one day of birth, and no name to tell them apart by');
  const placed: PlacedPatient[] = [];
  for (const { group, statement } of judged) {
    const patientRecordId = await recordOf(context, principal, statement, source);
    placed.push({ patientRecordId, identifier: { issuer: statement.issuer, id: statement.id }, studies: group });
  }
  return placed;
};

/** Of these, the records that belong to the same person as `anchorRecordId` now. */
export const ofSamePerson = async (
  { db }: Context,
  principal: Principal,
  anchorRecordId: string,
  recordIds: readonly string[],
): Promise<{ readonly personId: string | undefined; readonly recordIds: ReadonlySet<string> }> => {
  const members = await db.tenant(principal.tenantId, (trx) => membersOf(trx, [anchorRecordId, ...recordIds]));
  const personId = members.find((member) => member.id === anchorRecordId)?.person_id;
  const same = members.filter((member) => member.person_id === personId).map((member) => member.id);
  return { personId, recordIds: new Set(same.filter((id) => recordIds.includes(id))) };
};
