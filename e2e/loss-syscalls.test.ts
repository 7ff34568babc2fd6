/** D1, D4, I2, I3, L8, L9, L12: the receiver dies at, or is refused, the N-th system call of each kind that keeps bytes. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_TENANT_ID } from '../server/src/db/index.ts';
import { hourOf } from '../server/src/storage/blob-name.ts';
import { startPostgres } from './harness/postgres.ts';
import { type Archive, startArchive } from './loss/archive.ts';
import { depth, upTo } from './loss/depth.ts';
import type { Sending } from './loss/senders.ts';
import { type Injection, startTraced, type Traced } from './loss/traced.ts';

let folder: string;
let archive: Archive;
let postgres: Awaited<ReturnType<typeof startPostgres>>;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'throughline-calls-'));
  postgres = await startPostgres(join(folder, 'postgres'));
  archive = await startArchive({ databaseUrl: postgres.url });
});
afterAll(async () => {
  await archive?.close();
  await postgres?.close();
  rmSync(folder, { recursive: true, force: true });
});

const OBJECTS = 6;

/** Small objects, which share segments, and one that is a file of its own. */
const send = async (traced: Traced, sending: Sending): Promise<void> => {
  const target = { ...archive.target, dicomPort: traced.dicomPort };
  const ends = [sending.byCStore(target, OBJECTS), sending.byCStore(target, OBJECTS), sending.byCStore(target, 1, 900)];
  await Promise.allSettled(ends);
};
const ALL = 2 * OBJECTS + 1;

const hourFolder = (): string => join(archive.hub.dataFolder, 'data', 'blobs', DEFAULT_TENANT_ID, hourOf(new Date()));

interface Kind {
  readonly name: string;
  readonly calls: string;
  readonly path?: () => string;
}
const kinds: readonly Kind[] = [
  { name: 'fsync', calls: 'fsync,fdatasync' },
  { name: 'write', calls: 'write,writev,pwrite64,pwritev' },
  { name: 'cut to its length', calls: 'ftruncate' },
  { name: 'open of the folder', calls: 'openat', path: hourFolder },
  { name: 'mkdir', calls: 'mkdir' },
  { name: 'close of the folder', calls: 'close', path: hourFolder },
];

const injectionOf = ({ calls, path }: Kind, what: string, when: string): Injection => ({
  calls,
  what,
  when,
  ...(path === undefined ? {} : { path: path() }),
});

describe('a receiver that dies at the N-th', () => {
  it.each(kinds)(
    '$name honours every positive answer',
    async (kind) => {
      let died = 0;
      for (const n of upTo(depth.points)) {
        const traced = await startTraced(archive.hub, postgres.url, injectionOf(kind, 'signal=KILL', String(n)));
        const sending = archive.sending();
        if (traced.ready) await send(traced, sending);
        await traced.close();
        // So many of these calls are not made: there are no further points.
        if (sending.acknowledged === ALL) break;
        died += 1;
      }
      expect(died).toBeGreaterThan(0);
      await archive.check();
    },
    depth.points * 30_000 + 120_000,
  );
});

const errors: readonly (readonly [name: string, kind: string, what: string])[] = [
  ['an fsync that fails', 'fsync', 'error=EIO'],
  ['an fsync for which there is no room', 'fsync', 'error=ENOSPC'],
  ['a write for which there is no room', 'write', 'error=ENOSPC'],
  ['a write beyond the quota', 'write', 'error=EDQUOT'],
  ['a file that cannot be cut to its length', 'cut to its length', 'error=EIO'],
  ['a folder that cannot be opened', 'open of the folder', 'error=EIO'],
];

describe('a receiver that meets', () => {
  it.each(errors)(
    '%s says so, and honours every positive answer',
    async (_name, kindName, what) => {
      const kind = kinds.find(({ name }) => name === kindName) ?? { name: '', calls: '' };
      let harmed = 0;
      for (const n of upTo(depth.errors)) {
        const traced = await startTraced(archive.hub, postgres.url, injectionOf(kind, what, String(n)));
        const sending = archive.sending();
        if (traced.ready) await send(traced, sending);
        await traced.close();
        if (sending.acknowledged === ALL) break;
        harmed += 1;
      }
      expect(harmed).toBeGreaterThan(0);
      await archive.check();
    },
    depth.errors * 30_000 + 120_000,
  );
});

it('and there was something to honour', () => {
  expect(archive.ledger.lines().length).toBeGreaterThan(20);
});
