/** A25: a trail that was changed, added to, cut or reordered is found out; what commits late is in the chain all the same. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestContext, type TestContext, testPrincipal } from '../../../test/context.ts';
import { chainSomeEvents, recordAudit, verifyAuditChain } from './index.ts';

const principal = testPrincipal();
let context: TestContext;
let owner: pg.Client;
let folder: string;

const tell = (subject: string) =>
  context.db.tenant(principal.tenantId, (trx) =>
    recordAudit(trx, { ...principal, subject }, { event: 'query', action: 'E', detail: { asked: ['00100020'] } }),
  );
const chain = async () => {
  while (await chainSomeEvents(context, principal));
};

beforeAll(async () => {
  context = await createTestContext();
  folder = mkdtempSync(join(tmpdir(), 'throughline-chain-'));
  owner = new pg.Client({ connectionString: context.databaseUrl });
  await owner.connect();
  for (const subject of ['first', 'second', 'third']) {
    await tell(subject);
    await chain();
  }
});
afterAll(async () => {
  await owner.end();
  await context.close();
  rmSync(folder, { recursive: true });
});

it('holds, and says which head is to be kept elsewhere', async () => {
  const report = await verifyAuditChain(context, principal);
  expect(report).toMatchObject({ links: 3, events: 3, beside: 0 });
  expect(report.broken).toBeUndefined();
  expect(report.head).toMatch(/^3:[0-9a-f]{64}$/);
  expect(await verifyAuditChain(context, principal, report.head)).toMatchObject({ known: true });
  expect(await verifyAuditChain(context, principal, `3:${'0'.repeat(64)}`)).toMatchObject({ known: false });
  await expect(verifyAuditChain(context, testPrincipal(['read']))).rejects.toMatchObject({ code: 'forbidden' });
});

const command = (...args: readonly string[]): Promise<number | null> => {
  const shim = join(import.meta.dirname, '../../../bin/throughline.mjs');
  const env = { ...process.env, DATABASE_URL: context.databaseUrl, THROUGHLINE_DATA: folder };
  const run = spawn(process.execPath, [shim, 'admin', 'audit', ...args], { env, stdio: 'ignore' });
  return new Promise((resolve) => run.once('exit', resolve));
};

it('is verified by the command, which ends with 1 when it does not hold', async () => {
  expect(await Promise.all([command(), command('--head', `3:${'0'.repeat(64)}`)])).toEqual([0, 1]);
});

it('passes nothing by that commits later than what began after it', async () => {
  await chain();
  const before = await verifyAuditChain(context, principal);
  const late = Promise.withResolvers<void>();
  const written = Promise.withResolvers<void>();
  const slow = context.db.tenant(principal.tenantId, async (trx) => {
    await recordAudit(trx, { ...principal, subject: 'slow' }, { event: 'query', action: 'E' });
    written.resolve();
    await late.promise;
  });
  await written.promise;
  await tell('quick');
  await chain();
  late.resolve();
  await slow;
  await chain();
  const after = await verifyAuditChain(context, principal);
  expect(after.broken).toBeUndefined();
  // The two, and that the trail was read before.
  expect(after.events - before.events).toBe(3);
});

/** As somebody with the rights of the database's owner would; undone afterwards. */
const tampered = async (...statements: readonly string[]) => {
  await owner.query('create table kept_events as select * from audit_events');
  await owner.query('create table kept_links as select * from audit_links');
  try {
    for (const statement of statements) await owner.query(statement);
    return await verifyAuditChain(context, principal);
  } finally {
    await owner.query('delete from audit_events');
    await owner.query('delete from audit_links');
    await owner.query('insert into audit_events select * from kept_events');
    await owner.query('insert into audit_links select * from kept_links');
    await owner.query('drop table kept_events, kept_links');
  }
};

const row = (subject: string) => `(select xid from audit_events where subject = '${subject}')`;

it.each<readonly [string, readonly string[], number]>([
  ['a row that was changed', ["update audit_events set subject = 'nobody' where subject = 'second'"], 2],
  ['a detail that was changed', [`update audit_events set detail = '{}' where subject = 'third'`], 3],
  ['a row that was removed', ["delete from audit_events where subject = 'first'"], 1],
  [
    'a row that was added where nothing is added any more',
    [
      `insert into audit_events (tenant_id, id, event_code, action, outcome, subject, door, xid)
        select tenant_id, '00000000-0000-7000-8000-000000000001', event_code, action, outcome, 'forged', door, xid from audit_events where subject = 'second'`,
    ],
    2,
  ],
  [
    'rows that changed places',
    [
      `update audit_events a set xid = b.xid from audit_events b
        where (a.subject, b.subject) in (('first', 'second'), ('second', 'first'))`,
    ],
    1,
  ],
  ['a row that was moved out of the chain', [`update audit_events set xid = null where xid = ${row('third')}`], 3],
  ['a link that was removed', ['delete from audit_links where number = 2'], 2],
])('finds %s', async (_name, statements, broken) => {
  expect((await tampered(...statements)).broken).toBe(broken);
});

it('finds an end that was cut off by the head that is kept elsewhere', async () => {
  const { head = '' } = await verifyAuditChain(context, principal);
  const cut = await tampered(
    `delete from audit_events where xid > ${row('second')}`,
    'delete from audit_links where number > 2',
  );
  expect(cut.broken).toBeUndefined();
  expect(cut.head).not.toBe(head);
  expect((await verifyAuditChain(context, principal, head)).known).toBe(true);
});

it('finds what says of no transaction that it is of it', async () => {
  const forged = `insert into audit_events (tenant_id, id, event_code, action, outcome, subject, door, xid)
    select tenant_id, gen_random_uuid(), event_code, action, outcome, 'forged', door, null from audit_events where subject = 'second'`;
  expect((await tampered(forged)).beside).toBe(1);
});
