/** Every change reaches every consumer once and in order of commit: also where the transactions' numbers get a digit more. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { DEFAULT_TENANT_ID } from './index.ts';
import { advanceOutbox, readOutbox } from './outbox.ts';
import { createTestDatabase, type TestDatabase } from './testing.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase(inject('databaseServer'));
});
afterAll(() => test.close());

/** As if written by the transaction of that number; all of them ended long ago. */
const write = (xid: number) =>
  test.db.tenant(DEFAULT_TENANT_ID, (trx) =>
    sql`insert into outbox (tenant_id, topic, payload, xid)
      values (${DEFAULT_TENANT_ID}, 'instance.stored', ${JSON.stringify({ by: xid })}::jsonb, ${String(xid)}::xid8)`.execute(
      trx,
    ),
  );

const readAll = async (consumer: string, atOnce: number): Promise<unknown[]> => {
  const seen: unknown[] = [];
  for (;;) {
    const rows = await test.db.tenant(DEFAULT_TENANT_ID, (trx) => readOutbox(trx, consumer, atOnce));
    const last = rows.at(-1);
    if (last === undefined) return seen;
    seen.push(...rows.map(({ payload }) => (payload as { by: number }).by));
    await test.db.tenant(DEFAULT_TENANT_ID, (trx) => advanceOutbox(trx, DEFAULT_TENANT_ID, consumer, last));
  }
};

describe('the outbox', () => {
  it('is read in the order of numbers, not of digits', async () => {
    for (const xid of [98, 102, 9, 11, 99, 100]) await write(xid);
    for (const atOnce of [1, 2, 4, 100])
      expect(await readAll(`by ${atOnce}`, atOnce)).toEqual([9, 11, 98, 99, 100, 102]);
  });
});
