import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { DEFAULT_TENANT_ID, newId, openDatabase } from './index.ts';
import { migrate } from './migrate.ts';
import { createTestDatabase, type TestDatabase } from './testing.ts';

let test: TestDatabase;
const otherTenant = newId();

const withOwner = async <T>(work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: test.url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

beforeAll(async () => {
  test = await createTestDatabase(inject('databaseServer'));
  await withOwner((client) => client.query("insert into tenants (id, name) values ($1, 'other')", [otherTenant]));
});
afterAll(() => test.close());

const addSite = (tenantId: string, name: string) =>
  test.db.tenant(tenantId, (trx) =>
    trx.insertInto('sites').values({ tenant_id: tenantId, id: newId(), name }).execute(),
  );
const siteNames = (tenantId: string) =>
  test.db.tenant(tenantId, async (trx) =>
    (await trx.selectFrom('sites').select('name').execute()).map((row) => row.name),
  );

describe('tenants', () => {
  it('see their own rows only', async () => {
    await addSite(DEFAULT_TENANT_ID, 'ours');
    await addSite(otherTenant, 'theirs');
    expect(await siteNames(DEFAULT_TENANT_ID)).toEqual(['ours']);
    expect(await siteNames(otherTenant)).toEqual(['theirs']);
  });

  it('cannot write rows of another tenant', async () => {
    const intrusion = test.db.tenant(DEFAULT_TENANT_ID, (trx) =>
      trx.insertInto('sites').values({ tenant_id: otherTenant, id: newId(), name: 'intruder' }).execute(),
    );
    await expect(intrusion).rejects.toThrow(/row-level security/);
  });

  it('are needed: without one, nothing can be read', async () => {
    const connection = await test.db.pool.connect();
    const read = connection.query('select name from sites').then(
      (result) => result.rowCount,
      () => 0,
    );
    expect(await read).toBe(0);
    connection.release();
  });

  it('have every table under forced row-level security, keyed by tenant first', async () => {
    const { rows } = await withOwner((client) =>
      client.query<{ name: string; safe: boolean; first_key: string }>(`
        select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as safe, a.attname as first_key
        from pg_class c join pg_index i on i.indrelid = c.oid and i.indisprimary
        join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
          and c.relname not in ('tenants', 'migrations')`),
    );
    expect(rows.length).toBeGreaterThan(15);
    expect(rows.filter((row) => !row.safe || row.first_key !== 'tenant_id')).toEqual([]);
  });

  it('cannot have their audit rows changed by the application', async () => {
    const change = test.db.tenant(DEFAULT_TENANT_ID, (trx) =>
      trx.updateTable('audit_events').set({ door: 'x' }).execute(),
    );
    await expect(change).rejects.toThrow(/permission denied/);
  });
});

describe('migrations', () => {
  it('are applied once', async () => {
    expect(await withOwner(migrate)).toBe(0);
  });

  it('run by two at once are applied by one', async () => {
    const results = await Promise.all([withOwner(migrate), withOwner(migrate), withOwner(migrate)]);
    expect(results).toEqual([0, 0, 0]);
  });
});

describe('a PostgreSQL of somebody else', () => {
  it('is used by a plain owner of a database, without superuser rights', async () => {
    const role = `plain_${newId().slice(-12)}`;
    await withOwner(async (client) => {
      await client.query(`create role ${role} login password 'plain'`);
      await client.query(`grant throughline_app to ${role}`);
      await client.query(`create database ${role} owner ${role}`);
    });
    const url = new URL(test.url);
    Object.assign(url, { username: role, password: 'plain', pathname: `/${role}` });
    const db = await openDatabase({ dataFolder: '/nowhere', databaseUrl: url.href });
    await db.tenant(DEFAULT_TENANT_ID, (trx) =>
      trx.insertInto('sites').values({ tenant_id: DEFAULT_TENANT_ID, id: newId(), name: 'theirs' }).execute(),
    );
    expect(await db.tenants()).toEqual([DEFAULT_TENANT_ID]);
    await db.close();
    await withOwner(async (client) => {
      await client.query(`drop database ${role}`);
      await client.query(`drop role ${role}`);
    });
  });
});

describe('hints', () => {
  it('reach a listener', async () => {
    const heard: string[] = [];
    const arrived = Promise.withResolvers<void>();
    const stop = await test.db.listen('throughline', (payload) => {
      heard.push(payload);
      arrived.resolve();
    });
    await test.db.notify('throughline', 'study 1');
    await arrived.promise;
    await stop();
    expect(heard).toEqual(['study 1']);
  });
});

describe('identifiers', () => {
  it('grow, even within a millisecond and when the clock stands still', () => {
    const ids = Array.from({ length: 20_000 }, () => newId(1_700_000_000_000));
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});

describe('a statement of its own', () => {
  const ask = (tenantId: string) =>
    test.db.statement<{ name: string }>(tenantId, 'select name from sites where name <> $1', ['none']);

  it('sees its own tenant only, on a connection that others have used', async () => {
    expect(await ask(DEFAULT_TENANT_ID)).toEqual([{ name: 'ours' }]);
    expect(await ask(otherTenant)).toEqual([{ name: 'theirs' }]);
    expect(await ask(DEFAULT_TENANT_ID)).toEqual([{ name: 'ours' }]);
  });

  it('is committed when it is answered', async () => {
    const text = 'insert into sites (tenant_id, id, name) values ($1, $2, $3) returning name';
    const third = newId();
    await withOwner((client) => client.query("insert into tenants (id, name) values ($1, 'third')", [third]));
    await test.db.statement(third, text, [third, newId(), 'new']);
    expect(await siteNames(third)).toEqual(['new']);
    await expect(test.db.statement(third, text, [otherTenant, newId(), 'intruder'])).rejects.toThrow(/row-level/);
  });

  it('takes no tenant that is not a UUID', async () => {
    await expect(ask("x' or true")).rejects.toThrow(/UUID/);
  });
});

describe('what only reads', () => {
  const names = (tenantId: string) =>
    test.db.read(tenantId, async (trx) =>
      (await trx.selectFrom('sites').select('name').execute()).map(({ name }) => name),
    );

  it('sees its own tenant only', async () => {
    expect(await Promise.all([names(DEFAULT_TENANT_ID), names(otherTenant), names(DEFAULT_TENANT_ID)])).toEqual([
      ['ours'],
      ['theirs'],
      ['ours'],
    ]);
  });

  it('can write nothing', async () => {
    const intrude = test.db.read(otherTenant, (trx) => trx.updateTable('sites').set({ name: 'changed' }).execute());
    await expect(intrude).rejects.toThrow(/read-only/);
    expect(await names(otherTenant)).toEqual(['theirs']);
  });

  it('asks again on another connection when its own is lost', async () => {
    let lost = 0;
    const answer = await test.db.read(DEFAULT_TENANT_ID, async (trx) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx);
      const pid = rows[0]?.pid;
      if (lost++ === 0) await withOwner((client) => client.query('select pg_terminate_backend($1, 5000)', [pid]));
      return (await trx.selectFrom('sites').select('name').execute()).length;
    });
    expect([answer, lost]).toEqual([1, 2]);
  });
});

describe('what is asked often', () => {
  const prepared = () =>
    test.db.tenant(DEFAULT_TENANT_ID, async (trx) => {
      const { rows } = await sql<{ statement: string }>`select statement from pg_prepared_statements`.execute(trx);
      return rows.map((row) => row.statement);
    });
  const allOf = (table: 'sites' | 'settled') =>
    test.db.tenant(DEFAULT_TENANT_ID, async (trx) => {
      const { rows } = await sql<object>`select * from ${sql.table(table)} where ${1}::int = 1`.execute(trx);
      return rows;
    });

  it('is prepared', async () => {
    for (let times = 0; times < 6; times += 1) await allOf('sites');
    expect((await prepared()).some((text) => text.includes('select * from "sites"'))).toBe(true);
  });

  it('is prepared anew when a migration changed what it gives', async () => {
    await withOwner((client) =>
      client.query('create table settled (one int); insert into settled values (1); grant select on settled to public'),
    );
    for (let times = 0; times < 6; times += 1) expect(await allOf('settled')).toEqual([{ one: 1 }]);
    await withOwner((client) => client.query('alter table settled add column other int'));
    expect(await allOf('settled')).toEqual([{ one: 1, other: null }]);
  });
});
