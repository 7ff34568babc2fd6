/** What the disk of this machine takes: the same objects written one after the other by one thread, each in a file of its own, fdatasync. */
import { closeSync, fdatasyncSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchObject } from './objects.ts';

const writeAll = (file: number, bytes: Uint8Array): void => {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
};

/** Seconds from the first byte to the last fdatasync. */
export const copyAll = (folder: string, objects: readonly BenchObject[]): number => {
  mkdirSync(folder, { recursive: true });
  const begun = performance.now();
  for (const { sopInstanceUid, parts } of objects) {
    const file = openSync(join(folder, sopInstanceUid), 'wx');
    for (const part of parts) writeAll(file, part);
    fdatasyncSync(file);
    closeSync(file);
  }
  const seconds = (performance.now() - begun) / 1000;
  rmSync(folder, { recursive: true });
  return seconds;
};
