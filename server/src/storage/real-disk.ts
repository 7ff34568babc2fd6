/** The machine's own disk. */
import { createBlockFile } from './block-file.ts';
import { close, fsync, mkdir, open, statfs, unlink } from './calls.ts';
import type { Disk } from './disk.ts';

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
