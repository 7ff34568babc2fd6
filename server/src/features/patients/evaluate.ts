/** Decides which person a record belongs to, from what all records say now. */
import {
  addMembership,
  appendOutbox,
  candidateRecords,
  createPerson,
  endMembership,
  findRecord,
  lockIdentity,
  type MemberRow,
  membersOf,
  type PatientRecordRow,
  raiseReview,
  recordsOfPersons,
  type Trx,
  withdrawReview,
} from '../../db/index.ts';
import { fail } from '../../errors.ts';
import type { Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import { clusterOf } from './clusters.ts';
import { Pairs } from './pairs.ts';
import { blockingOf } from './record.ts';

export interface Evaluation {
  readonly personId: string;
  /** Persons whose set of records changed. */
  readonly changed: readonly string[];
}

interface Work {
  readonly trx: Trx;
  readonly principal: Principal;
  readonly at: Date;
  readonly pairs: Pairs;
  readonly changed: Set<string>;
}

const OWN_EVIDENCE = JSON.stringify({ evidence: [], rules: [] });

/** Every record is a person's from the start: its own. Two at once make one. */
const ensurePerson = async (trx: Trx, tenantId: string, recordId: string, at: Date): Promise<string> => {
  const [known] = await membersOf(trx, [recordId]);
  if (known) return known.person_id;
  const personId = await createPerson(trx, tenantId);
  const added = await addMembership(trx, {
    tenant_id: tenantId,
    person_id: personId,
    patient_record_id: recordId,
    valid_from: at,
    method: 'own',
    score: 1,
    evidence: OWN_EVIDENCE,
    decided_by: 'source',
  });
  if (added) return personId;
  const [other] = await membersOf(trx, [recordId]);
  return other?.person_id ?? fail('processing-failure');
};

/** The strongest link of a record into a group: why it belongs there. */
const strongestLink = ({ pairs }: Work, recordId: string, group: Iterable<string>) =>
  [...group]
    .flatMap((id) => {
      const pair = id === recordId ? undefined : pairs.get(recordId, id);
      return pair?.verdict === 'linked' ? [{ id, pair }] : [];
    })
    .sort((one, other) => other.pair.match.score - one.pair.match.score)[0];

const moveRecord = async (work: Work, member: MemberRow, personId: string, group: Iterable<string>): Promise<void> => {
  const { trx, principal, at, changed } = work;
  const link = strongestLink(work, member.id, group);
  const manual = link?.pair.decision === 'same';
  await endMembership(trx, member.membership_id, at);
  await addMembership(trx, {
    tenant_id: principal.tenantId,
    person_id: personId,
    patient_record_id: member.id,
    valid_from: at,
    method: link === undefined ? 'own' : manual ? 'manual' : 'automatic',
    score: link?.pair.match.score ?? 1,
    evidence: link === undefined ? OWN_EVIDENCE : JSON.stringify({ with: link.id, ...link.pair.match }),
    decided_by: manual ? 'review' : principal.subject,
  });
  changed.add(member.person_id).add(personId);
  await recordAudit(trx, principal, {
    event: 'patientRecord',
    action: 'U',
    patientRecordId: member.id,
    detail: { change: link === undefined ? 'unlinked' : 'linked', from: member.person_id, to: personId },
  });
};

/** Members whom nothing joins to the record any more leave with each other as far as they are joined. */
const splitPerson = async (work: Work, record: PatientRecordRow, personId: string): Promise<void> => {
  const members = await recordsOfPersons(work.trx, [personId]);
  if (members.length < 2) return;
  await work.pairs.compareAll(members);
  const oldest = members[0]?.id ?? record.id;
  let left = members;
  for (let anchor: string | undefined = oldest; anchor !== undefined; anchor = left[0]?.id) {
    const ids = left.map((member) => member.id);
    const group = clusterOf(anchor, ids, work.pairs.verdict);
    if (anchor !== oldest) {
      const target = await createPerson(work.trx, work.principal.tenantId);
      for (const member of left) if (group.has(member.id)) await moveRecord(work, member, target, group);
    }
    left = left.filter((member) => !group.has(member.id));
  }
};

/** Joins the persons of all records that are linked with it, when none of their records must be kept apart. */
const joinPersons = async (
  work: Work,
  record: PatientRecordRow,
  candidates: readonly PatientRecordRow[],
): Promise<void> => {
  const { trx, pairs } = work;
  for (const candidate of candidates) await pairs.compare(record, candidate);
  const linked = candidates.filter((candidate) => pairs.verdict(record.id, candidate.id) === 'linked');
  for (const other of linked) {
    const [own, theirs] = [await membersOf(trx, [record.id]), await membersOf(trx, [other.id])];
    const [mine, his] = [own[0]?.person_id, theirs[0]?.person_id];
    if (mine === undefined || his === undefined || mine === his) continue;
    const members = await recordsOfPersons(trx, [mine, his]);
    await pairs.compareAll(members);
    const ids = members.map((member) => member.id);
    if (ids.some((one) => ids.some((two) => one !== two && pairs.verdict(one, two) === 'apart'))) continue;
    // Identifiers grow with time: the older person stays, and pages that show it stay true.
    const [survivor, absorbed] = mine < his ? [mine, his] : [his, mine];
    for (const member of members) if (member.person_id === absorbed) await moveRecord(work, member, survivor, ids);
  }
};

/** Raises what a person must decide; withdraws what the facts decide now. */
const keepReviews = async (
  work: Work,
  record: PatientRecordRow,
  candidates: readonly PatientRecordRow[],
): Promise<void> => {
  const { trx, principal, pairs, at, changed } = work;
  const [self] = await membersOf(trx, [record.id]);
  const others = await membersOf(
    trx,
    candidates.map((candidate) => candidate.id),
  );
  for (const candidate of candidates) {
    const pair = pairs.get(record.id, candidate.id);
    if (pair === undefined || pair.decision !== undefined) continue;
    const personId = others.find((member) => member.id === candidate.id)?.person_id;
    const together = personId !== undefined && personId === self?.person_id;
    // A link that a third record forbids is a question too.
    const isOpen = !together && (pair.match.outcome === 'review' || pair.verdict === 'linked');
    const { score, rules, evidence } = pair.match;
    const question = { score, rules: [...rules], evidence: JSON.stringify(evidence) };
    const asked = isOpen
      ? await raiseReview(trx, principal.tenantId, record.id, candidate.id, question)
      : await withdrawReview(trx, record.id, candidate.id, at, principal.subject);
    if (asked) for (const id of [self?.person_id, personId]) if (id !== undefined) changed.add(id);
  }
};

/**
 * Links, splits and asks for review as all records say now; every record that was compared with it may change person. Runs under
 * the tenant's identity lock until the transaction ends. Telling others is in the outbox (`person.changed`).
 */
export const evaluateRecord = async (
  trx: Trx,
  principal: Principal,
  recordId: string,
  at: Date,
): Promise<Evaluation> => {
  await lockIdentity(trx, principal.tenantId);
  const record = (await findRecord(trx, recordId)) ?? fail('not-found');
  const work: Work = { trx, principal, at, pairs: new Pairs(trx), changed: new Set() };
  const personId = await ensurePerson(trx, principal.tenantId, record.id, at);
  const key = { id: record.id, issuer: record.issuer, patientId: record.patient_id };
  const candidates = await candidateRecords(trx, key, blockingOf(record));
  await splitPerson(work, record, personId);
  for (const candidate of candidates) await ensurePerson(trx, principal.tenantId, candidate.id, at);
  await joinPersons(work, record, candidates);
  await keepReviews(work, record, candidates);
  for (const changed of work.changed)
    await appendOutbox(trx, principal.tenantId, 'person.changed', { personId: changed });
  const [now] = await membersOf(trx, [record.id]);
  return { personId: now?.person_id ?? personId, changed: [...work.changed] };
};
