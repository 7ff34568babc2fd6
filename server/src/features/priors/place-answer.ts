/** Whose studies a source has answered with: every patient in an answer is judged before anything is kept. */
import { matchRecords, type PatientRecord } from '@throughline/identity';
import { findPatientRecord, membersOf, type PatientStatement, type SourceRow } from '../../db/index.ts';
import type { PeerPatient, PeerStudy } from '../../peers/index.ts';
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

/** Somebody else's, with certainty: it is not even remembered that the source has them. */
const isNobodyHere = (statement: PatientStatement, records: readonly MemberRow[]): boolean =>
  !isOwn(statement, records) &&
  records.every((record) => matchRecords(toCandidate(statement), toRecord(record)).outcome === 'distinct');

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
  const placed: PlacedPatient[] = [];
  for (const group of groups.values()) {
    const [first] = group;
    if (first === undefined) continue;
    const statement = statementOf(first.patient, source);
    if (isNobodyHere(statement, records)) continue;
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
