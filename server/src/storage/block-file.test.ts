/** Files that are written in blocks: what is in them, at any size, while slots are scarce, and where a file system wants no such writes. */
import { randomBytes } from 'node:crypto';
import { constants, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { AlignedMemory, BLOCK, type Slots } from './aligned-memory.ts';
import { createBlockFile } from './block-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'throughline-synced-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const slotBytes = 2 ** 16;
const sizes = [1, BLOCK, BLOCK - 1, BLOCK + 1, 0, slotBytes, slotBytes + 1, 3 * slotBytes + 17, 5];

/** How the kernel has opened it (proc(5)); undefined when it is not open. */
const flagsOf = (path: string): number | undefined => {
  if (process.platform !== 'linux') return undefined;
  const named = (fd: string): boolean => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`) === path;
    } catch {
      return false;
    }
  };
  const fd = readdirSync('/proc/self/fd').find(named);
  if (fd === undefined) return undefined;
  return Number.parseInt(/^flags:\s+(\d+)/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8'))?.[1] ?? '', 8);
};
const goesPastCache = (path: string): boolean => ((flagsOf(path) ?? 0) & constants.O_DIRECT) !== 0;

/** Appended one after the other; what is found where each was said to begin. */
const roundTrip = async (name: string, slots?: Slots) => {
  const path = join(folder, name);
  const file = await createBlockFile(path, 'each-append', slots);
  const given = sizes.map((size) => randomBytes(size));
  const places: number[] = [];
  let end = 0;
  for (const bytes of given) {
    places.push(end);
    const half = bytes.length >> 1;
    end += await file.append([bytes.subarray(0, half), bytes.subarray(half)]);
  }
  expect(statSync(path).size).toBe(end);
  await file.close();
  const whole = readFileSync(path);
  for (const [at, bytes] of given.entries()) {
    const place = places[at] ?? 0;
    expect(whole.subarray(place, place + bytes.length).equals(bytes)).toBe(true);
  }
  // What a closed file holds behind its last append is nothing.
  expect(whole.length).toBe((places.at(-1) ?? 0) + (sizes.at(-1) ?? 0));
};

it('gives back what was appended, at any size', () => roundTrip('sizes', new AlignedMemory(1, slotBytes)));

it('is one object without a gap, as long as what it was given, once it is synced', async () => {
  const path = join(folder, 'object');
  const file = await createBlockFile(path, 'on-sync', new AlignedMemory(1, slotBytes));
  const given = randomBytes(5 * slotBytes + 123);
  const cut = 3 * slotBytes + 2 * BLOCK;
  await file.append([given.subarray(0, BLOCK), given.subarray(BLOCK, cut)]);
  await file.append([given.subarray(cut)]);
  await file.sync();
  expect(readFileSync(path).equals(given)).toBe(true);
  await file.close();
  expect(readFileSync(path).equals(given)).toBe(true);
});

it('makes no file twice', async () => {
  await createBlockFile(join(folder, 'once'), 'each-append').then((file) => file.close());
  await expect(createBlockFile(join(folder, 'once'), 'each-append')).rejects.toMatchObject({ code: 'EEXIST' });
});

it('keeps files apart that wait for the same slot', async () => {
  const slots = new AlignedMemory(1, slotBytes);
  await Promise.all(Array.from({ length: 6 }, (_, at) => roundTrip(`shared-${at}`, slots)));
});

it('is closed once, after what is being appended, and takes nothing then', async () => {
  const slots = new AlignedMemory(1, slotBytes);
  const taken = await slots.take();
  const [path, other] = [join(folder, 'given-up'), join(folder, 'other')];
  const file = await createBlockFile(path, 'on-sync', slots);
  const waiting = file.append([Buffer.alloc(10, 'A')]);
  const closed = [file.close(), file.close()];
  // Would be given the number of the closed file.
  const next = await createBlockFile(other, 'on-sync', new AlignedMemory(1, slotBytes));
  await next.append([Buffer.alloc(10, 'B')]);
  slots.give(taken);
  await Promise.all([waiting, ...closed]);
  await next.close();
  expect(readFileSync(path, 'latin1')).toBe('A'.repeat(10));
  expect(readFileSync(other, 'latin1')).toBe('B'.repeat(10));
  await expect(file.append([Buffer.alloc(1)])).rejects.toThrow();
});

it('begins each append where the one before ends, also when they are asked for at once', async () => {
  const path = join(folder, 'at-once');
  const file = await createBlockFile(path, 'each-append', new AlignedMemory(2, slotBytes));
  const letters = ['a', 'b', 'c'];
  await Promise.all(letters.map((letter) => file.append([Buffer.alloc(BLOCK, letter)])));
  await file.close();
  expect(readFileSync(path, 'latin1')).toBe(letters.map((letter) => letter.repeat(BLOCK)).join(''));
});

it.runIf(process.platform === 'linux')('goes past the cache', async () => {
  const path = join(folder, 'past');
  const file = await createBlockFile(path, 'each-append');
  expect(goesPastCache(path)).toBe(true);
  await file.append([Buffer.alloc(10)]);
  expect(goesPastCache(path)).toBe(true);
  await file.close();
});

it('goes through the cache where the file system refuses to go past it', async () => {
  const wide = new Uint8Array(slotBytes + BLOCK);
  // Begins at no block, whatever the memory does.
  const astray: Slots = { take: async () => wide.subarray(1, 1 + slotBytes), give: () => undefined };
  await roundTrip('astray', astray);
  await roundTrip('after');
  const file = await createBlockFile(join(folder, 'later'), 'each-append');
  expect(goesPastCache(join(folder, 'later'))).toBe(false);
  await file.close();
});
