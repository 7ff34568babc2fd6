/** Takes a decision back: every record it touched is again what it was, and in the person that it was in. */
import { clusterOf } from '@throughline/identity';
import {
  appendWhenWanted,
  changesOf,
  createPerson,
  endChange,
  findRegistered,
  type IdentityChangeRow,
  type KeptRow,
  keptOf,
  laterChanges,
  lockChange,
  type MemberRow,
  membersOf,
  type PatientIdentifier,
  recordsOfChange,
  recordsOfPersons,
  restoreKept,
  restoreRemoved,
  type Trx,
} from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { authorise, type Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { authoriseIdentity, type Changed, lockedMembers } from './change.ts';
import { evaluateRecord } from './evaluate.ts';
import { beginWork, moveRecord, notePersonsOf, tellChanges, type Work } from './work.ts';

const refuseUnlessLast = async (trx: Trx, change: IdentityChangeRow): Promise<void> => {
  if (change.undone_at !== null) fail('conflict', 'It was taken back already.');
  const later = await laterChanges(trx, change);
  if (later.length > 0) fail('conflict', `Later changes of the same have to be taken back first: ${later.join(', ')}.`);
};

const restore = async (work: Work, members: readonly MemberRow[], kept: readonly KeptRow[]): Promise<void> => {
  for (const row of kept) {
    const member = members.find((each) => each.id === row.patient_record_id) ?? fail('processing-failure');
    await restoreKept(work.trx, member, row, work.at);
    if (member.person_id !== row.person_id || member.merged_into !== row.merged_into)
      work.changed.add(member.person_id).add(row.person_id);
  }
};

/** A decision taken since may forbid what was before. */
const refuseContradiction = async (work: Work, persons: readonly string[]): Promise<void> => {
  for (const personId of persons) {
    const members = await recordsOfPersons(work.trx, [personId]);
    await work.pairs.compareAll(members);
    const apart = members.some((one, at) =>
      members.slice(at + 1).some((other) => work.pairs.get(one.id, other.id)?.decision === 'not-same'),
    );
    if (apart)
      fail('conflict', 'It was decided since that two of these records are not of one person; take that back first.');
  }
};

/**
 * Records that came to a person since, by a link, a decision or a merge, and that nothing joins to those who stay there: they came to
 * who leaves now, and go where what joins them says.
 */
const followThoseWhoLeave = async (
  work: Work,
  members: readonly MemberRow[],
  came: readonly MemberRow[],
): Promise<void> => {
  const { trx, principal, at, pairs } = work;
  await pairs.compareAll(members);
  const isJoined = (one: string, other: string): boolean => ['same', 'linked'].includes(pairs.verdict(one, other));
  const stay = members.filter((member) => !came.includes(member));
  let left = came;
  for (let [anchor] = left; anchor !== undefined; [anchor] = left) {
    const ids = left.map(({ id }) => id);
    const group = clusterOf(anchor.id, ids, pairs.verdict);
    const going = left.filter(({ id }) => group.has(id));
    left = left.filter(({ id }) => !group.has(id));
    if (stay.length === 0 || stay.some((member) => going.some(({ id }) => isJoined(member.id, id)))) continue;
    const own = await createPerson(trx, principal.tenantId);
    for (const member of going) await moveRecord(work, member, own, group);
    for (const { id } of going)
      for (const changed of (await evaluateRecord(trx, principal, id, at)).changed) work.changed.add(changed);
  }
};

/** What came after the change, and what changed since, is judged anew; when nothing did, all stays as it was restored. */
const settle = async (
  work: Work,
  change: IdentityChangeRow,
  kept: readonly KeptRow[],
  persons: readonly string[],
): Promise<void> => {
  const { trx, principal, at } = work;
  const restored = new Set(kept.map((row) => row.patient_record_id));
  for (const personId of persons) {
    const members = await recordsOfPersons(trx, [personId]);
    const came = members.filter((member) => !restored.has(member.id) && member.linked_at >= change.made_at);
    if (came.length > 0) await followThoseWhoLeave(work, members, came);
  }
  const now = await membersOf(trx, [...restored]);
  for (const member of now.filter((each) => each.updated_at > change.made_at))
    for (const id of (await evaluateRecord(trx, principal, member.id, at)).changed) work.changed.add(id);
};

/** Whoever was told that a patient is gone is told that it is there. */
const tellOfReturn = async (trx: Trx, { tenantId, subject }: Principal, records: readonly string[]): Promise<void> => {
  for (const patientRecordId of records)
    await appendWhenWanted(trx, tenantId, 'patient.told', { patientRecordId, by: subject });
};

/** `undoChange` as part of a transaction. */
export const undoIn = async (trx: Trx, principal: Principal, changeId: string, at: Date): Promise<Changed> => {
  authoriseIdentity(principal);
  const change = (await lockChange(trx, changeId)) ?? fail('not-found');
  const kept = await keptOf(trx, changeId);
  const members = await lockedMembers(
    trx,
    principal.tenantId,
    kept.map((row) => row.patient_record_id),
    at,
  );
  await refuseUnlessLast(trx, change);
  const work = await beginWork(trx, principal, at);
  await restore(work, members, kept);
  if (change.kind === 'remove') await tellOfReturn(trx, principal, await restoreRemoved(trx, change));
  await endChange(trx, change, principal.subject, at);
  const persons = [...new Set([...work.changed, ...kept.map((row) => row.person_id)])];
  await refuseContradiction(work, persons);
  await settle(work, change, kept, persons);
  await notePersonsOf(work, await recordsOfChange(trx, change));
  for (const row of kept)
    await recordAudit(trx, principal, {
      event: 'patientRecord',
      action: 'U',
      patientRecordId: row.patient_record_id,
      detail: { undone: changeId, change: change.kind },
    });
  if (kept.length === 0)
    await recordAudit(trx, principal, {
      event: 'patientRecord',
      action: 'U',
      detail: { undone: changeId, change: change.kind },
    });
  await tellChanges(work, trx);
  return { changeId, personId: kept[0]?.person_id ?? '', changed: [...work.changed] };
};

/**
 * Takes a merge, link, unlink, move, split or removal back: records, persons, studies and what they are shown under are exactly as before.
 * Refused while a later change of the same records is in force.
 */
export const undoChange = ({ db, clock }: Context, principal: Principal, changeId: string): Promise<Changed> =>
  db.tenant(principal.tenantId, (trx) => undoIn(trx, principal, changeId, clock()));

/** The changes, in force and taken back, that a record was part of, newest first. */
export const listChanges = async (
  { db }: Context,
  principal: Principal,
  patient: PatientIdentifier,
): Promise<readonly IdentityChangeRow[]> => {
  authorise(principal, 'read');
  return db.tenant(principal.tenantId, async (trx) => {
    const record = (await findRegistered(trx, patient)) ?? fail('not-found');
    return changesOf(trx, principal.tenantId, [record.id]);
  });
};
