/** D2, D3, I5, I9, I12: the hub and its database are killed, stopped and held up at any moment while objects arrive by every door. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../server/src/config.ts';
import { DEFAULT_TENANT_ID, openDatabase } from '../server/src/db/index.ts';
import { findMissingBlobs, sweepOrphans } from '../server/src/features/store/index.ts';
import { createLog } from '../server/src/log.ts';
import { createFilesystemStore } from '../server/src/storage/index.ts';
import { type Archive, startArchive } from './loss/archive.ts';
import { depth } from './loss/depth.ts';

let archive: Archive;
beforeAll(async () => {
  archive = await startArchive();
});
afterAll(() => archive?.close());

const dataFolder = (): string => join(archive.hub.dataFolder, 'data');

describe('the hub', () => {
  it(
    `killed ${depth.kills} times at any moment, by every door: every positive answer is honoured`,
    async () => {
      let acknowledged = 0;
      for (let round = 0; round < depth.kills; round += 1) {
        const sending = archive.sending();
        const load = archive.load(16, sending);
        // On a slow machine nothing may be acknowledged so soon: every other time something was.
        if (round % 2 === 1) await expect.poll(() => sending.acknowledged, { timeout: 30_000 }).toBeGreaterThan(4);
        await delay(50 + Math.random() * 1450);
        await archive.hub.kill();
        sending.stop();
        await load;
        acknowledged += sending.acknowledged;
        await archive.hub.start();
        if (depth.deep && round % 50 === 49) await archive.check();
      }
      expect(acknowledged).toBeGreaterThan(depth.kills);
      await archive.check();
    },
    depth.kills * 30_000 + 120_000,
  );

  it('leaves bytes without a row behind only until the sweep, and no row without bytes', async () => {
    const config = readConfig({ THROUGHLINE_DATA: dataFolder() });
    const db = await openDatabase({ dataFolder: dataFolder(), databaseUrl: undefined });
    const tomorrow = () => new Date(Date.now() + 26 * 3_600_000);
    const objects = createFilesystemStore({ root: join(dataFolder(), 'blobs'), watermarks: config.disk });
    const context = { config, db, objects, log: createLog('silent', 'test'), clock: tomorrow };
    try {
      await sweepOrphans(context);
      expect((await sweepOrphans(context)).orphans).toBe(0);
      expect(await findMissingBlobs(context, DEFAULT_TENANT_ID)).toMatchObject({ missing: 0 });
    } finally {
      await objects.close();
      await db.close();
    }
    await archive.check();
  }, 120_000);
});

const postmaster = (): number =>
  Number(readFileSync(join(dataFolder(), 'postgres/cluster/postmaster.pid'), 'utf8').split('\n')[0]);

const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(/\s+/).filter(Boolean).map(Number);

const signal = (pids: readonly number[], name: NodeJS.Signals): void => {
  for (const pid of pids) process.kill(pid, name);
};

/** Processes that serve a connection of the hub's receiver. */
const backends = (): number[] =>
  childrenOf(postmaster()).filter((pid) => {
    const title = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return /127\.0\.0\.1|\[local\]/.test(title);
  });

interface Harm {
  readonly name: string;
  /** settles when PostgreSQL can be worked with again */
  readonly work: (round: number) => Promise<void>;
}

const harms: readonly Harm[] = [
  {
    name: 'one of its processes is killed, so that all of them start over',
    work: async () => {
      const all = backends();
      signal([all[Math.floor(Math.random() * all.length)] ?? postmaster()], 'SIGKILL');
    },
  },
  {
    name: 'it is stopped at once, without a checkpoint, or its first process is killed, and the hub starts it again',
    work: async (round) => {
      const pid = postmaster();
      signal([pid], round % 2 === 0 ? 'SIGKILL' : 'SIGQUIT');
      await expect.poll(() => readdirSync('/proc').includes(String(pid)), { timeout: 20_000 }).toBe(false);
    },
  },
  {
    name: 'it hangs for a while',
    work: async () => {
      const all = [postmaster(), ...childrenOf(postmaster())];
      signal(all, 'SIGSTOP');
      await delay(depth.deep ? 30_000 : 3000);
      signal(all, 'SIGCONT');
    },
  },
];

describe('PostgreSQL', () => {
  it.each(harms)(
    'under load: $name',
    async ({ work }) => {
      for (let round = 0; round < depth.database; round += 1) {
        const sending = archive.sending();
        const load = archive.load(8, sending);
        await expect.poll(() => sending.acknowledged, { timeout: 30_000 }).toBeGreaterThan(20);
        await work(round);
        sending.stop();
        await load;
        // It takes objects again without being touched.
        await expect
          .poll(
            async () => {
              const again = archive.sending();
              await archive.load(1, again, 2);
              return again.acknowledged;
            },
            { timeout: 60_000, interval: 500 },
          )
          .toBe(4);
      }
      await archive.check();
    },
    depth.database * 120_000 + 120_000,
  );
});
