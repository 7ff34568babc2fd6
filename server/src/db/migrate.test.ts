/** D12: a hub of the first schema is brought to the newest; killed on the way, it is as it was and can be tried again. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { DEFAULT_TENANT_ID, newId } from './index.ts';
import { migrate } from './migrate.ts';

const folder = join(import.meta.dirname, 'migrations');
const server = inject('databaseServer');
const instance = newId();
let name: string;
let url: string;

const connect = async (to: string): Promise<pg.Client> => {
  const client = new pg.Client({ connectionString: to });
  client.on('error', () => undefined);
  await client.connect();
  return client;
};

/** Two versions of one object, as the first schema kept them. */
const insertData = async (client: pg.Client): Promise<void> => {
  const [record, study, series] = [newId(), newId(), newId()];
  const t = DEFAULT_TENANT_ID;
  await client.query("insert into tenants (id, name) values ($1, 'default')", [t]);
  await client.query("insert into patient_records (tenant_id, id, issuer, patient_id) values ($1, $2, 'X', '1')", [
    t,
    record,
  ]);
  await client.query(
    "insert into studies (tenant_id, id, study_instance_uid, patient_record_id) values ($1, $2, '1.2', $3)",
    [t, study, record],
  );
  await client.query("insert into series (tenant_id, id, study_id, series_instance_uid) values ($1, $2, $3, '1.3')", [
    t,
    series,
    study,
  ]);
  for (const [version, id] of [instance, newId()].entries())
    await client.query(
      `insert into instances (tenant_id, id, series_id, sop_instance_uid, version, sop_class_uid, transfer_syntax_uid, sha256, byte_length,
        dataset_offset, received_from) values ($1, $2, $3, '1.4', $4, '1.5', '1.6', '\\x00', 10, 0, 'CT1')`,
      [t, id, series, version + 1],
    );
};

/** The schema as it was before a migration. */
const makeSchema = async (client: pg.Client, before: string): Promise<void> => {
  await client.query(
    'create table migrations (name text primary key, digest text not null, applied_at timestamptz not null default now())',
  );
  for (const file of readdirSync(folder).sort()) {
    if (file >= before) return;
    const text = readFileSync(join(folder, file), 'utf8');
    await client.query(text);
    await client.query('insert into migrations values ($1, $2)', [
      file,
      createHash('sha256').update(text).digest('hex'),
    ]);
  }
};

beforeEach(async () => {
  name = `old_${newId().replaceAll('-', '')}`;
  const admin = await connect(server);
  await admin.query(`create database ${name}`);
  await admin.end();
  const to = new URL(server);
  to.pathname = `/${name}`;
  url = to.href;
  const client = await connect(url);
  await makeSchema(client, '0002');
  await insertData(client);
  await client.end();
});
afterEach(async () => {
  const admin = await connect(server);
  await admin.query(`drop database ${name} with (force)`);
  await admin.end();
});

const schemaOf = async (): Promise<unknown> => {
  const client = await connect(url);
  const { rows } = await client.query(
    "select table_name, column_name from information_schema.columns where table_schema = 'public' order by 1, 2",
  );
  const known = await client.query('select name from migrations order by name');
  await client.end();
  return [rows, known.rows];
};

describe('a hub with the data of the first schema', () => {
  // Each table is one that the newest migration changes, early or late.
  it.each(['instances', 'locations', 'patient_records', 'conflicts'])(
    'that is killed while it changes %s is as it was, and is brought up by the next start',
    async (table) => {
      const before = await schemaOf();
      const [holder, migrating] = [await connect(url), await connect(url)];
      await holder.query('begin');
      await holder.query(`lock table ${table} in access share mode`);
      const { rows } = await migrating.query<{ pid: number }>('select pg_backend_pid() as pid');
      const pid = rows[0]?.pid;
      const failed = expect(migrate(migrating)).rejects.toThrow();
      for (let waits = false; !waits; ) {
        const found = await holder.query('select from pg_locks where pid = $1 and not granted', [pid]);
        waits = found.rowCount === 1;
      }
      await holder.query('select pg_terminate_backend($1)', [pid]);
      await failed;
      await holder.query('rollback');
      await holder.end();
      await migrating.end().catch(() => undefined);
      expect(await schemaOf()).toEqual(before);

      const client = await connect(url);
      expect(await migrate(client)).toBeGreaterThan(0);
      expect(await migrate(client)).toBe(0);
      const served = await client.query('select id, version from instances where served');
      expect(served.rows).toEqual([{ id: instance, version: 1 }]);
      await client.end();
    },
  );

  // Every migration makes it longer, for it is brought up once for each statement: at the small depth every third is enough to be
  // killed before migrations and before the notes of them.
  it('that is killed before any statement of it is as it was, and is brought up by the next start', {
    timeout: 240_000,
  }, async () => {
    const before = await schemaOf();
    const step = process.env.THROUGHLINE_LOSS_DEPTH === 'deep' ? 1 : 3;
    for (let statements = 1; ; statements += step) {
      const [killer, migrating] = [await connect(server), await connect(url)];
      const { rows } = await migrating.query<{ pid: number }>('select pg_backend_pid() as pid');
      const query = migrating.query.bind(migrating);
      let left = statements;
      const counted = Object.assign(Object.create(migrating) as pg.Client, {
        query: async (text: string, values?: unknown[]) => {
          left -= 1;
          if (left === 0) await killer.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
          return query(text, values);
        },
      });
      const outcome = await migrate(counted).catch(() => 'killed');
      await killer.end();
      await migrating.end().catch(() => undefined);
      if (outcome !== 'killed') {
        expect(statements).toBeGreaterThan(8);
        break;
      }
      expect(await schemaOf()).toEqual(before);
    }
    const client = await connect(url);
    expect(await migrate(client)).toBe(0);
    await client.end();
  });

  it('that a newer version has migrated is refused by an older one, and left as it is', async () => {
    const client = await connect(url);
    await migrate(client);
    await client.query("insert into migrations (name, digest) values ('9999-of-the-future.sql', 'x')");
    const before = await schemaOf();
    await expect(migrate(client)).rejects.toThrow(/newer version/);
    await client.end();
    expect(await schemaOf()).toEqual(before);
  });
});

describe('a hub whose database belongs to somebody who is no superuser', () => {
  const [message, record] = [newId(), newId()];
  const owner = `owner_${newId().replaceAll('-', '')}`;

  const insertBefore = async (client: pg.Client): Promise<void> => {
    const t = DEFAULT_TENANT_ID;
    await client.query("insert into tenants (id, name) values ($1, 'default')", [t]);
    await client.query(
      "insert into patient_records (tenant_id, id, issuer, patient_id, keyed) values ($1, $2, 'X', '1', 1)",
      [t, record],
    );
    await client.query(
      "insert into name_keys (tenant_id, patient_record_id, component, script, kind, key) values ($1, $2, 'any', 'alphabetic', 'exact', 'a')",
      [t, record],
    );
    await client.query(
      `insert into hl7_messages (tenant_id, id, source_name, control_id, message_code, trigger_event, version, digest, raw, state)
        values ($1, $2, 'ADT', '1', 'ADT', 'A01', '2.5', '\\x00', '\\x00', 'waiting')`,
      [t, message],
    );
    await client.query("insert into hl7_seen values ($1, 'ADT', '1', '\\x00', $2, now())", [t, message]);
  };

  it('is brought up with its rows, and its tables are as closed as they were', async () => {
    const admin = await connect(server);
    await admin.query(`create role ${owner}; grant throughline_app to ${owner}`);
    await admin.query(`create database ${owner} owner ${owner}`);
    const own = new URL(server);
    own.pathname = `/${owner}`;
    const [plain, all] = [await connect(own.href), await connect(own.href)];
    try {
      await plain.query(`set session authorization ${owner}`);
      await makeSchema(plain, '0106');
      await insertBefore(all);
      const forced = 'select relname from pg_class where relforcerowsecurity order by 1';
      const before = await all.query(forced);
      expect(await migrate(plain)).toBeGreaterThan(0);
      const after = new Set((await all.query<{ relname: string }>(forced)).rows.map(({ relname }) => relname));
      expect(before.rows.filter(({ relname }) => !after.has(relname))).toEqual([]);
      const { rows } = await all.query(
        'select (select waiting from hl7_seen), (select keyed from patient_records), (select count(*)::int from name_keys) as keys',
      );
      expect(rows).toEqual([{ waiting: true, keyed: 0, keys: 0 }]);
    } finally {
      await Promise.all([plain.end(), all.end()]);
      await admin.query(`drop database ${owner} with (force)`);
      await admin.query(`drop role ${owner}`);
      await admin.end();
    }
  });
});
