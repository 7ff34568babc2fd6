/** Lists of what is filed under patient records, and is a resource of its own. */
import { type RawBuilder, sql } from 'kysely';
import type { Trx } from './database.ts';
import { keyset, type ListPage, type ListRow } from './keyset.ts';
import type { Row } from './tables/index.ts';

/** Tables whose rows have an id, a patient record, and when they were changed. */
export type FiledTable = 'visits' | 'diagnoses' | 'consents';

const from = (table: FiledTable): RawBuilder<unknown> =>
  sql`from ${sql.table(table)} f join patient_records p on p.tenant_id = f.tenant_id and p.id = f.patient_record_id`;

/** `conditions` are on the aliases f and p. */
export const listFiled = async <T extends FiledTable>(
  trx: Trx,
  table: T,
  page: ListPage,
): Promise<(Row<T> & ListRow)[]> => {
  const { column, where, end } = keyset(sql.ref('f.id'), page);
  const result = await sql<Row<T> & ListRow>`select f.* ${column} ${from(table)} where ${where} ${end}`.execute(trx);
  return result.rows;
};

/** Exact up to one more than ten thousand. */
export const countFiled = async (
  trx: Trx,
  table: FiledTable,
  conditions: readonly RawBuilder<boolean>[],
): Promise<number> => {
  const where = sql.join([sql`true`, ...conditions], sql` and `);
  const result = await sql<{ count: number }>`
    select count(*)::int as count from (select ${from(table)} where ${where} limit 10001) as counted`.execute(trx);
  return result.rows[0]?.count ?? 0;
};
