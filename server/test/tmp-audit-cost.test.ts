import pg from 'pg';
import { expect, it } from 'vitest';
import { createTestContext, testPrincipal } from './context.ts';
import { commitAuditEvents } from '../src/db/audit-events.ts';
it('cost', async () => {
  const context = await createTestContext();
  const owner = new pg.Client({ connectionString: context.databaseUrl });
  await owner.connect();
  const row = { event_code: '110103', action: 'R', outcome: 'success', subject: 's', door: 'd', address: null, patient_record_id: null, study_instance_uid: '1.2.3', detail: '{}' } as never;
  const p = testPrincipal();
  const run = async (n: number) => { const t = performance.now(); for (let i = 0; i < n; i += 1) await commitAuditEvents(context.db, p.tenantId, Array.from({ length: 20 }, () => row)); return (performance.now() - t) / n; };
  await owner.query('set synchronous_commit=off');
  await owner.query("alter system set fsync=off"); await owner.query('select pg_reload_conf()');
  await run(300);
  const got: string[] = [];
  for (let k = 0; k < 4; k += 1) {
    const on = await run(700);
    await owner.query('alter table audit_events alter column xid drop default; drop index audit_events_by_xid');
    const off = await run(700);
    await owner.query('alter table audit_events alter column xid set default pg_current_xact_id()::text::bigint; create index audit_events_by_xid on audit_events using brin (xid) with (pages_per_range = 16, autosummarize = on)');
    got.push(`${on.toFixed(3)} ${off.toFixed(3)}`);
  }
  console.log(got);
  await owner.end(); await context.close();
  expect(1).toBe(1);
}, 60000);
