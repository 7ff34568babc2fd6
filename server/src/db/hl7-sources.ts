/** Systems that may send HL7 v2 messages, by what they call themselves and where they call from. */
import { sql } from 'kysely';
import type { Trx } from './database.ts';
import type { NewRow, Row } from './tables/index.ts';

export type Hl7SourceRow = Row<'hl7_sources'>;

export const listHl7Sources = (trx: Trx): Promise<Hl7SourceRow[]> =>
  trx.selectFrom('hl7_sources').selectAll().orderBy('name').execute();

export const findHl7Source = (trx: Trx, name: string): Promise<Hl7SourceRow | undefined> =>
  trx.selectFrom('hl7_sources').selectAll().where('name', '=', name).executeTakeFirst();

/** Every source that may call from this address. */
export const hl7SourcesAt = (trx: Trx, address: string): Promise<Hl7SourceRow[]> =>
  trx
    .selectFrom('hl7_sources')
    .selectAll()
    .where(sql<boolean>`${address}::inet <<= address`)
    .where('enabled', '=', true)
    .orderBy('name')
    .execute();

export const putHl7Source = async (trx: Trx, row: NewRow<'hl7_sources'>): Promise<void> => {
  const { tenant_id, name, ...rest } = row;
  await trx
    .insertInto('hl7_sources')
    .values(row)
    .onConflict((conflict) => conflict.columns(['tenant_id', 'name']).doUpdateSet({ ...rest, updated_at: new Date() }))
    .execute();
};

export const removeHl7Source = async (trx: Trx, name: string): Promise<boolean> => {
  const result = await trx.deleteFrom('hl7_sources').where('name', '=', name).executeTakeFirst();
  return result.numDeletedRows > 0n;
};
