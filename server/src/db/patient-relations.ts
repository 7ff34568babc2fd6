/** Records that belong together without being one person: mother and child. */
import { sql } from 'kysely';
import { newId } from '../ids.ts';
import type { Trx } from './database.ts';
import type { NewRow, Row } from './tables/index.ts';

export type PatientRelationRow = Row<'patient_relations'>;

/** The relation's id; the known one's when it is in force already. */
export const putRelation = async (
  trx: Trx,
  row: Omit<NewRow<'patient_relations'>, 'id' | 'kind'>,
): Promise<{ readonly id: string; readonly made: boolean }> => {
  const made = await trx
    .insertInto('patient_relations')
    .values({ id: newId(), kind: 'mother-child', ...row })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (made) return { id: made.id, made: true };
  const known = await trx
    .selectFrom('patient_relations')
    .select('id')
    .where('mother_record_id', '=', row.mother_record_id)
    .where('child_record_id', '=', row.child_record_id)
    .where('ended_at', 'is', null)
    .executeTakeFirstOrThrow();
  return { id: known.id, made: false };
};

export const endRelation = async (
  trx: Trx,
  id: string,
  by: string,
  at: Date,
): Promise<PatientRelationRow | undefined> =>
  trx
    .updateTable('patient_relations')
    .set({ ended_by: by, ended_at: at })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .returningAll()
    .executeTakeFirst();

export interface RelatedPerson {
  readonly relationId: string;
  readonly personId: string;
  readonly role: 'mother' | 'child';
}

/** The mothers and children of a person, by the persons that their records belong to now. */
export const relatedPersons = async (
  trx: Trx,
  tenantId: string,
  personId: string,
): Promise<readonly RelatedPerson[]> => {
  const result = await sql<RelatedPerson>`
    with own as (select patient_record_id as id from memberships where tenant_id = ${tenantId} and person_id = ${personId} and valid_to is null),
    found as (
      select r.id, r.mother_record_id as other, 'mother' as role from patient_relations r join own on own.id = r.child_record_id
      where r.tenant_id = ${tenantId} and r.ended_at is null
      union all
      select r.id, r.child_record_id, 'child' from patient_relations r join own on own.id = r.mother_record_id
      where r.tenant_id = ${tenantId} and r.ended_at is null)
    select distinct on (m.person_id, found.role) found.id as "relationId", m.person_id as "personId", found.role
    from found join memberships m on m.tenant_id = ${tenantId} and m.patient_record_id = found.other and m.valid_to is null
    order by m.person_id, found.role, found.id`.execute(trx);
  return result.rows;
};
