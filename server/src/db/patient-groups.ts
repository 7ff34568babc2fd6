/** Groups of patients and who is in them. */
import { sql } from 'kysely';
import type { Trx } from './database.ts';
import type { NewRow, Row } from './tables/index.ts';

export type PatientGroupRow = Row<'patient_groups'>;

/** Held until the transaction ends, so that two changes come one after the other. */
export const findGroupByNumber = (trx: Trx, system: string, number: string): Promise<PatientGroupRow | undefined> =>
  trx
    .selectFrom('patient_groups')
    .selectAll()
    .where('system', '=', system)
    .where('number', '=', number)
    .forUpdate()
    .executeTakeFirst();

/** By id. */
export const listGroups = (trx: Trx, limit: number): Promise<PatientGroupRow[]> =>
  trx.selectFrom('patient_groups').selectAll().orderBy('id').limit(limit).execute();

export const findGroup = (trx: Trx, id: string): Promise<PatientGroupRow | undefined> =>
  trx.selectFrom('patient_groups').selectAll().where('id', '=', id).executeTakeFirst();

/** Makes it, or says anew what it is and who is in it; gives its id. */
export const putGroup = async (
  trx: Trx,
  row: NewRow<'patient_groups'>,
  members: readonly string[],
): Promise<string> => {
  const { tenant_id, id: _id, system: _system, number: _number, ...said } = row;
  const { id } = await trx
    .insertInto('patient_groups')
    .values(row)
    .onConflict((conflict) => conflict.columns(['tenant_id', 'system', 'number']).doUpdateSet(said))
    .returning('id')
    .executeTakeFirstOrThrow();
  await trx.deleteFrom('patient_group_members').where('group_id', '=', id).execute();
  if (members.length > 0)
    await trx
      .insertInto('patient_group_members')
      .values(members.map((patient_record_id) => ({ tenant_id, group_id: id, patient_record_id })))
      .execute();
  return id;
};

const isThere = sql<boolean>`not exists (select from patient_records r where r.id = patient_record_id and r.removed_by is not null)`;

/** The records that were named as members, by the group that they are in; not those that their source removed, until they come back. */
export const membersOfGroups = (trx: Trx, ids: readonly string[]): Promise<Row<'patient_group_members'>[]> =>
  trx
    .selectFrom('patient_group_members')
    .selectAll()
    .where('group_id', '=', sql<string>`any(${[...ids]}::uuid[])`)
    .where(isThere)
    .orderBy('patient_record_id')
    .execute();

/** Every record of the persons in it, as they are linked now. */
export const recordsOfGroup = async (trx: Trx, id: string): Promise<readonly string[]> => {
  const result = await sql<{ readonly id: string }>`
    select g.patient_record_id as id from patient_group_members g where g.group_id = ${id}::uuid
    union
    select o.patient_record_id from patient_group_members g
    join memberships m on m.patient_record_id = g.patient_record_id and m.valid_to is null
    join memberships o on o.tenant_id = m.tenant_id and o.person_id = m.person_id and o.valid_to is null
    where g.group_id = ${id}::uuid`.execute(trx);
  return result.rows.map((row) => row.id);
};
