/** Mother and child: related, never linked. */
import {
  endRelation,
  type PatientIdentifier,
  putRelation,
  type RelatedPerson,
  relatedPersons,
  type Trx,
} from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { authorise, type Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { authoriseIdentity, lockedMembers, recordIdOf } from './change.ts';
import { splitPerson } from './split.ts';
import { beginWork, notePersonsOf, tellChanges } from './work.ts';

export interface RelationInput {
  readonly mother: PatientIdentifier;
  readonly child: PatientIdentifier;
  /** Who says so: `PID-21`, `NK1`, or why a person thinks so. */
  readonly witness: string;
}

/** `relateMotherAndChild` as part of a transaction. */
export const relateIn = async (
  trx: Trx,
  principal: Principal,
  input: RelationInput,
  at: Date,
): Promise<{ readonly id: string }> => {
  authoriseIdentity(principal);
  const { tenantId } = principal;
  const [mother, child] = [await recordIdOf(trx, input.mother), await recordIdOf(trx, input.child)];
  if (mother === child) fail('bad-request', 'A record cannot be its own mother.');
  const members = await lockedMembers(trx, tenantId, [mother, child], at);
  const relation = await putRelation(trx, {
    tenant_id: tenantId,
    mother_record_id: mother,
    child_record_id: child,
    witness: input.witness,
    made_by: principal.subject,
    made_at: at,
  });
  if (!relation.made) return { id: relation.id };
  const work = await beginWork(trx, principal, at);
  const persons = new Set(members.map((member) => member.person_id));
  // A newborn filed under the mother's record until now.
  if (persons.size === 1) for (const personId of persons) await splitPerson(work, personId);
  for (const personId of persons) work.changed.add(personId);
  for (const id of [mother, child])
    await recordAudit(trx, principal, {
      event: 'patientRecord',
      action: 'U',
      patientRecordId: id,
      detail: { change: 'related', relation: relation.id },
    });
  await tellChanges(work, trx);
  return { id: relation.id };
};

/** Says that one record is the mother of another's person (PID-21, NK1): they are never linked, and fetal studies are offered. */
export const relateMotherAndChild = (
  { db, clock }: Context,
  principal: Principal,
  input: RelationInput,
): Promise<{ readonly id: string }> => db.tenant(principal.tenantId, (trx) => relateIn(trx, principal, input, clock()));

export const endRelationship = async ({ db, clock }: Context, principal: Principal, id: string): Promise<void> => {
  authoriseIdentity(principal);
  await db.tenant(principal.tenantId, async (trx) => {
    const at = clock();
    const ended = (await endRelation(trx, id, principal.subject, at)) ?? fail('not-found');
    const records = [ended.mother_record_id, ended.child_record_id];
    const work = await beginWork(trx, principal, at);
    await notePersonsOf(work, records);
    await tellChanges(work, trx);
    for (const record of records)
      await recordAudit(trx, principal, {
        event: 'patientRecord',
        action: 'U',
        patientRecordId: record,
        detail: { change: 'unrelated', relation: id },
      });
  });
};

/** The mothers and children of a person. */
export const relativesOf = async (
  { db }: Context,
  principal: Principal,
  personId: string,
): Promise<readonly RelatedPerson[]> => {
  authorise(principal, 'read');
  return db.tenant(principal.tenantId, (trx) => relatedPersons(trx, principal.tenantId, personId));
};
