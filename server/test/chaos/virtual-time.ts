/** A clock that stands still until it is told to go on: for the hub, and for what the database writes down by itself. */
import type { Database } from '../../src/db/index.ts';

/** From here on, the database of this test takes the time of a row from its tenant's clock. */
export const slowDatabase = async (db: Database, ownerQuery: (statement: string) => Promise<void>): Promise<void> => {
  // What a crash of the machine would lose is not the question here.
  await ownerQuery(
    `do $$ begin
      execute format('alter database %I set synchronous_commit = off', current_database());
      execute format('alter database %I set plan_cache_mode = force_generic_plan', current_database());
      -- Thousands of small worlds side by side: what is planned for the first of them is asked for all.
      execute format('alter database %I set enable_seqscan = off', current_database());
    end $$`,
  );
  await ownerQuery(`
    create table virtual_clock (tenant_id uuid primary key, at timestamptz not null);
    grant select, insert, update on virtual_clock to throughline_app;
    create function virtual_now() returns timestamptz stable language sql as
      $$ select at from virtual_clock where tenant_id = current_setting('throughline.tenant_id', true)::uuid $$;
    grant execute on function virtual_now() to throughline_app;
    grant insert on tenants to throughline_app;
    alter table studies alter column created_at set default virtual_now();
    alter table instances alter column received_at set default virtual_now();
    alter table gatherings alter column started_at set default virtual_now();
  `);
  await db.pool.query('select 1 from virtual_clock');
};

export interface VirtualClock {
  readonly now: () => Date;
  advance(milliseconds: number): Promise<void>;
}

export const startClock = async (db: Database, tenantId: string, from: Date): Promise<VirtualClock> => {
  let at = from.getTime();
  const write = () =>
    db.pool.query('insert into virtual_clock values ($1, $2) on conflict (tenant_id) do update set at = excluded.at', [
      tenantId,
      new Date(at),
    ]);
  await write();
  return {
    now: () => new Date(at),
    advance: async (milliseconds) => {
      at += milliseconds;
      await write();
    },
  };
};
