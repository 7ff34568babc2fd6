/** D5, I8: the volume of the blobs, and that of the write-ahead log, run full while objects arrive. Refused, never dropped, never made room for. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fillLog } from '../server/test/loss/fill-log.ts';
import { canMount, mountVolume, moveOnto, type SmallVolume } from '../server/test/loss/volume.ts';
import { type Archive, startArchive } from './loss/archive.ts';

let archive: Archive;
let folder: string;
let volume: SmallVolume | undefined;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'throughline-full-'));
  archive = await startArchive({ env: { THROUGHLINE_DISK_WARN_MIB: '0', THROUGHLINE_DISK_STOP_MIB: '0' } });
});
afterEach(async () => {
  await archive?.close().catch(() => undefined);
  volume?.unmount();
  volume = undefined;
  rmSync(archive.hub.dataFolder, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
});

const data = (): string => join(archive.hub.dataFolder, 'data');

/** Sends until this many in a row were refused; nothing that is refused closes an association. */
const fill = async (side: number): Promise<number> => {
  const sending = archive.sending();
  for (let tries = 0; tries < 200 && sending.refused < 5; tries += 1)
    await sending.byCStore(archive.target, 10, side).catch(() => undefined);
  expect(sending.refused).toBeGreaterThanOrEqual(5);
  return sending.acknowledged;
};

const takesAgain = (): Promise<void> =>
  expect
    .poll(
      async () => {
        const again = archive.sending();
        await archive.load(1, again, 2);
        return again.acknowledged;
      },
      { timeout: 60_000, interval: 500 },
    )
    .toBe(4);

describe.skipIf(!canMount)('a full volume', () => {
  it('of blobs: objects are refused, all that was acknowledged is given out meanwhile and after', async () => {
    await archive.hub.kill();
    rmSync(join(data(), 'blobs'), { recursive: true, force: true });
    volume = mountVolume(join(data(), 'blobs'), 24);
    await archive.hub.start();
    expect(await fill(700)).toBeGreaterThan(5);
    await archive.check();
    volume.resize(64);
    await takesAgain();
    await archive.check();
  }, 180_000);

  it('of the write-ahead log: objects are refused, and taken again when there is room', async () => {
    await archive.hub.process().stop();
    const log = join(data(), 'postgres', 'cluster', 'pg_wal');
    const held = readdirSync(log).filter((name) => /^[0-9A-F]{24}$/.test(name)).length * 16;
    volume = mountVolume(join(folder, 'log'), held + 20);
    moveOnto(log, join(folder, 'log'));
    await archive.hub.start();
    const before = archive.sending();
    await archive.load(2, before, 3);
    expect(before.acknowledged).toBeGreaterThan(0);
    await fillLog(join(data(), 'postgres'));
    // What is answered positively all the same has to be there afterwards.
    await archive.load(2, archive.sending(), 3);
    volume.resize(1024);
    await archive.hub.kill();
    await archive.hub.start();
    await takesAgain();
    await archive.check();
  }, 240_000);
});
