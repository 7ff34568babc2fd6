import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../ids.ts';
import { DirectorySync } from './directories.ts';
import type { Disk } from './disk.ts';
import { createFilesystemStore } from './filesystem.ts';
import type { ObjectStore } from './object-store.ts';
import { realDisk } from './real-disk.ts';

const root = mkdtempSync(join(tmpdir(), 'throughline-volume-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

type Call = 'create' | 'append' | 'sync' | 'close' | 'folder';

/** The real disk, on which one kind of call fails while it is told to. */
const failingDisk = () => {
  const fault: { call?: Call; code: string; free: number } = { code: 'EIO', free: 2 ** 40 };
  const check = (call: Call): void => {
    if (fault.call === call) throw Object.assign(new Error(`${call} failed`), { code: fault.code });
  };
  const disk: Disk = {
    ...realDisk,
    freeBytes: async () => fault.free,
    syncFolder: async (path) => {
      check('folder');
      return realDisk.syncFolder(path);
    },
    createFile: async (path) => {
      check('create');
      const file = await realDisk.createFile(path);
      const then =
        <T>(call: Call, work: () => Promise<T>) =>
        async (): Promise<T> => {
          const done = await work();
          check(call);
          return done;
        };
      return {
        append: (chunks) => then('append', () => file.append(chunks))(),
        sync: then('sync', () => file.sync()),
        close: then('close', () => file.close()),
      };
    },
    createSyncedFile: async (path) => {
      check('create');
      const file = await realDisk.createSyncedFile(path);
      return {
        append: async (chunks) => {
          const longer = await file.append(chunks);
          check('append');
          check('sync');
          return longer;
        },
        close: () => file.close(),
      };
    },
  };
  return { fault, disk };
};

const tenant = newId();
let folder: string;
let now: number;
let store: ObjectStore;
let fault: ReturnType<typeof failingDisk>['fault'];

beforeEach(() => {
  folder = join(root, newId());
  now = Date.parse('2026-03-04T05:00:00Z');
  const failing = failingDisk();
  fault = failing.fault;
  store = createFilesystemStore({
    root: folder,
    disk: failing.disk,
    clock: () => new Date(now),
    watermarks: { warnBytes: 2000, stopBytes: 1000 },
  });
});

const put = async (size = 100, group?: string): Promise<string> => {
  const writer = await store.create(tenant);
  await writer.write(Buffer.alloc(size));
  return (await writer.commit(group)).blob;
};
const filesLeft = () =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length;

describe('a lost write', () => {
  const calls: readonly Call[] = ['create', 'append', 'sync', 'close', 'folder'];
  it.each(calls)('at %s is final for the blob and closes the volume until a probe passes', async (call) => {
    fault.call = call;
    await expect(put()).rejects.toMatchObject({ code: 'storage-unhealthy' });
    expect(filesLeft()).toBe(0);
    fault.call = undefined;
    await expect(put()).rejects.toMatchObject({ code: 'storage-unhealthy' });
    expect((await store.health()).state).toBe('failed');
    now += 6000;
    await put();
    expect((await store.health()).state).toBe('ok');
    expect(filesLeft()).toBe(1);
  });

  it.each(calls.filter((call) => call !== 'close'))('at %s is final for all that shared a segment', async (call) => {
    fault.call = call;
    const lost = await Promise.allSettled([put(100, 'a'), put(100, 'a'), put(100, 'a')]);
    expect(lost.map((one) => one.status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(filesLeft()).toBe(0);
    fault.call = undefined;
    now += 6000;
    await put(100, 'a');
    expect(filesLeft()).toBe(1);
  });

  it('seals the segment that it happened in: what was in it stays, what comes goes elsewhere', async () => {
    const before = await put(50, 'a');
    fault.call = 'sync';
    await expect(put(60, 'a')).rejects.toMatchObject({ code: 'storage-unhealthy' });
    fault.call = undefined;
    now += 6000;
    const after = await put(70, 'a');
    expect(after).not.toBe(before);
    expect((await store.readBytes(before, { offset: 0, length: 50 })).length).toBe(50);
  });

  it('stays final while the probe fails too', async () => {
    fault.call = 'sync';
    await expect(put()).rejects.toMatchObject({ code: 'storage-unhealthy' });
    now += 6000;
    await expect(put()).rejects.toMatchObject({ code: 'storage-unhealthy' });
  });

  it('does not touch what was stored before', async () => {
    const blob = await put(50);
    fault.call = 'sync';
    await expect(put()).rejects.toMatchObject({ code: 'storage-unhealthy' });
    expect((await store.readBytes(blob)).length).toBe(50);
  });
});

describe('a full volume', () => {
  it.each([
    [500, 'full'],
    [1500, 'low'],
    [2500, 'ok'],
  ] as const)('with %i bytes free is %s', async (free, state) => {
    fault.free = free;
    now += 2000;
    expect((await store.health()).state).toBe(state);
    if (state === 'full') await expect(put()).rejects.toMatchObject({ code: 'out-of-resources' });
    else await expect(put()).resolves.toBeTypeOf('string');
  });

  it.each(['ENOSPC', 'EDQUOT'])('met while writing (%s) is out of resources and leaves nothing', async (code) => {
    fault.call = 'append';
    fault.code = code;
    await expect(put(3_000_000)).rejects.toMatchObject({ code: 'out-of-resources' });
    expect(filesLeft()).toBe(0);
  });

  it('can still be read', async () => {
    const blob = await put();
    fault.free = 0;
    now += 2000;
    expect((await store.readBytes(blob)).length).toBe(100);
  });
});

describe('folder fsync', () => {
  it('is shared by all who asked before it began, and never by one who asked after', async () => {
    const gates: PromiseWithResolvers<void>[] = [];
    const syncFolder = (): Promise<void> => {
      const gate = Promise.withResolvers<void>();
      gates.push(gate);
      return gate.promise;
    };
    const folders = new DirectorySync({ ...realDisk, syncFolder });
    const first = folders.sync('a');
    const late = Array.from({ length: 5 }, () => folders.sync('a'));
    expect(gates.length).toBe(1);
    gates[0]?.resolve();
    await first;
    await expect.poll(() => gates.length).toBe(2);
    const last = folders.sync('a');
    gates[1]?.resolve();
    await Promise.all(late);
    await expect.poll(() => gates.length).toBe(3);
    gates[2]?.resolve();
    await last;
    expect(gates.length).toBe(3);
  });
});
