/** The few calls of a file system that the blob store makes; the loss tests put a failing or forgetful disk behind it. */
import fs from 'node:fs';
import { promisify } from 'node:util';
import { createSyncedFile, type SyncedFile } from './synced-file.ts';

export interface OpenFile {
  /** All of the bytes, in order, behind what was written before. */
  append(chunks: readonly Uint8Array[]): Promise<void>;
  /** Bytes and length on stable storage. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

export interface Disk {
  /** Fails when the file exists. */
  createFile(path: string): Promise<OpenFile>;
  /** Fails when the file exists. */
  createSyncedFile(path: string): Promise<SyncedFile>;
  /** Makes a folder unless it is there; the folder above must be there. */
  makeFolder(path: string): Promise<void>;
  /** Names in the folder on stable storage. */
  syncFolder(path: string): Promise<void>;
  removeFile(path: string): Promise<void>;
  freeBytes(path: string): Promise<number>;
}

// The plain calls with one promise each: FileHandle costs a third more of the receiver's budget for an object.
const open = promisify(fs.open);
const writev = promisify(fs.writev);
const fsync = promisify(fs.fsync);
const close = promisify(fs.close);
const mkdir = promisify(fs.mkdir);
const unlink = promisify(fs.unlink);
const statfs = promisify(fs.statfs);

const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;

/** writev may write less than it was given. */
const writeAll = async (fd: number, chunks: readonly Uint8Array[]): Promise<void> => {
  let rest = chunks;
  while (rest.length > 0) {
    let { bytesWritten } = await writev(fd, rest);
    const next: Uint8Array[] = [];
    for (const chunk of rest) {
      if (bytesWritten < chunk.length) next.push(chunk.subarray(Math.max(0, bytesWritten)));
      bytesWritten = Math.max(0, bytesWritten - chunk.length);
    }
    rest = next;
  }
};

export const realDisk: Disk = {
  createFile: async (path) => {
    const fd = await open(path, 'wx', 0o640);
    return { append: (chunks) => writeAll(fd, chunks), sync: () => fsync(fd), close: () => close(fd) };
  },
  createSyncedFile: (path) => createSyncedFile(path),
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
