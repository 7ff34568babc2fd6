/** Measurements that other systems write; the last word counts. */
import type { Trx } from './database.ts';
import type { NewRow, Row } from './tables/index.ts';

export type ObservationRow = Row<'observations'>;

/** Held until the transaction ends, so that two changes come one after the other. */
export const findObservation = (trx: Trx, system: string, number: string): Promise<ObservationRow | undefined> =>
  trx
    .selectFrom('observations')
    .selectAll()
    .where('system', '=', system)
    .where('number', '=', number)
    .forUpdate()
    .executeTakeFirst();

export const putObservation = async (trx: Trx, row: NewRow<'observations'>): Promise<string> => {
  const { tenant_id: _tenant, id: _id, system: _system, number: _number, ...said } = row;
  const stored = await trx
    .insertInto('observations')
    .values(row)
    .onConflict((conflict) => conflict.columns(['tenant_id', 'system', 'number']).doUpdateSet(said))
    .returning('id')
    .executeTakeFirstOrThrow();
  return stored.id;
};
