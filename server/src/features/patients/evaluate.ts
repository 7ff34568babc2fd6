/** Decides which person a record belongs to, from what all records say now. */
import { canBeOne } from '@throughline/identity';
import {
  blockingDigests,
  candidateRecords,
  findRecord,
  findRecords,
  KEYED,
  lockBlocks,
  lockPersons,
  type MemberRow,
  membersOf,
  type PatientRecordRow,
  putBlockingKeys,
  raisedReviews,
  raiseReview,
  recordsDecidedWith,
  recordsOfPersons,
  type Trx,
  toRecord,
  withdrawReview,
} from '../../db/index.ts';
import { fail } from '../../errors.ts';
import type { Principal } from '../access/index.ts';
import type { Pair } from './pairs.ts';
import { splitPerson } from './split.ts';
import { beginWork, ensurePerson, moveRecord, tellChanges, type Work } from './work.ts';

export interface Evaluation {
  readonly personId: string;
  /** Persons whose set of records changed. */
  readonly changed: readonly string[];
}

const isLinked = (pair: Pair | undefined): boolean => pair?.verdict === 'linked' || pair?.verdict === 'same';

/** Persons of these records; a record that nobody has judged yet is given its own. */
const personsOf = async (
  { trx, principal, at }: Work,
  records: readonly PatientRecordRow[],
): Promise<Map<string, string>> => {
  const members = await membersOf(
    trx,
    records.map((record) => record.id),
  );
  const persons = new Map(members.map((member) => [member.id, member.person_id]));
  for (const { id } of records)
    if (!persons.has(id)) persons.set(id, await ensurePerson(trx, principal.tenantId, id, at));
  return persons;
};

/** Moves all of one person's records into another's, when none of them must be kept apart. */
const joinPersons = async (work: Work, one: string, other: string): Promise<boolean> => {
  const members = await recordsOfPersons(work.trx, [one, other]);
  const ids = members.map((member) => member.id);
  await work.pairs.readDecisions(ids);
  // Those of one person are together already: only what is between the two counts.
  const [mine, theirs] = [one, other].map((person) => members.filter((member) => member.person_id === person));
  for (const member of mine ?? []) for (const their of theirs ?? []) work.pairs.compare(member, their);
  if (!canBeOne(ids, work.pairs.verdict)) return false;
  // Identifiers grow with time: the older person stays, and pages that show it stay true.
  const [survivor, absorbed] = one < other ? [one, other] : [other, one];
  for (const member of members) if (member.person_id === absorbed) await moveRecord(work, member, survivor, ids);
  return true;
};

/** Joins the persons of all records that are linked with this one, the surest first. */
const joinLinked = async (work: Work, record: PatientRecordRow, linked: readonly PatientRecordRow[]): Promise<void> => {
  const persons = await personsOf(work, [record, ...linked]);
  await lockPersons(work.trx, [...persons.values()]);
  const score = ({ id }: PatientRecordRow): number => work.pairs.get(record.id, id)?.match.score ?? 0;
  const surest = [...linked].sort((a, b) => score(b) - score(a) || (a.id < b.id ? -1 : 1));
  for (const other of surest) {
    // Read again: somebody else may have moved them before we held the lock, and so may we have since.
    const members = new Map(
      (await membersOf(work.trx, [record.id, other.id])).map((member) => [member.id, member.person_id]),
    );
    const [mine, theirs] = [members.get(record.id), members.get(other.id)];
    if (mine === undefined || theirs === undefined || mine === theirs) continue;
    await joinPersons(work, mine, theirs);
  }
};

const isQuestion = ({ match, decision, outdated, verdict }: Pair): boolean => {
  // What was decided is asked again when the facts changed and now say otherwise.
  if (decision === 'same') return outdated && match.outcome === 'distinct' && match.rules.length > 0;
  if (decision === 'not-same') return outdated && match.outcome === 'auto-link';
  // A link that a third record forbids is a question too.
  return match.outcome === 'review' || verdict === 'linked';
};

/** Raises what a person must decide; withdraws what the facts decide now. */
const keepReviews = async (
  work: Work,
  record: PatientRecordRow,
  candidates: readonly PatientRecordRow[],
  isNew: boolean,
): Promise<void> => {
  const { trx, principal, pairs, at, changed } = work;
  const questions = candidates.filter((candidate) => {
    const pair = pairs.get(record.id, candidate.id);
    return pair !== undefined && isQuestion(pair);
  });
  const known = isNew ? [] : await raisedReviews(trx, principal.tenantId, record.id);
  const raised = new Map(known.map((row) => [row.record_a === record.id ? row.record_b : row.record_a, row]));
  if (questions.length === 0 && raised.size === 0) return;
  const others = [...questions.map((candidate) => candidate.id), ...raised.keys()];
  const persons = new Map(
    (await membersOf(trx, [record.id, ...others])).map((member) => [member.id, member.person_id]),
  );
  const tell = (id: string): void => {
    for (const person of [persons.get(record.id), persons.get(id)]) if (person !== undefined) changed.add(person);
  };
  const open = new Set<string>();
  for (const { id } of questions) {
    const pair = pairs.get(record.id, id);
    if (pair === undefined || (persons.get(id) === persons.get(record.id) && pair.decision === undefined)) continue;
    open.add(id);
    const { score, rules, evidence } = pair.match;
    const again = pair.decision === undefined ? undefined : at;
    if (again !== undefined && raised.has(id) && raised.get(id)?.score === score) continue;
    const question = { score, rules: [...rules], evidence: JSON.stringify(evidence) };
    if (await raiseReview(trx, principal.tenantId, [record.id, id], question, again)) tell(id);
  }
  for (const id of raised.keys())
    if (!open.has(id) && pairs.get(record.id, id)?.decision === undefined)
      if (await withdrawReview(trx, record.id, id, at, principal.subject)) tell(id);
};

/** Records that may be the same person, or about which somebody has decided together with this one. */
const candidatesOf = async (
  work: Work,
  record: PatientRecordRow,
  isNew: boolean,
): Promise<readonly PatientRecordRow[]> => {
  const { trx, principal } = work;
  const digests = blockingDigests(toRecord(record));
  if (record.keyed !== KEYED) await putBlockingKeys(trx, principal.tenantId, record.id, digests);
  await lockBlocks(trx, principal.tenantId, digests);
  const found = await candidateRecords(trx, principal.tenantId, record.id, digests);
  const decided = isNew ? [] : await recordsDecidedWith(trx, principal.tenantId, [record.id]);
  const missing = decided.filter((id) => !found.some((one) => one.id === id));
  const added = missing.length === 0 ? [] : await findRecords(trx, missing);
  return [...found.filter((one) => decided.includes(one.id) || work.pairs.isWorthComparing(record, one)), ...added];
};

const membersBeside = (members: readonly MemberRow[], record: PatientRecordRow): readonly string[] =>
  members.filter((member) => member.id !== record.id).map((member) => member.person_id);

/**
 * Links, splits and asks for review as all records say now; every record that was compared with it may change person. Records
 * that could be one with it wait until the transaction ends. Telling others is in the outbox (`person.changed`). Of a record that
 * this transaction has made (`isNew`) nobody has decided or asked anything yet.
 */
export const evaluateRecord = async (
  trx: Trx,
  principal: Principal,
  recordId: string,
  at: Date,
  isNew = false,
): Promise<Evaluation> => {
  const { tenantId } = principal;
  const work = await beginWork(trx, principal, at);
  const record = (await findRecord(trx, recordId)) ?? fail('not-found');
  const candidates = await candidatesOf(work, record, isNew);
  const [self] = isNew ? [] : await membersOf(trx, [record.id]);
  const personId = self?.person_id ?? (await ensurePerson(trx, tenantId, record.id, at));
  if (self !== undefined) {
    const beside = membersBeside(await recordsOfPersons(trx, [personId]), record);
    if (beside.length > 0) {
      await lockPersons(trx, [personId]);
      await splitPerson(work, personId);
    }
  }
  if (candidates.length > 0) {
    await work.pairs.readDecisions([record.id, ...candidates.map((candidate) => candidate.id)]);
    for (const candidate of candidates) work.pairs.compare(record, candidate);
  }
  const linked = candidates.filter((candidate) => isLinked(work.pairs.get(record.id, candidate.id)));
  if (linked.length > 0) await joinLinked(work, record, linked);
  await keepReviews(work, record, candidates, isNew);
  await tellChanges(work);
  const [now] = work.changed.size === 0 ? [] : await membersOf(trx, [record.id]);
  return { personId: now?.person_id ?? personId, changed: [...work.changed] };
};
