/** The promise behind every acknowledgement: killed at any moment, the hub comes back with every object it confirmed. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeDataset, encodePart10, newUid, tags, uids } from '@throughline/dicom';
import { connect } from '@throughline/dimse';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Database, DEFAULT_TENANT_ID, openDatabase, versionsOf } from '../src/db/index.ts';
import { createFilesystemStore } from '../src/storage/index.ts';
import { type RunningHub, runThroughline, startHub } from './hub.ts';
import { ctDataset } from './objects.ts';

const OBJECTS = 500;
const SENDER = 'SENDER';

let folder: string;
let dataFolder: string;
let hub: RunningHub;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'throughline-kill-'));
  dataFolder = join(folder, 'data');
  const services = ['--services', 'echo,store', '--issuer', 'COUNTY'];
  expect(await runThroughline(dataFolder, 'admin', 'ae', 'add', SENDER, '--address', '127.0.0.1', ...services)).toBe(0);
  hub = await startHub(dataFolder);
});
afterEach(async () => {
  await hub.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Sent {
  readonly sopInstanceUid: string;
  readonly dataset: Uint8Array;
}

const study = newUid();
const makeObjects = (): readonly Sent[] => {
  const series = newUid();
  return Array.from({ length: OBJECTS }, (_, value) => {
    const dataset = ctDataset({ study, series, value, side: 64 });
    return {
      sopInstanceUid: dataset.string(tags.SOPInstanceUID) ?? '',
      dataset: encodeDataset(dataset, uids.ExplicitVRLittleEndian),
    };
  });
};

/** Sends until told to stop or the connection breaks; gives the UIDs that were acknowledged. */
const send = async (objects: readonly Sent[], onAck: (acked: number) => void): Promise<Set<string>> => {
  const acked = new Set<string>();
  const queue = objects.values();
  const contexts = [{ abstractSyntax: uids.CTImageStorage, transferSyntaxes: [uids.ExplicitVRLittleEndian] }];
  const worker = async (): Promise<void> => {
    const association = await connect({
      host: '127.0.0.1',
      port: hub.dicomPort,
      callingAeTitle: SENDER,
      calledAeTitle: 'THROUGHLINE',
      contexts,
    });
    for (const { sopInstanceUid, dataset } of queue) {
      const { status } = await association.store({
        sopClassUid: uids.CTImageStorage,
        sopInstanceUid,
        transferSyntaxUid: uids.ExplicitVRLittleEndian,
        data: dataset,
      });
      expect(status).toBe(0);
      acked.add(sopInstanceUid);
      onAck(acked.size);
    }
    await association.release();
  };
  await Promise.allSettled(Array.from({ length: 4 }, worker));
  return acked;
};

const postmasterPid = (): string =>
  readFileSync(join(dataFolder, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n')[0] ?? '';

const withDatabase = async <T>(work: (db: Database) => Promise<T>): Promise<T> => {
  const db = await openDatabase({ dataFolder, databaseUrl: undefined });
  try {
    return await work(db);
  } finally {
    await db.close();
  }
};

/** The data sets behind these UIDs as they are stored. */
const storedDatasets = (wanted: Iterable<string>): Promise<Map<string, Buffer>> => {
  const objects = createFilesystemStore({
    root: join(dataFolder, 'blobs'),
    watermarks: { warnBytes: 0, stopBytes: 0 },
  });
  return withDatabase(async (db) => {
    const found = new Map<string, Buffer>();
    for (const uid of wanted) {
      const versions = await db.tenant(DEFAULT_TENANT_ID, (trx) => versionsOf(trx, uid));
      expect(versions.length, `versions of ${uid}`).toBe(1);
      for (const version of versions) {
        const range = { offset: version.blob_offset, length: version.location_length };
        const bytes = await objects.readBytes(version.blob, range);
        found.set(uid, Buffer.from(bytes.subarray(version.dataset_offset)));
      }
    }
    return found;
  });
};

const instanceCount = (): Promise<number> =>
  withDatabase((db) =>
    db.tenant(DEFAULT_TENANT_ID, async (trx) => (await trx.selectFrom('instances').select('id').execute()).length),
  );

describe('the hub killed in the middle of 500 objects', () => {
  it('by our SCU: comes back on the same PostgreSQL with every acknowledged object, byte for byte', async () => {
    const objects = makeObjects();
    const before = postmasterPid();
    const killed = Promise.withResolvers<void>();
    const acked = await send(objects, (count) => {
      if (count === 150) hub.kill().then(killed.resolve, killed.reject);
    });
    await killed.promise;
    expect(acked.size).toBeGreaterThanOrEqual(150);
    expect(acked.size).toBeLessThan(OBJECTS);

    hub = await startHub(dataFolder);
    expect(postmasterPid()).toBe(before);
    const stored = await storedDatasets(acked);
    for (const { sopInstanceUid, dataset } of objects)
      if (acked.has(sopInstanceUid)) expect(stored.get(sopInstanceUid)?.equals(dataset)).toBe(true);

    // Sent again, as a modality does: everything is there once.
    expect((await send(objects, () => undefined)).size).toBe(OBJECTS);
    expect(await instanceCount()).toBe(OBJECTS);
  });

  const installed = spawnSync('storescu', ['--version']).error === undefined;
  it.skipIf(!installed)('by DCMTK storescu: every object that it saw confirmed is there', async () => {
    const objects = makeObjects();
    const files = join(folder, 'files');
    mkdirSync(files);
    objects.forEach(({ sopInstanceUid }, at) => {
      const dataset = ctDataset({ study, series: study, instance: sopInstanceUid, value: at, side: 64 });
      writeFileSync(join(files, `${sopInstanceUid}.dcm`), encodePart10(dataset, uids.ExplicitVRLittleEndian));
    });
    const args = ['-v', '-aet', SENDER, '-aec', 'THROUGHLINE', '127.0.0.1', String(hub.dicomPort), '+sd', files];
    const sender = spawn('storescu', args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const killed = Promise.withResolvers<void>();
    let confirmed = 0;
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      const now = output.split('Received Store Response (Success)').length - 1;
      if (confirmed < 60 && now >= 60) hub.kill().then(killed.resolve, killed.reject);
      confirmed = now;
    };
    sender.stdout.on('data', read);
    sender.stderr.on('data', read);
    await new Promise((resolve) => sender.once('close', resolve));
    await killed.promise;
    // "Sending file: <path>" comes before each transfer, in order; what was confirmed are the first of them.
    const names = [...output.matchAll(/Sending file: \S*\/([\d.]+)\.dcm/g)].map((match) => match[1] ?? '');
    const acked = names.slice(0, confirmed);
    expect(acked.length).toBeGreaterThanOrEqual(60);
    expect(acked.length).toBeLessThan(OBJECTS);

    hub = await startHub(dataFolder);
    const stored = await storedDatasets(acked);
    for (const uid of acked) {
      const file = readFileSync(join(files, `${uid}.dcm`));
      const dataset = stored.get(uid) ?? Buffer.alloc(0);
      expect(dataset.length).toBeGreaterThan(8192);
      expect(file.subarray(file.length - dataset.length).equals(dataset)).toBe(true);
    }
  });
});
