/** What is made ready before the first client: connections that it would otherwise wait for, and nothing written down. */
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestContext, type TestContext } from '../../../test/context.ts';
import { DEFAULT_TENANT_ID, listAuditEvents, servedInstances } from '../../db/index.ts';
import { withConsents } from '../access/index.ts';
import { auditAlone } from '../audit/index.ts';
import { warm } from './warm.ts';

const principal = {
  tenantId: DEFAULT_TENANT_ID,
  subject: 'reader',
  door: 'dicomweb',
  rights: new Set(['read'] as const),
} as const;

let context: TestContext;
beforeAll(async () => {
  context = await createTestContext();
});
afterAll(() => context.close());

const read = <T>(work: Parameters<typeof context.db.read<T>>[1]): Promise<T> =>
  context.db.read(DEFAULT_TENANT_ID, work);

const sessions = (): Promise<readonly number[]> =>
  read(async (trx) => {
    const { rows } = await sql<{ pid: number }>`
      select pid from pg_stat_activity where datname = current_database() and backend_type = 'client backend' order by pid`.execute(
      trx,
    );
    return rows.map(({ pid }) => pid);
  });

it('the first retrieval finds every connection that it needs, and nothing is told of before', async () => {
  await warm(context, DEFAULT_TENANT_ID);
  const before = await sessions();
  expect(await read((trx) => listAuditEvents(trx, { limit: 10 }))).toEqual([]);
  await withConsents(context, principal);
  expect(await read((trx) => servedInstances(trx, { studyInstanceUid: '1.2.3' }))).toEqual([]);
  await auditAlone(context, principal, { event: 'instancesAccessed', action: 'R' });
  expect(await sessions()).toEqual(before);
  expect((await read((trx) => listAuditEvents(trx, { limit: 10 }))).length).toBe(1);
});
