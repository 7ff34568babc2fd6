/** A patient that its source takes away (IHE PIXm ITI-104 Remove Patient, PMIR ITI-93): found no more, and nothing of it deleted. */
import {
  appendWhenWanted,
  findRegistered,
  isFiledUnder,
  keepBefore,
  lockRecord,
  type MemberRow,
  markRemoved,
  membersOf,
  type PatientIdentifier,
  type Trx,
} from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { authorise, type Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import { authoriseIdentity, beginChange, type Change, lockedMembers, moveToOwn, withMerged } from './change.ts';
import { splitPerson } from './split.ts';
import { notePersonsOf, tellChanges } from './work.ts';

export interface RemovalInput {
  readonly patient: PatientIdentifier;
  readonly reason: string;
}

/** Only the source that an identifier is of may remove it, and only one that may decide who is whom. */
const authoriseRemoval = (principal: Principal, { issuer }: PatientIdentifier): void => {
  authorise(principal, 'store');
  authoriseIdentity(principal);
  if (principal.domain?.issuer !== issuer)
    fail('forbidden', 'Only who has its own identifiers of this issuer may remove a patient of it.');
};

/** What is filed under an identifier would be lost from sight with it. */
const refuseUnlessAlone = async (trx: Trx, record: MemberRow): Promise<void> => {
  if (record.merged_into !== null) fail('conflict', 'The record was merged into another; take that back first.');
  if ((await withMerged(trx, [record.id])).length > 1)
    fail('conflict', 'Another record was merged into this one; take that back first.');
  if (await isFiledUnder(trx, record.id))
    fail('conflict', 'Studies, reports or orders are filed under this identifier; move or merge them first.');
};

/** The record is nobody else's any more, and whom only it joined are apart again. */
const takeOut = async (change: Change, record: MemberRow): Promise<void> => {
  const { trx, row, members } = change;
  const others = members.filter(({ id }) => id !== record.id);
  if (others.length === 0) return keepBefore(trx, row, record);
  await moveToOwn(change, [record.id]);
  await splitPerson(change, record.person_id);
  const now = new Map(
    (
      await membersOf(
        trx,
        others.map(({ id }) => id),
      )
    ).map((member) => [member.id, member.person_id]),
  );
  for (const other of others) if (now.get(other.id) !== other.person_id) await keepBefore(trx, row, other);
};

/** Those who stay are told of; who was removed is nobody about whom anybody asks. */
const tell = async (change: Change, record: MemberRow): Promise<void> => {
  const { trx, principal, row, members, changed } = change;
  await recordAudit(trx, principal, {
    event: 'patientRecord',
    action: 'D',
    patientRecordId: record.id,
    detail: { change: row.kind, changeId: row.id },
  });
  await notePersonsOf(
    change,
    members.map(({ id }) => id),
  );
  for (const { person_id: own } of await membersOf(trx, [record.id])) changed.delete(own);
  await tellChanges(change, trx);
  await appendWhenWanted(trx, principal.tenantId, 'patient.removed', {
    patientRecordId: record.id,
    by: principal.subject,
  });
};

/**
 * Removes a patient: its record is found by nobody, is named beside no other and joined with none, until its source tells of it again, or
 * something is filed under it. Refused while anything is. `unknown`: nobody has the identifier. Undone by `undoChange`.
 */
export const removeIn = async (
  trx: Trx,
  principal: Principal,
  { patient, reason }: RemovalInput,
  at: Date,
): Promise<{ readonly id: string } | 'unknown'> => {
  authoriseRemoval(principal, patient);
  const known = await findRegistered(trx, patient);
  if (known === undefined) return 'unknown';
  const { id } = known;
  await lockRecord(trx, id);
  const members = await lockedMembers(trx, principal.tenantId, [id], at);
  const record = members.find((member) => member.id === id) ?? fail('processing-failure');
  // Told twice, also at once, it has its effect once.
  if (record.removed_by !== null) return { id };
  await refuseUnlessAlone(trx, record);
  const change = await beginChange(trx, principal, { kind: 'remove', reason }, members, at);
  await takeOut(change, record);
  await markRemoved(trx, id, change.row);
  await tell(change, record);
  return { id };
};
