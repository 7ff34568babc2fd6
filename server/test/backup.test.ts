/** D11: a base backup with its log while objects arrive, the blobs copied after it, all of it restored elsewhere. */
import { spawnSync } from 'node:child_process';
import { chownSync, cpSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newUid } from '@throughline/dicom';
import pg from 'pg';
import { afterAll, expect, it } from 'vitest';
import { readConfig } from '../src/config.ts';
import { openCluster } from '../src/db/cluster.ts';
import { connectDatabase } from '../src/db/database.ts';
import { migrate } from '../src/db/migrate.ts';
import type { Context } from '../src/features/context.ts';
import { scrub } from '../src/features/integrity/index.ts';
import { listInstances, openInstance } from '../src/features/retrieve/index.ts';
import { storeInstance } from '../src/features/store/index.ts';
import { createLog } from '../src/log.ts';
import { createFilesystemStore } from '../src/storage/index.ts';
import { testPrincipal } from './context.ts';
import { ctObject, inChunks } from './objects.ts';

const folder = mkdtempSync(join(tmpdir(), 'throughline-backup-'));
const [here, there] = [join(folder, 'here'), join(folder, 'there')];
const principal = testPrincipal();
const closing: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closing.toReversed()) await close();
  rmSync(folder, { recursive: true, force: true });
});

const openHub = async (home: string): Promise<{ readonly context: Context; readonly url: string }> => {
  const cluster = await openCluster(join(home, 'postgres'));
  closing.push(() => cluster.stop());
  const owner = new pg.Client({ connectionString: cluster.url });
  await owner.connect();
  await migrate(owner);
  await owner.end();
  const db = connectDatabase({ url: cluster.url });
  const config = readConfig({ THROUGHLINE_DATA: home, THROUGHLINE_DISK_WARN_MIB: '0', THROUGHLINE_DISK_STOP_MIB: '0' });
  const objects = createFilesystemStore({ root: join(home, 'blobs'), watermarks: config.disk });
  closing.push(
    () => db.close(),
    () => objects.close(),
  );
  const context = { config, db, objects, log: createLog('silent', 'test'), clock: () => new Date() };
  return { context, url: cluster.url };
};

const copy = (from: string, into: string): void => {
  // Files that vanish meanwhile are told of and do not matter: the log has what they held.
  spawnSync('cp', ['-a', from, into]);
};

/** As docs/operating/backup.md says: the low-level interface, which needs no program of the server's version. */
const backUp = async (url: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query("select pg_backup_start('throughline', fast => true)");
  const cluster = join(there, 'postgres', 'cluster');
  mkdirSync(there, { recursive: true });
  // With their owner: the server may run as a user of its own.
  copy(join(here, 'postgres'), there);
  for (const name of ['postmaster.pid', 'postmaster.opts', 'pg_wal'])
    rmSync(join(cluster, name), { recursive: true, force: true });
  const { rows } = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop(false)');
  copy(join(here, 'postgres', 'cluster', 'pg_wal'), cluster);
  const label = join(cluster, 'backup_label');
  writeFileSync(label, rows[0]?.labelfile ?? '', { mode: 0o600 });
  const { uid, gid } = statSync(cluster);
  chownSync(label, uid, gid);
  await client.end();
  cpSync(join(here, 'blobs'), join(there, 'blobs'), { recursive: true });
};

it('restores every object that was acknowledged before the backup ended', async () => {
  const { context, url } = await openHub(here);
  const acknowledged: { study: string; bytes: Buffer }[] = [];
  let going = true;
  const load = async (): Promise<void> => {
    while (going) {
      const study = newUid();
      const bytes = Buffer.from(ctObject({ study, patientId: study.slice(-12) }));
      await storeInstance(context, principal, { body: inChunks(bytes), receivedFrom: 'CT1' });
      acknowledged.push({ study, bytes });
    }
  };
  const loads = [load(), load()];
  while (acknowledged.length < 40) await new Promise(setImmediate);
  const ledger = [...acknowledged];
  await backUp(url);
  going = false;
  await Promise.all(loads);
  expect(acknowledged.length).toBeGreaterThan(ledger.length);

  const restored = await openHub(there);
  for (const { study, bytes } of ledger) {
    const [instance] = await listInstances(restored.context, principal, { studyInstanceUid: study });
    if (!instance) throw new Error('An acknowledged object is lost.');
    const chunks: Uint8Array[] = [];
    for await (const chunk of openInstance(restored.context, instance)) chunks.push(chunk);
    expect(Buffer.concat(chunks)).toEqual(bytes);
  }
  const report = await scrub(restored.context, principal);
  expect(report.copies).toBeGreaterThanOrEqual(ledger.length);
  expect(report.damaged).toEqual([]);
});
