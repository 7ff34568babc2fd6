/** One transaction's work on who is whom: moves of records between persons, and telling others of them. */
import {
  addMembership,
  appendOutbox,
  createPerson,
  type MemberRow,
  type MembershipMove,
  membersOf,
  moveMemberships,
  type Trx,
  together,
} from '../../db/index.ts';
import { fail } from '../../errors.ts';
import type { Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import { linkageOf } from './linkage.ts';
import { Pairs } from './pairs.ts';

export interface Work {
  readonly trx: Trx;
  readonly principal: Principal;
  readonly at: Date;
  readonly pairs: Pairs;
  readonly changed: Set<string>;
  /** Records that leave one person for another, by record: written by `writeMoves`. */
  readonly moves: Map<string, MembershipMove>;
}

/** Why a record is a person of its own: nothing joins it to another. */
export const OWN_EVIDENCE = JSON.stringify({ evidence: [], rules: [] });

export const beginWork = async (trx: Trx, principal: Principal, at: Date): Promise<Work> => ({
  trx,
  principal,
  at,
  pairs: new Pairs(trx, principal.tenantId, await linkageOf(trx, principal.tenantId)),
  changed: new Set(),
  moves: new Map(),
});

/** Every record is a person's from the start: its own. Two at once make one. */
export const ensurePerson = async (trx: Trx, tenantId: string, recordId: string, at: Date): Promise<string> => {
  const personId = await createPerson(trx, tenantId);
  const added = await addMembership(trx, {
    tenant_id: tenantId,
    person_id: personId,
    patient_record_id: recordId,
    valid_from: at,
    made_at: at,
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
      return pair?.verdict === 'linked' || pair?.verdict === 'same' ? [{ id, pair }] : [];
    })
    .sort(
      (one, other) =>
        Number(other.pair.verdict === 'same') - Number(one.pair.verdict === 'same') ||
        other.pair.match.score - one.pair.match.score,
    )[0];

/** Makes a record one of a person's, with its strongest link to `group` as the reason, once `writeMoves` is called. */
export const noteMove = (work: Work, member: MemberRow, personId: string, group: Iterable<string>): void => {
  const { principal, changed, moves } = work;
  const link = strongestLink(work, member.id, group);
  const manual = link?.pair.verdict === 'same';
  changed.add(member.person_id).add(personId);
  moves.set(member.id, {
    // One that moves twice in one piece of work was at the first place only for nobody to see.
    from: moves.get(member.id)?.from ?? member,
    personId,
    method: link === undefined ? 'own' : manual ? 'manual' : 'automatic',
    score: link?.pair.match.score ?? 1,
    evidence: link === undefined ? OWN_EVIDENCE : JSON.stringify({ with: link.id, ...link.pair.match }),
    decidedBy: manual ? 'review' : principal.subject,
  });
};

/** On `trx`, so that they go out with what else is asked there. */
export const writeMoves = async ({ principal, at, moves }: Work, trx: Trx): Promise<void> => {
  const all = [...moves.values()];
  if (all.length === 0) return;
  moves.clear();
  const told = all.map(({ from, personId, method }) => ({
    event: 'patientRecord' as const,
    action: 'U' as const,
    patientRecordId: from.id,
    detail: { change: method === 'own' ? 'unlinked' : 'linked', from: from.person_id, to: personId },
  }));
  await together(trx, (each) => [
    moveMemberships(each, principal.tenantId, all, at),
    recordAudit(each, principal, ...told),
  ]);
};

/** Makes a record one of a person's at once. */
export const moveRecord = async (
  work: Work,
  member: MemberRow,
  personId: string,
  group: Iterable<string>,
): Promise<void> => {
  noteMove(work, member, personId, group);
  await writeMoves(work, work.trx);
};

/** The persons of these records are told of also where no record moved: what is asked about them, or shown of them, has changed. */
export const notePersonsOf = async ({ trx, changed }: Work, recordIds: readonly string[]): Promise<void> => {
  for (const { person_id } of await membersOf(trx, recordIds)) changed.add(person_id);
};

/** Priors are gathered again, and pages that show these persons hear of it. */
export const tellChanges = ({ principal, changed }: Work, trx: Trx): Promise<void> =>
  appendOutbox(trx, principal.tenantId, 'person.changed', ...[...changed].map((personId) => ({ personId })));
