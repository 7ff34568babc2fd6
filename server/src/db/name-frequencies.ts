/** How often names are among the records of a tenant: a rare name that two records share says more than a common one. */
import { sql } from 'kysely';
import type { Trx } from './database.ts';

export interface NameFrequencies {
  /** Share of all records, by folded name. */
  readonly family: ReadonlyMap<string, number>;
  readonly given: ReadonlyMap<string, number>;
}

const FEWEST_RECORDS = 3;
const MOST_NAMES = 50_000;

/** Counts anew. Names of fewer than three records are not kept. */
export const countNames = async (trx: Trx, tenantId: string): Promise<number> => {
  await sql`delete from name_frequencies where tenant_id = ${tenantId}`.execute(trx);
  const result = await sql`
    insert into name_frequencies (tenant_id, component, name, records)
    select ${tenantId}, component, lower(key), count(*) from name_keys
    where tenant_id = ${tenantId} and kind = 'exact' and component in ('family', 'given')
    group by component, lower(key) having count(*) >= ${FEWEST_RECORDS}
    order by count(*) desc limit ${MOST_NAMES}`.execute(trx);
  return Number(result.numAffectedRows ?? 0n);
};

/** As last counted; empty when never. */
export const nameFrequencies = async (trx: Trx): Promise<NameFrequencies> => {
  const rows = await trx.selectFrom('name_frequencies').select(['component', 'name', 'records']).execute();
  const shares = (component: 'family' | 'given'): ReadonlyMap<string, number> => {
    const mine = rows.filter((row) => row.component === component);
    const total = mine.reduce((sum, row) => sum + row.records, 0);
    return new Map(mine.map((row) => [row.name, row.records / total]));
  };
  return { family: shares('family'), given: shares('given') };
};
