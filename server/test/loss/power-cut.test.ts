/**
 * D6, I1-I3: the power is cut at any moment, and calls fail at any moment. What the store confirmed is on the disk, under the name
 * and at the place that it said. THROUGHLINE_LOSS_SEEDS sets how many times.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { newId } from '../../src/ids.ts';
import { createFilesystemStore, type StoredBlob } from '../../src/storage/index.ts';
import { randomOf, SimulatedDisk, type SimulatedDiskOptions } from './simulated-disk.ts';

const SEEDS = Number(
  process.env.THROUGHLINE_LOSS_SEEDS ?? (process.env.THROUGHLINE_LOSS_DEPTH === 'deep' ? 10_000 : 2000),
);
const folder = mkdtempSync(join(tmpdir(), 'throughline-power-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const tenants = [newId(), newId()];

interface Confirmed extends StoredBlob {
  readonly bytes: Buffer;
}

const HELD_AND_MORE = 2 ** 20 + 100;

/** Sends small objects of two series, and now and then one that is a file of its own; gives up the ones that it does not want. */
const sender = async (
  store: ReturnType<typeof createFilesystemStore>,
  random: () => number,
  confirmed: Confirmed[],
): Promise<void> => {
  for (let count = 0; count < 6; count += 1) {
    const size = random() < 0.03 ? HELD_AND_MORE : 1 + Math.floor(random() * 300);
    const bytes = Buffer.alloc(size, 1 + Math.floor(random() * 255));
    const group = random() < 0.2 ? undefined : random() < 0.5 ? 'one' : 'other';
    try {
      const writer = await store.create(tenants[random() < 0.8 ? 0 : 1] ?? '');
      await writer.write(bytes);
      if (random() < 0.1) await writer.discard();
      else confirmed.push({ ...(await writer.commit(group)), bytes });
    } catch {
      // Refused: then nobody may have relied on it.
    }
  }
};

const settled = (): Promise<void> => new Promise(setImmediate);

/** The objects that were confirmed before the power went, and are not on the disk as they were. */
const lostWith = async (seed: number, options: Omit<SimulatedDiskOptions, 'random'>): Promise<readonly Confirmed[]> => {
  const random = randomOf(seed);
  const root = join(folder, 'blobs');
  const disk = new SimulatedDisk(root, { ...options, random });
  // The hour may change under way, and an unhealthy volume is looked at again.
  let now = Date.parse('2026-03-04T05:59:00Z');
  const clock = (): Date => {
    now += random() * 4000;
    return new Date(now);
  };
  const store = createFilesystemStore({ root, disk, clock, watermarks: { warnBytes: 0, stopBytes: 0 } });
  const confirmed: Confirmed[] = [];
  for (let senders = 0; senders < 4; senders += 1) void sender(store, random, confirmed);
  const steps = Math.floor(random() * 150);
  for (let step = 0; step < steps; step += 1) {
    await settled();
    if (!disk.step()) break;
  }
  await settled();
  const relied = [...confirmed];
  const image = disk.cutPower();
  await store.close();
  return relied.filter(({ blob, offset, length, bytes }) => {
    const there = image.get(join(root, blob))?.subarray(offset, offset + length);
    return there === undefined || !there.equals(bytes);
  });
};

const seedsThatLose = async (count: number, options: Omit<SimulatedDiskOptions, 'random'>): Promise<number[]> => {
  const seeds: number[] = [];
  for (let seed = 1; seed <= count; seed += 1) if ((await lostWith(seed, options)).length > 0) seeds.push(seed);
  return seeds;
};

describe('the power is cut', () => {
  it(`at any moment (${SEEDS} seeds): everything that was confirmed is there`, async () => {
    expect(await seedsThatLose(SEEDS, {})).toEqual([]);
  }, 600_000);

  it(`on a disk that also fails (${SEEDS} seeds): everything that was confirmed is there`, async () => {
    expect(await seedsThatLose(SEEDS, { failureRate: 0.05 })).toEqual([]);
  }, 600_000);

  it.each(['file', 'folder'] as const)(
    'and the simulation would notice an fsync of a %s that is left out',
    async (ignores) => {
      expect((await seedsThatLose(100, { ignores })).length).toBeGreaterThan(10);
    },
  );
});
