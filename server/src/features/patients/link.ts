/** Two records are one person, or are not; a record belongs to another person; some records are somebody else. */
import { decisionsAmong, type MemberRow, type PatientIdentifier, type Trx } from '../../db/index.ts';
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
  moveToOwn,
  type NamedRecord,
  partByDecision,
  recordIdOf,
  refuseUnlessWhole,
  withMerged,
} from './change.ts';
import { factsOf } from './facts.ts';
import { knownPersonOf } from './persons.ts';

export interface PairInput {
  readonly one: NamedRecord;
  readonly other: NamedRecord;
  readonly reason: string;
}

const pairIds = async (trx: Trx, { one, other }: PairInput): Promise<readonly [string, string]> => {
  const ids = [await recordIdOf(trx, one), await recordIdOf(trx, other)] as const;
  return ids[0] === ids[1] ? fail('bad-request', 'These are one record.') : ids;
};

/** The two are one person by a decision in force, taken upon what is known of them now. */
const isDecided = async (
  trx: Trx,
  { tenantId }: Principal,
  members: readonly MemberRow[],
  [one, other]: readonly [string, string],
): Promise<boolean> => {
  const [mine, theirs] = [one, other].map((id) => members.find((member) => member.id === id));
  if (mine === undefined || mine.person_id !== theirs?.person_id) return false;
  const [verdict] = (await decisionsAmong(trx, tenantId, [one, other])).verdicts;
  return verdict?.verdict === 'same' && verdict.facts.equals(factsOf(mine, theirs));
};

/** `linkRecords` as part of a transaction; deciding the same again is no change. */
export const linkIn = async (trx: Trx, principal: Principal, input: PairInput, at: Date): Promise<Changed> => {
  authoriseIdentity(principal);
  const [one, other] = await pairIds(trx, input);
  const members = await lockedMembers(trx, principal.tenantId, [one, other], at);
  if (await isDecided(trx, principal, members, [one, other]))
    return { changeId: undefined, personId: (await knownPersonOf(trx, one)) ?? '', changed: [] };
  const change = await beginChange(trx, principal, { kind: 'link', reason: input.reason }, members, at);
  await decide(change, one, other, 'same');
  const personId = await joinByDecision(change, other, one);
  return endOfChange(change, personId, [one, other]);
};

/** Says that two records are one person (A24, a reviewer's "same"); both keep their identifiers. Undone by `undoChange`. */
export const linkRecords = ({ db, clock }: Context, principal: Principal, input: PairInput): Promise<Changed> =>
  db.tenant(principal.tenantId, (trx) => linkIn(trx, principal, input, clock()));

/** `unlinkRecords` as part of a transaction. */
export const unlinkIn = async (trx: Trx, principal: Principal, input: PairInput, at: Date): Promise<Changed> => {
  authoriseIdentity(principal);
  const [one, other] = await pairIds(trx, input);
  const members = await lockedMembers(trx, principal.tenantId, [one, other], at);
  const personOf = (id: string) => members.find((member) => member.id === id)?.person_id ?? fail('processing-failure');
  const change = await beginChange(trx, principal, { kind: 'unlink', reason: input.reason }, members, at);
  if (personOf(one) !== personOf(other)) {
    await decide(change, one, other, 'not-same');
    return endOfChange(change, personOf(other), [one, other]);
  }
  const leaving = await withMerged(trx, [other]);
  if (leaving.includes(one)) fail('conflict', 'One was merged into the other; take that back first.');
  refuseUnlessWhole(members, leaving);
  await partByDecision(change, leaving, [one]);
  return endOfChange(change, await moveToOwn(change, leaving), [one, other]);
};

/**
 * Says that two records are not one person (A37, a reviewer's "not the same"): `other` leaves, with what was merged into it, and
 * the two are not asked about again unless what is known of them changes. Undone by `undoChange`.
 */
export const unlinkRecords = ({ db, clock }: Context, principal: Principal, input: PairInput): Promise<Changed> =>
  db.tenant(principal.tenantId, (trx) => unlinkIn(trx, principal, input, clock()));

export interface RecordMoveInput {
  /** Whose identifier moves (A43: MRG-1). */
  readonly moved: PatientIdentifier;
  /** A record of the person that it moves to (A43: PID-3). */
  readonly to: PatientIdentifier;
  readonly reason: string;
}

/** `movePatientRecord` as part of a transaction. */
export const moveIn = async (trx: Trx, principal: Principal, input: RecordMoveInput, at: Date): Promise<Changed> => {
  authoriseIdentity(principal);
  const [moved, to] = await pairIds(trx, { one: input.moved, other: input.to, reason: input.reason });
  const members = await lockedMembers(trx, principal.tenantId, [moved, to], at);
  const personOf = (id: string) => members.find((member) => member.id === id)?.person_id ?? fail('processing-failure');
  const leaving = await withMerged(trx, [moved]);
  if (leaving.includes(to))
    fail('conflict', 'That record was merged into the one that would move; take that back first.');
  if (personOf(moved) !== personOf(to)) refuseUnlessWhole(members, leaving);
  const change = await beginChange(trx, principal, { kind: 'move', reason: input.reason }, members, at);
  if (personOf(moved) !== personOf(to)) {
    await partByDecision(change, leaving, []);
    await moveToOwn(change, leaving);
  }
  await decide(change, moved, to, 'same');
  const now = await lockedMembers(trx, principal.tenantId, [moved, to], at);
  const personId = await joinByDecision({ ...change, members: now }, moved, to);
  return endOfChange(change, personId, [moved, to]);
};

/**
 * Moves a record, with its identifier and its studies, to the person of another record (A43): its former companions are not it,
 * and stay. Undone by `undoChange`.
 */
export const movePatientRecord = (
  { db, clock }: Context,
  principal: Principal,
  input: RecordMoveInput,
): Promise<Changed> => db.tenant(principal.tenantId, (trx) => moveIn(trx, principal, input, clock()));

export interface SplitInput {
  /** Records of one person that are somebody else, all the same one. */
  readonly records: readonly PatientIdentifier[];
  readonly reason: string;
}

/** `splitRecords` as part of a transaction. */
export const splitIn = async (trx: Trx, principal: Principal, input: SplitInput, at: Date): Promise<Changed> => {
  authoriseIdentity(principal);
  const named: string[] = [];
  for (const patient of input.records) named.push(await recordIdOf(trx, patient));
  const members = await lockedMembers(trx, principal.tenantId, named, at);
  if (new Set(members.map((member) => member.person_id)).size !== 1)
    fail('conflict', 'These records are not of one person.');
  const leaving = await withMerged(trx, named);
  const staying = members.map((member) => member.id).filter((id) => !leaving.includes(id));
  if (staying.length === 0) fail('bad-request', 'Nobody would be left.');
  refuseUnlessWhole(members, leaving);
  const change = await beginChange(trx, principal, { kind: 'split', reason: input.reason }, members, at);
  await partByDecision(change, leaving, staying);
  return endOfChange(change, await moveToOwn(change, leaving), named);
};

/** Takes records out of their person, together: they are one other person. Undone by `undoChange`. */
export const splitRecords = ({ db, clock }: Context, principal: Principal, input: SplitInput): Promise<Changed> =>
  db.tenant(principal.tenantId, (trx) => splitIn(trx, principal, input, clock()));
