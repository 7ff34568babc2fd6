/** The machine's own disk. */
import fs from 'node:fs';
import { promisify } from 'node:util';
import { createBlockFile } from './block-file.ts';
import type { Disk } from './disk.ts';

// The plain calls with one promise each: FileHandle costs a third more of the receiver's budget for an object.
const open = promisify(fs.open);
const fsync = promisify(fs.fsync);
const close = promisify(fs.close);
const mkdir = promisify(fs.mkdir);
const unlink = promisify(fs.unlink);
const statfs = promisify(fs.statfs);

const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;

export const realDisk: Disk = {
  createFile: (path) => createBlockFile(path, 'on-sync'),
  createSyncedFile: (path) => createBlockFile(path, 'each-append'),
  makeFolder: (path) =>
    mkdir(path, { mode: 0o750 }).catch((error: unknown) => {
      if (!isCode(error, 'EEXIST')) throw error;
    }),
  syncFolder: async (path) => {
    const fd = await open(path, 'r');
    try {
      await fsync(fd);
    } finally {
      await close(fd);
    }
  },
  removeFile: (path) =>
    unlink(path).catch((error: unknown) => {
      if (!isCode(error, 'ENOENT')) throw error;
    }),
  freeBytes: async (path) => {
    const { bavail, bsize } = await statfs(path);
    return bavail * bsize;
  },
};
