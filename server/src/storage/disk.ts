/** The few calls of a file system that the blob store makes; the loss tests put a failing or forgetful disk behind it. */
import fs from 'node:fs';
import { promisify } from 'node:util';

export interface OpenFile {
  /** All of the bytes, in order, behind what was written before. */
  append(chunks: readonly Uint8Array[]): Promise<void>;
  /** Bytes and length on stable storage. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** A file on which every append is durable by itself. */
export interface SyncedFile {
  /** All of the bytes, in order, behind what was written before: on stable storage when it resolves. */
  append(chunks: readonly Uint8Array[]): Promise<void>;
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

const { O_WRONLY, O_CREAT, O_EXCL, O_DSYNC } = fs.constants;

/** One trip to the kernel where a write can be durable by itself; other systems leave the drive's own cache out of O_DSYNC. */
const writesThrough = process.platform === 'linux';

export const realDisk: Disk = {
  createFile: async (path) => {
    const fd = await open(path, 'wx', 0o640);
    return { append: (chunks) => writeAll(fd, chunks), sync: () => fsync(fd), close: () => close(fd) };
  },
  createSyncedFile: async (path) => {
    const fd = await open(path, O_WRONLY | O_CREAT | O_EXCL | (writesThrough ? O_DSYNC : 0), 0o640);
    const append = async (chunks: readonly Uint8Array[]): Promise<void> => {
      await writeAll(fd, chunks);
      if (!writesThrough) await fsync(fd);
    };
    return { append, close: () => close(fd) };
  },
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
