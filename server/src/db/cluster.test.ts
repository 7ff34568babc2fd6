import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, openCluster } from './cluster.ts';
import { openDatabase, refuseUnsafeServer } from './open.ts';

let dataFolder: string;
let cluster: Cluster;

const pidOf = (): number =>
  Number(readFileSync(join(dataFolder, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n')[0]);

const withClient = async <T>(work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: cluster.url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

/** A process of its own that opens the database and is then killed as a power cut of the hub would. */
const openAndBeKilled = (): Promise<NodeJS.Signals | null> => {
  const script = `import { openDatabase } from ${JSON.stringify(join(import.meta.dirname, 'open.ts'))};
    await openDatabase({ dataFolder: ${JSON.stringify(dataFolder)}, databaseUrl: undefined });
    process.kill(process.pid, 'SIGKILL');`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: 'inherit' });
  return new Promise((resolve) => child.once('exit', (_code, signal) => resolve(signal)));
};

beforeAll(async () => {
  dataFolder = mkdtempSync(join(tmpdir(), 'throughline-cluster-'));
  expect(await openAndBeKilled()).toBe('SIGKILL');
  cluster = await openCluster(join(dataFolder, 'postgres'));
});
afterAll(async () => {
  await cluster.stop();
  rmSync(dataFolder, { recursive: true, force: true });
});

describe('the embedded server', () => {
  it('outlives a killed hub and is adopted by the next', async () => {
    expect(cluster.adopted).toBe(true);
    const before = pidOf();
    expect(await openAndBeKilled()).toBe('SIGKILL');
    expect(pidOf()).toBe(before);
  });

  it('is stopped by the last one that closes it, and comes up again with its data', async () => {
    const before = pidOf();
    const open = () => openDatabase({ dataFolder, databaseUrl: undefined });
    const [first, second] = await Promise.all([open(), open()]);
    await first.close();
    expect(pidOf()).toBe(before);
    await second.close();
    expect(readdirSync(join(dataFolder, 'postgres/cluster'))).not.toContain('postmaster.pid');
    cluster = await openCluster(join(dataFolder, 'postgres'));
    expect(cluster.adopted).toBe(false);
    const tenants = await withClient((client) => client.query('select name from tenants'));
    expect(tenants.rows).toEqual([{ name: 'default' }]);
  });

  it('comes up after a kill on the port that it had, whoever has the number of its process by now', async () => {
    const { url } = cluster;
    const before = pidOf();
    process.kill(before, 'SIGKILL');
    await expect.poll(() => existsSync(`/proc/${before}`)).toBe(false);
    const path = join(dataFolder, 'postgres/cluster/postmaster.pid');
    const [, ...rest] = readFileSync(path, 'utf8').split('\n');
    writeFileSync(path, [process.pid, ...rest].join('\n'));
    await expect.poll(() => openCluster(join(dataFolder, 'postgres')).catch(() => undefined)).toMatchObject({ url });
    cluster = await openCluster(join(dataFolder, 'postgres'));
    expect(pidOf()).not.toBe(process.pid);
  });

  it('keeps what it confirms: UTF-8, C.UTF-8, fsync and checksums on', async () => {
    const warnings: string[] = [];
    await withClient((client) => refuseUnsafeServer(client, (message) => warnings.push(message)));
    expect(warnings).toEqual([]);
    const { rows } = await withClient((client) =>
      client.query("select datlocprovider, datlocale from pg_database where datname = 'postgres'"),
    );
    expect(rows).toEqual([{ datlocprovider: 'b', datlocale: 'C.UTF-8' }]);
  });

  it('lets nobody in without its password', async () => {
    const url = new URL(cluster.url);
    url.password = 'guess';
    const client = new pg.Client({ connectionString: url.href });
    await expect(client.connect()).rejects.toThrow(/password/);
  });
});

describe('a server that may lose what it confirms', () => {
  it.each(['fsync', 'full_page_writes', 'synchronous_commit'])('is refused: %s = off', async (name) => {
    const set = (value: string) =>
      withClient(async (client) => {
        await client.query(`alter system set ${name} = ${value}`);
        await client.query('select pg_reload_conf()');
      });
    await set('off');
    try {
      // A reload reaches new connections a moment later.
      await expect
        .poll(() =>
          withClient((client) => refuseUnsafeServer(client, () => undefined)).catch((error: Error) => error.message),
        )
        .toMatch(name);
      await expect(openDatabase({ dataFolder, databaseUrl: cluster.url })).rejects.toThrow(name);
    } finally {
      await set('on');
    }
  });
});
