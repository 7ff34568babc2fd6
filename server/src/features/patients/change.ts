/**
 * Decisions about who is whom. Each is a change that keeps how the records were before it, so that it can be taken back exactly;
 * studies stay with the records they came for and need no moving.
 */
import {
  createPerson,
  findPatientRecord,
  findRecord,
  type IdentityChangeRow,
  insertChange,
  insertVerdict,
  keepBefore,
  lockPersons,
  type MemberRow,
  membersOf,
  mergedInto,
  type NewChange,
  type PatientIdentifier,
  recordsOfPersons,
  type Trx,
  type Verdict,
} from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { authorise, type Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import { factsOf } from './facts.ts';
import { beginWork, ensurePerson, moveRecord, notePersonsOf, tellChanges, type Work } from './work.ts';

export interface Changed {
  /** What it is taken back by; undefined when nothing had to change. */
  readonly changeId: string | undefined;
  /** The person that the surviving, linked or moved record belongs to now. */
  readonly personId: string;
  /** Persons whose set of records changed. */
  readonly changed: readonly string[];
}

export interface Change extends Work {
  readonly row: IdentityChangeRow;
  /** All records of the persons that it is about, as they are now. */
  readonly members: readonly MemberRow[];
}

/** Who may say who is whom: administrators, and feeds that are trusted with it. */
export const authoriseIdentity = (principal: Principal): void => {
  if (!principal.rights.has('identity')) authorise(principal, 'admin');
};

/** By what a source calls it, or by our own id: an identifier that was reused names its last holder only. */
export type NamedRecord = PatientIdentifier | { readonly recordId: string };

export const recordIdOf = async (trx: Trx, named: NamedRecord): Promise<string> => {
  const found = 'recordId' in named ? findRecord(trx, named.recordId) : findPatientRecord(trx, named);
  return (await found)?.id ?? fail('not-found', 'There is no such patient.');
};

/** The persons of these records, locked, with all their records; none can change until the transaction ends. */
export const lockedMembers = async (
  trx: Trx,
  tenantId: string,
  recordIds: readonly string[],
  at: Date,
): Promise<readonly MemberRow[]> => {
  const read = async () => [...new Set((await membersOf(trx, recordIds)).map((member) => member.person_id))].sort();
  for (const id of recordIds) if ((await membersOf(trx, [id])).length === 0) await ensurePerson(trx, tenantId, id, at);
  let persons = await read();
  for (;;) {
    await lockPersons(trx, persons);
    const now = await read();
    if (now.join() === persons.join()) return recordsOfPersons(trx, persons);
    persons = now;
  }
};

export const beginChange = async (
  trx: Trx,
  principal: Principal,
  change: Pick<NewChange, 'kind' | 'reason'>,
  members: readonly MemberRow[],
  at: Date,
): Promise<Change> => {
  const work = await beginWork(trx, principal, at);
  const row = await insertChange(trx, principal.tenantId, { ...change, madeBy: principal.subject, madeAt: at });
  return { ...work, row, members };
};

const memberOf = ({ members }: Pick<Change, 'members'>, id: string): MemberRow =>
  members.find((member) => member.id === id) ?? fail('processing-failure');

export const decide = async (change: Change, one: string, other: string, verdict: Verdict): Promise<void> => {
  const facts = factsOf(memberOf(change, one), memberOf(change, other));
  await insertVerdict(change.trx, change.row, [one, other], verdict, facts);
};

/** Refuses what contradicts another decision in force. */
const refuseContradiction = ({ pairs }: Work, ids: readonly string[]): void => {
  const contradicted = ids.some((one, at) =>
    ids.slice(at + 1).some((other) => pairs.get(one, other)?.decision === 'not-same'),
  );
  if (contradicted)
    fail('conflict', 'It was decided that records of these two are not of one person; take that back first.');
};

/** All records of the person of `from` become records of the person of `to`. */
export const joinByDecision = async (change: Change, from: string, to: string): Promise<string> => {
  const { members, pairs } = change;
  const [source, target] = [memberOf(change, from).person_id, memberOf(change, to).person_id];
  await pairs.compareAll(members);
  refuseContradiction(
    change,
    members.map((member) => member.id),
  );
  if (source === target) return target;
  const ids = members.map((member) => member.id);
  for (const member of members.filter((each) => each.person_id === source)) {
    await keepBefore(change.trx, change.row, member);
    await moveRecord(change, member, target, ids);
  }
  return target;
};

/** A record and all that were merged into it, directly or through others: they go together. */
export const withMerged = async (trx: Trx, ids: readonly string[]): Promise<readonly string[]> => {
  const all = new Set(ids);
  for (let next = [...ids]; next.length > 0; ) {
    next = (await mergedInto(trx, next)).map((row) => row.id).filter((id) => !all.has(id));
    for (const id of next) all.add(id);
  }
  return [...all];
};

/** What was merged is shown under the identifier of its survivor: it cannot be of another person than that one. */
export const refuseUnlessWhole = (members: readonly MemberRow[], leaving: readonly string[]): void => {
  const isCutOff = ({ id, merged_into: into }: MemberRow): boolean =>
    into !== null && leaving.includes(id) && !leaving.includes(into);
  if (members.some(isCutOff)) fail('conflict', 'The record was merged into another; take that back first.');
};

/** These records leave their person; what joined them to those who stay by decision holds no more. */
export const partByDecision = async (
  change: Change,
  leaving: readonly string[],
  against: readonly string[],
): Promise<void> => {
  const { members, pairs } = change;
  await pairs.readDecisions(members.map((member) => member.id));
  const people = new Set(leaving.map((id) => memberOf(change, id).person_id));
  const staying = members.filter((member) => people.has(member.person_id) && !leaving.includes(member.id));
  for (const one of leaving) {
    const mine = memberOf(change, one);
    for (const other of staying) {
      const pair = pairs.compare(mine, other);
      if (against.includes(other.id) || pair.decision === 'same' || pair.verdict === 'linked')
        await decide(change, one, other.id, 'not-same');
    }
  }
};

/** Moves records to a person of theirs alone. */
export const moveToOwn = async (change: Change, leaving: readonly string[]): Promise<string> => {
  const personId = await createPerson(change.trx, change.principal.tenantId);
  for (const id of leaving) {
    const member = memberOf(change, id);
    await keepBefore(change.trx, change.row, member);
    await moveRecord(change, member, personId, leaving);
  }
  return personId;
};

export const endOfChange = async (change: Change, personId: string, records: readonly string[]): Promise<Changed> => {
  const { trx, principal, row, changed } = change;
  for (const id of records)
    await recordAudit(trx, principal, {
      event: 'patientRecord',
      action: 'U',
      patientRecordId: id,
      detail: { change: row.kind, changeId: row.id },
    });
  await notePersonsOf(change, records);
  await tellChanges(change, trx);
  return { changeId: row.id, personId, changed: [...changed] };
};
