/** Files that stay open between reads: what is read, what is missing, and that nothing stays open for good. */
import { mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, it, vi } from 'vitest';
import { OpenFiles } from './open-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'throughline-open-files-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => vi.useRealTimers());

const written = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

const descriptors = '/proc/self/fd';
const linksTo = (path: string): number =>
  readdirSync(descriptors).filter((fd) => {
    try {
      return readlinkSync(join(descriptors, fd)).startsWith(path);
    } catch {
      return false;
    }
  }).length;

const read = async (files: OpenFiles, path: string, offset: number, length: number): Promise<string> =>
  Buffer.from(await files.read(path, { offset, length }, undefined)).toString();

it('reads at once and one after another, by one descriptor', async () => {
  const files = new OpenFiles();
  const path = written('shared', 'twelve bytes');
  const all = Array.from({ length: 12 }, (_, at) => read(files, path, at, 1));
  expect((await Promise.all(all)).join('')).toBe('twelve bytes');
  expect(await read(files, path, 7, 5)).toBe('bytes');
  expect(Buffer.from(await files.read(path, undefined, undefined)).toString()).toBe('twelve bytes');
  if (process.platform === 'linux') expect(linksTo(path)).toBe(1);
  files.close();
  if (process.platform === 'linux') await vi.waitFor(() => expect(linksTo(path)).toBe(0));
});

it('does not know for longer than a moment what a removed file held', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const files = new OpenFiles();
  const path = written('removed', 'gone soon');
  expect(await read(files, path, 0, 4)).toBe('gone');
  rmSync(path);
  vi.advanceTimersByTime(500);
  expect(await read(files, path, 5, 4)).toBe('soon');
  vi.advanceTimersByTime(500);
  await expect(read(files, path, 0, 4)).rejects.toMatchObject({ code: 'bytes-missing' });
});

it('opens anew what it was told to forget', async () => {
  const files = new OpenFiles();
  const path = written('forgotten', 'first');
  expect(await read(files, path, 0, 5)).toBe('first');
  rmSync(path);
  files.forget(path);
  await expect(read(files, path, 0, 5)).rejects.toMatchObject({ code: 'bytes-missing' });
  expect(await read(files, written('forgotten', 'again'), 0, 5)).toBe('again');
  files.close();
});

it('refuses a range past the end and an absent file, and takes the next read all the same', async () => {
  const files = new OpenFiles();
  const path = written('short', 'short');
  await expect(read(files, path, 3, 5)).rejects.toMatchObject({ code: 'bytes-missing' });
  await expect(read(files, join(folder, 'absent'), 0, 1)).rejects.toMatchObject({ code: 'bytes-missing' });
  expect(await read(files, path, 0, 5)).toBe('short');
  files.close();
});

it('keeps no more than a bound open', async () => {
  const files = new OpenFiles();
  const paths = Array.from({ length: 100 }, (_, at) => written(`many-${at}`, String(at)));
  const texts = await Promise.all(paths.map((path, at) => read(files, path, 0, String(at).length)));
  expect(texts).toEqual(paths.map((_, at) => String(at)));
  if (process.platform === 'linux')
    await vi.waitFor(() => expect(linksTo(join(folder, 'many-'))).toBeLessThanOrEqual(64));
  files.close();
});
