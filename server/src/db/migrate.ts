/** Brings a database to the newest schema: numbered SQL files, each once, in order, one process at a time. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from 'pg';
import { StartError } from '../errors.ts';
import { DEFAULT_TENANT_ID } from './tenant.ts';

const folder = join(import.meta.dirname, 'migrations');
// Two hubs that start at once must not migrate at once; the number has no meaning but being ours.
const LOCK = 7_420_150_331;

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly digest: string;
}

const readMigrations = (): readonly Migration[] =>
  readdirSync(folder)
    .filter((name) => /^\d{4}-[a-z0-9-]+\.sql$/.test(name))
    .sort()
    .map((name) => {
      const sql = readFileSync(join(folder, name), 'utf8');
      return { name, sql, digest: createHash('sha256').update(sql).digest('hex') };
    });

const applyPending = async (client: Client, migrations: readonly Migration[]): Promise<number> => {
  const { rows } = await client.query<{ name: string; digest: string }>('select name, digest from migrations');
  const known = new Map(rows.map((row) => [row.name, row.digest]));
  const newer = [...known.keys()].filter((name) => !migrations.some((migration) => migration.name === name));
  if (newer.length > 0) throw new StartError(`The database was migrated by a newer version (${newer.join(', ')}).`);
  const changed = migrations.find((m) => known.has(m.name) && known.get(m.name) !== m.digest);
  if (changed)
    throw new StartError(`Migration ${changed.name} was changed after it had been applied to this database.`);
  const pending = migrations.filter((migration) => !known.has(migration.name));
  if (pending.length === 0) return 0;
  await seeingAllRows(client, async () => {
    for (const migration of pending) {
      await client.query(migration.sql);
      await client.query('insert into migrations (name, digest) values ($1, $2)', [migration.name, migration.digest]);
    }
  });
  return pending.length;
};

/**
 * Row-level security is forced on the owner of the tables, too, who is no superuser where a hospital runs the server: a migration
 * would change no row and say nothing. For as long as `work` runs it sees the rows of every tenant.
 */
const seeingAllRows = async (client: Client, work: () => Promise<void>): Promise<void> => {
  const { rows } = await client.query<{ name: string }>(
    `select oid::regclass::text as name from pg_class where relforcerowsecurity
      and not (select rolsuper or rolbypassrls from pg_roles where rolname = current_user) order by 1`,
  );
  for (const { name } of rows) await client.query(`alter table ${name} no force row level security`);
  await work();
  for (const { name } of rows) await client.query(`alter table if exists ${name} force row level security`);
};

/**
 * All pending migrations in one transaction: a killed run leaves the schema as it was.
 * The lock belongs to the transaction, so that a pooler between us and the server does not matter.
 */
export const migrate = async (client: Client): Promise<number> => {
  await client.query('begin');
  try {
    await client.query('select pg_advisory_xact_lock($1)', [LOCK]);
    await client.query(
      'create table if not exists migrations (name text primary key, digest text not null, applied_at timestamptz not null default now())',
    );
    const applied = await applyPending(client, readMigrations());
    await client.query("insert into tenants (id, name) values ($1, 'default') on conflict do nothing", [
      DEFAULT_TENANT_ID,
    ]);
    await client.query('select make_month_partitions(current_date, 14)');
    await client.query('commit');
    return applied;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
};
