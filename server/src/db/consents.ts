/** What patients allow or forbid, and whose records are withheld by it. */
import { sql } from 'kysely';
import type { Trx } from './database.ts';
import type { ConsentNarrowing, NewRow, Row } from './tables/index.ts';

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

export interface Denial {
  readonly decision: 'permit' | 'deny';
  readonly narrowing: ConsentNarrowing;
  /** Every record of the person. */
  readonly records: readonly string[];
}

/** What denies now, to all or to some: active consents that hold at this time, with every record of their persons. */
export const denials = async (trx: Trx, at: Date): Promise<readonly Denial[]> => {
  const result = await sql<Denial>`
    select c.decision, c.narrowing, array(
      select c.patient_record_id
      union
      select o.patient_record_id from memberships m
      join memberships o on o.tenant_id = m.tenant_id and o.person_id = m.person_id and o.valid_to is null
      where m.tenant_id = c.tenant_id and m.patient_record_id = c.patient_record_id and m.valid_to is null) as records
    from consents c
    where c.status = 'active' and (c.decision = 'deny' or c.narrowing ? 'except')
      and (c.starts_at is null or c.starts_at <= ${at}) and (c.ends_at is null or c.ends_at > ${at})`.execute(trx);
  return result.rows;
};
