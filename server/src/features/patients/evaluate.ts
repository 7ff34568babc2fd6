/** Decides which person a record belongs to, from what all records say now. */
import { canBeOne } from '@throughline/identity';
import {
  blockingDigests,
  candidateRecords,
  decisionsAmongPersonsOf,
  findRecord,
  findRecords,
  KEYED,
  lockBlocks,
  lockPersons,
  lockPersonsOf,
  type MadePatient,
  type MemberRow,
  membersOf,
  type PatientRecordRow,
  putBlockingKeys,
  type RecordFacts,
  raisedReviews,
  raiseReview,
  recordsDecidedWith,
  recordsOfPersons,
  type Trx,
  together,
  toRecord,
  withdrawReview,
} from '../../db/index.ts';
import { fail } from '../../errors.ts';
import type { Principal } from '../access/index.ts';
import type { Pair } from './pairs.ts';
import { splitPerson } from './split.ts';
import { beginWork, ensurePerson, noteMove, tellChanges, type Work, writeMoves } from './work.ts';

export interface Evaluation {
  readonly personId: string;
  /** Persons whose set of records changed. */
  readonly changed: readonly string[];
}

/** A record that this transaction has made; with what may be one with it, when that was read already. */
export interface Made extends MadePatient {
  readonly candidates?: readonly RecordFacts[];
}

const isLinked = (pair: Pair | undefined): boolean => pair?.verdict === 'linked' || pair?.verdict === 'same';

/** What is held of the persons of some records; `members` follow as records are moved. */
interface Held {
  readonly members: MemberRow[];
}

/** Holds the persons of these records, with all that is decided about theirs; a record that nobody has judged yet is given its own. */
const holdPersons = async ({ trx, principal, pairs, at }: Work, ids: readonly string[]): Promise<Held> => {
  const { tenantId } = principal;
  for (;;) {
    const [{ persons, members }, decisions] = await together(trx, (each) => [
      lockPersonsOf(each, ids),
      decisionsAmongPersonsOf(each, tenantId, ids),
    ]);
    const missing = ids.filter((id) => !members.some((member) => member.id === id));
    for (const id of missing) await ensurePerson(trx, tenantId, id, at);
    // Read again where somebody moved one of them before we held its person.
    if (missing.length > 0 || members.some((member) => !persons.has(member.person_id))) continue;
    pairs.noteDecisions(decisions);
    return { members: [...members] };
  }
};

/** Moves all of one person's records into another's, when none of them must be kept apart and nothing between the two makes the link doubtful. */
const joinPersons = (work: Work, { members }: Held, one: string, other: string): void => {
  const [mine = [], theirs = []] = [one, other].map((person) => members.filter((each) => each.person_id === person));
  const [ones, others] = [mine.map((member) => member.id), theirs.map((member) => member.id)];
  const ids = [...ones, ...others];
  // Those of one person are together already: only what is between the two counts.
  for (const member of mine) for (const their of theirs) work.pairs.compare(member, their);
  if (!canBeOne(ones, others, work.pairs.verdict)) return;
  // Identifiers grow with time: the older person stays, and pages that show it stay true.
  const [survivor, absorbed] = one < other ? [one, theirs] : [other, mine];
  for (const member of absorbed) {
    noteMove(work, member, survivor, ids);
    members[members.indexOf(member)] = { ...member, person_id: survivor };
  }
};

/** Joins the persons of all records that are linked with this one, the surest first; gives what is held of them then. */
const joinLinked = async (work: Work, record: RecordFacts, linked: readonly RecordFacts[]): Promise<Held> => {
  const held = await holdPersons(
    work,
    [record, ...linked].map(({ id }) => id),
  );
  const personOf = (wanted: string) => held.members.find(({ id }) => id === wanted)?.person_id;
  const score = ({ id }: RecordFacts): number => work.pairs.get(record.id, id)?.match.score ?? 0;
  for (const other of [...linked].sort((a, b) => score(b) - score(a) || (a.id < b.id ? -1 : 1))) {
    const [mine, theirs] = [personOf(record.id), personOf(other.id)];
    if (mine !== undefined && theirs !== undefined && mine !== theirs) joinPersons(work, held, mine, theirs);
  }
  return held;
};

const isQuestion = ({ match, decision, outdated, verdict }: Pair): boolean => {
  // What was decided is asked again when the facts changed and now say otherwise.
  if (decision === 'same') return outdated && match.outcome === 'distinct' && match.rules.length > 0;
  if (decision === 'not-same') return outdated && match.outcome === 'auto-link';
  // A link that a third record forbids is a question too.
  return match.outcome === 'review' || verdict === 'linked';
};

/** Whoever may be one with more than these is asked about the likeliest: a name that everybody bears would ask a million questions. */
const MOST_ASKED = 25;

/** Those that were asked before stay asked; of the others the surest, up to as many as somebody can look through. */
const withinBounds = (open: ReadonlyMap<string, Pair>, raised: ReadonlyMap<string, unknown>): ReadonlySet<string> => {
  const asked = [...open.keys()].filter((id) => raised.has(id));
  const added = [...open]
    .filter(([id]) => !raised.has(id))
    .sort(([a, { match: one }], [b, { match: other }]) => other.score - one.score || (a < b ? -1 : 1))
    .slice(0, Math.max(0, MOST_ASKED - asked.length));
  return new Set([...asked, ...added.map(([id]) => id)]);
};

/** Raises what a person must decide; withdraws what the facts decide now. */
const keepReviews = async (
  work: Work,
  record: RecordFacts,
  candidates: readonly RecordFacts[],
  { members, isNew }: Held & { readonly isNew: boolean },
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
  const [found] = await together(trx, (each) => [membersOf(each, [record.id, ...others]), writeMoves(work, each)]);
  // Those that are held are where they were moved to, whether or not that was written when they were read.
  const persons = new Map([...found, ...members].map((member) => [member.id, member.person_id]));
  const tell = (id: string): void => {
    for (const person of [persons.get(record.id), persons.get(id)]) if (person !== undefined) changed.add(person);
  };
  const open = new Map<string, Pair>();
  for (const { id } of questions) {
    const pair = pairs.get(record.id, id);
    if (pair === undefined || (persons.get(id) === persons.get(record.id) && pair.decision === undefined)) continue;
    open.set(id, pair);
  }
  const withdrawn = [...raised.keys()].filter(
    (id) => !open.has(id) && pairs.get(record.id, id)?.decision === undefined,
  );
  const bounded = withinBounds(open, raised);
  await together(trx, (each) => [
    ...[...open].map(async ([id, { match, decision }]) => {
      if (!bounded.has(id)) return;
      const { score, rules, evidence } = match;
      const again = decision === undefined ? undefined : at;
      if (again !== undefined && raised.has(id) && raised.get(id)?.score === score) return;
      const question = { score, rules: [...rules], evidence: JSON.stringify(evidence) };
      if (await raiseReview(each, principal.tenantId, [record.id, id], question, again)) tell(id);
    }),
    ...withdrawn.map(async (id) => {
      if (await withdrawReview(each, record.id, id, at, principal.subject)) tell(id);
    }),
  ]);
};

/** Records that may be the same person as one that this transaction has made. */
const candidatesOfNew = async ({ trx, principal, pairs }: Work, made: Made): Promise<readonly RecordFacts[]> => {
  const { record, digests } = made;
  const found = made.candidates ?? (await candidateRecords(trx, principal.tenantId, record.id, digests));
  return pairs.worthComparing(record, found);
};

/** Records that may be the same person, or about which somebody has decided together with this one. */
const candidatesOfKnown = async (work: Work, record: PatientRecordRow): Promise<readonly RecordFacts[]> => {
  const { trx, principal } = work;
  const digests = blockingDigests(toRecord(record));
  if (record.keyed !== KEYED) await putBlockingKeys(trx, principal.tenantId, record.id, digests);
  await lockBlocks(trx, principal.tenantId, digests);
  const found = await candidateRecords(trx, principal.tenantId, record.id, digests);
  const decided = await recordsDecidedWith(trx, principal.tenantId, [record.id]);
  const missing = decided.filter((id) => !found.some((one) => one.id === id));
  const added = missing.length === 0 ? [] : await findRecords(trx, missing);
  const worth = new Set(work.pairs.worthComparing(record, found));
  return [...found.filter((one) => decided.includes(one.id) || worth.has(one)), ...added];
};

const membersBeside = (members: readonly MemberRow[], record: RecordFacts): readonly string[] =>
  members.filter((member) => member.id !== record.id).map((member) => member.person_id);

/** The person of a record that was there before; whoever is of it by a link that no longer holds leaves it. */
const personOfKnown = async (work: Work, record: RecordFacts): Promise<string> => {
  const { trx, principal, at } = work;
  const [self] = await membersOf(trx, [record.id]);
  if (self === undefined) return ensurePerson(trx, principal.tenantId, record.id, at);
  const beside = membersBeside(await recordsOfPersons(trx, [self.person_id]), record);
  if (beside.length > 0) {
    await lockPersons(trx, [self.person_id]);
    await splitPerson(work, self.person_id);
  }
  return self.person_id;
};

/**
 * Links, splits and asks for review as all records say now; every record that was compared with it may change person. Records
 * that could be one with it wait until the transaction ends. Telling others is in the outbox (`person.changed`). Of a record that this
 * transaction has made (`made`) nobody has decided or asked anything yet, and what it is found by is locked.
 */
export const evaluateRecord = async (
  trx: Trx,
  principal: Principal,
  recordId: string,
  at: Date,
  made?: Made,
): Promise<Evaluation> => {
  const isNew = made !== undefined;
  const work = await beginWork(trx, principal, at);
  const known = isNew ? undefined : ((await findRecord(trx, recordId)) ?? fail('not-found'));
  const record = made?.record ?? known ?? fail('not-found');
  // Whom its source removed is nobody's until it is told of again.
  if (known !== undefined && known.removed_by !== null)
    return { personId: await personOfKnown(work, known), changed: [] };
  const candidates = isNew
    ? await candidatesOfNew(work, made)
    : await candidatesOfKnown(work, known ?? fail('not-found'));
  const personId = made?.personId ?? (await personOfKnown(work, record));
  if (candidates.length > 0 && !isNew)
    await work.pairs.readDecisions([record.id, ...candidates.map((candidate) => candidate.id)]);
  for (const candidate of candidates) work.pairs.compare(record, candidate);
  const linked = candidates.filter((candidate) => isLinked(work.pairs.get(record.id, candidate.id)));
  const { members } = linked.length > 0 ? await joinLinked(work, record, linked) : { members: [] };
  await keepReviews(work, record, candidates, { members, isNew });
  if (work.changed.size > 0) await together(trx, (each) => [writeMoves(work, each), tellChanges(work, each)]);
  const held = members.find((member) => member.id === record.id);
  const [now] = held !== undefined || isNew || work.changed.size === 0 ? [held] : await membersOf(trx, [record.id]);
  return { personId: now?.person_id ?? personId, changed: [...work.changed] };
};
