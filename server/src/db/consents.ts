/** What patients allow or forbid, and whose records are withheld by it. */
import { sql } from 'kysely';
import type { Trx } from './database.ts';
import type { NewRow, Row } from './tables/index.ts';

/** Held until the transaction ends, so that two changes come one after the other. */
export const findConsent = (trx: Trx, system: string, number: string): Promise<Row<'consents'> | undefined> =>
  trx
    .selectFrom('consents')
    .selectAll()
    .where('system', '=', system)
    .where('number', '=', number)
    .forUpdate()
    .executeTakeFirst();

export const putConsent = async (trx: Trx, row: NewRow<'consents'>): Promise<string> => {
  const { tenant_id: _tenant, id: _id, system: _system, number: _number, ...said } = row;
  const stored = await trx
    .insertInto('consents')
    .values(row)
    .onConflict((conflict) => conflict.columns(['tenant_id', 'system', 'number']).doUpdateSet(said))
    .returning('id')
    .executeTakeFirstOrThrow();
  return stored.id;
};

/** Every record of the persons of whom one record has a consent that is active, denies, and holds at this time. */
export const withheldRecords = async (trx: Trx, at: Date): Promise<readonly string[]> => {
  const result = await sql<{ readonly id: string }>`
    with denied as (
      select patient_record_id from consents where status = 'active' and decision = 'deny'
        and (starts_at is null or starts_at <= ${at}) and (ends_at is null or ends_at > ${at}))
    select patient_record_id as id from denied
    union
    select o.patient_record_id from denied d
    join memberships m on m.patient_record_id = d.patient_record_id and m.valid_to is null
    join memberships o on o.tenant_id = m.tenant_id and o.person_id = m.person_id and o.valid_to is null`.execute(trx);
  return result.rows.map(({ id }) => id);
};
