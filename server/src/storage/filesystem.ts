/** Blobs as files: begin, write, commit, without temporary names, since names are random and unknown until a row tells them. */
import { mkdirSync } from 'node:fs';
import { mkdir, open, readdir, rename, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Failure, fail } from '../errors.ts';
import { newId } from '../ids.ts';
import { blobName, checkedName, hourOf } from './blob-name.ts';
import { DirectorySync } from './directories.ts';
import { type Disk, type OpenFile, realDisk } from './disk.ts';
import type { BlobWriter, ByteRange, ObjectStore, StoredBlob } from './object-store.ts';
import { Volume, type Watermarks } from './volume.ts';

export interface FilesystemOptions {
  readonly root: string;
  readonly watermarks: Watermarks;
  readonly clock?: () => Date;
  readonly disk?: Disk;
}

const HELD_BYTES = 2 ** 20;
const READ_BYTES = 2 ** 18;

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);
const isFull = (error: unknown): boolean => codeOf(error) === 'ENOSPC' || codeOf(error) === 'EDQUOT';
const isAbsent = (error: unknown): boolean => codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR';

interface Parts {
  readonly root: string;
  readonly disk: Disk;
  readonly volume: Volume;
  readonly folders: DirectorySync;
  /** folders that are known to be there and to have their names on stable storage */
  readonly known: Map<string, Promise<void>>;
}

/** A folder and its name, both durable, once a process. */
const ensureFolder = (parts: Parts, folder: string): Promise<void> => {
  const known = parts.known.get(folder);
  if (known) return known;
  const made = (async () => {
    if (folder !== parts.root) await ensureFolder(parts, dirname(folder));
    await parts.disk.makeFolder(folder);
    await parts.folders.sync(dirname(folder));
  })();
  parts.known.set(folder, made);
  made.catch(() => parts.known.delete(folder));
  return made;
};

/** Small blobs stay in memory until commit: one that is refused on the way never touches the disk. */
class FileWriter implements BlobWriter {
  readonly #parts: Parts;
  readonly #blob: string;
  readonly #path: string;
  #held: Uint8Array[] = [];
  #heldBytes = 0;
  #length = 0;
  #file: OpenFile | undefined;

  constructor(parts: Parts, blob: string) {
    this.#parts = parts;
    this.#blob = blob;
    this.#path = join(parts.root, blob);
  }

  async write(chunk: Uint8Array): Promise<void> {
    // A copy, since the caller may use its buffer again.
    this.#held.push(new Uint8Array(chunk));
    this.#heldBytes += chunk.length;
    this.#length += chunk.length;
    if (this.#heldBytes >= HELD_BYTES) await this.#attempt(() => this.#flush());
  }

  commit(): Promise<StoredBlob> {
    return this.#attempt(async () => {
      await this.#flush();
      await this.#sync();
      return { blob: this.#blob, length: this.#length };
    });
  }

  async discard(): Promise<void> {
    this.#held = [];
    if (!this.#file) return;
    const file = this.#file;
    this.#file = undefined;
    await file.close().catch(() => undefined);
    await this.#parts.disk.removeFile(this.#path);
  }

  async #flush(): Promise<void> {
    const chunks = this.#held;
    this.#held = [];
    this.#heldBytes = 0;
    if (!this.#file) {
      await ensureFolder(this.#parts, dirname(this.#path));
      this.#file = await this.#parts.disk.createFile(this.#path);
    } else await this.#parts.volume.admit();
    await this.#file.append(chunks);
  }

  async #sync(): Promise<void> {
    const file = this.#file ?? fail('processing-failure');
    try {
      await Promise.all([file.sync(), this.#parts.folders.sync(dirname(this.#path))]);
      this.#file = undefined;
      await file.close();
    } catch (error) {
      this.#parts.volume.writeLost();
      this.#file = file;
      throw new Failure('storage-unhealthy', undefined, error);
    }
  }

  async #attempt<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      await this.discard().catch(() => undefined);
      if (error instanceof Failure) throw error;
      if (isFull(error)) throw new Failure('out-of-resources', undefined, error);
      this.#parts.volume.writeLost();
      throw new Failure('storage-unhealthy', undefined, error);
    }
  }
}

const openBlob = (path: string) =>
  open(path, 'r').catch((error: unknown) => {
    throw isAbsent(error) ? new Failure('bytes-missing', undefined, error) : error;
  });

async function* readRange(path: string, range: ByteRange | undefined): AsyncGenerator<Uint8Array> {
  const file = await openBlob(path);
  try {
    let position = range?.offset ?? 0;
    let left = range?.length ?? (await file.stat()).size;
    while (left > 0) {
      const buffer = Buffer.allocUnsafeSlow(Math.min(READ_BYTES, left));
      const { bytesRead } = await file.read(buffer, 0, buffer.length, position);
      if (bytesRead === 0) fail('bytes-missing');
      position += bytesRead;
      left -= bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

const readWhole = async (path: string, range: ByteRange | undefined): Promise<Uint8Array> => {
  const file = await openBlob(path);
  try {
    const length = range?.length ?? (await file.stat()).size;
    const buffer = Buffer.allocUnsafeSlow(length);
    for (let done = 0; done < length; ) {
      const { bytesRead } = await file.read(buffer, done, length - done, (range?.offset ?? 0) + done);
      if (bytesRead === 0) fail('bytes-missing');
      done += bytesRead;
    }
    return buffer;
  } finally {
    await file.close();
  }
};

const QUARANTINE = 'quarantine';

async function* namesBefore(root: string, hour: string): AsyncGenerator<string> {
  for (const tenant of await readdir(root, { withFileTypes: true })) {
    if (!tenant.isDirectory() || tenant.name === QUARANTINE) continue;
    for (const folder of await readdir(join(root, tenant.name)))
      if (/^\d{10}$/.test(folder) && folder < hour)
        for (const name of await readdir(join(root, tenant.name, folder))) yield `${tenant.name}/${folder}/${name}`;
  }
}

export const createFilesystemStore = (options: FilesystemOptions): ObjectStore => {
  const { root, disk = realDisk, clock = () => new Date() } = options;
  mkdirSync(root, { recursive: true, mode: 0o750 });
  const volume = new Volume(root, disk, options.watermarks, () => clock().getTime());
  const parts: Parts = { root, disk, volume, folders: new DirectorySync(disk), known: new Map() };
  const pathOf = (blob: string): string => join(root, checkedName(blob));
  return {
    create: async (tenantId) => {
      await volume.admit();
      return new FileWriter(parts, blobName(tenantId, clock(), newId()));
    },
    read: (blob, range) => readRange(pathOf(blob), range),
    readBytes: (blob, range) => readWhole(pathOf(blob), range),
    lengthOf: (blob) =>
      stat(pathOf(blob)).then(
        (stats) => stats.size,
        (error: unknown) => (isAbsent(error) ? undefined : Promise.reject(error)),
      ),
    madeBefore: (time) => namesBefore(root, hourOf(time)),
    quarantine: async (blob) => {
      const target = join(root, QUARANTINE, checkedName(blob));
      await mkdir(dirname(target), { recursive: true, mode: 0o750 });
      await rename(pathOf(blob), target);
    },
    remove: async (blob) => disk.removeFile(pathOf(blob)),
    health: () => volume.health(),
    close: async () => undefined,
  };
};
