/** One set of connections for the tenants of all worlds: thousands of tenants that live for a second each would each open their own. */
import { CompiledQuery } from 'kysely';
import type { QueryResultRow } from 'pg';
import type { Database } from '../../src/db/index.ts';

/** The same database, where what needs no transaction is done in one: it sees the same rows, and its connection knows its statements. */
export const onOnePool = (db: Database): Database => ({
  ...db,
  read: (tenantId, work) => db.tenant(tenantId, work),
  statement: <Row extends QueryResultRow>(tenantId: string, text: string, values: readonly unknown[]) =>
    db.tenant(tenantId, async (trx) => (await trx.executeQuery<Row>(CompiledQuery.raw(text, [...values]))).rows),
});
