/**
 * A disk that keeps what is promised and nothing more: writes reach stable storage with an fsync of their file, names with an fsync
 * of their folder. One seed decides in which order calls end, and what of the rest a power cut happens to keep.
 */
import { dirname } from 'node:path';
import type { Disk, OpenFile, SyncedFile } from '../../src/storage/disk.ts';

/** mulberry32: the same numbers for the same seed. */
export const randomOf = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

interface SimulatedFile {
  /** not yet on stable storage, oldest first */
  unsynced: { readonly at: number; readonly bytes: Buffer }[];
  durable: Buffer;
  length: number;
}

export interface SimulatedDiskOptions {
  readonly random: () => number;
  /** of each call that keeps something, how likely it fails */
  readonly failureRate?: number;
  /** a disk that lies: its fsync does nothing */
  readonly ignores?: 'file' | 'folder';
}

const lay = (under: Buffer, at: number, bytes: Buffer): Buffer => {
  const whole = Buffer.alloc(Math.max(under.length, at + bytes.length));
  under.copy(whole);
  bytes.copy(whole, at);
  return whole;
};

export class SimulatedDisk implements Disk {
  readonly #options: SimulatedDiskOptions;
  readonly #files = new Map<string, SimulatedFile>();
  readonly #durableNames = new Set<string>();
  readonly #folders: Set<string>;
  readonly #pending: (() => void)[] = [];
  #off = false;

  constructor(root: string, options: SimulatedDiskOptions) {
    this.#options = options;
    this.#folders = new Set([root]);
    this.#durableNames.add(root);
  }

  /** Lets one waiting call go on; false when none waits. */
  step(): boolean {
    const at = Math.floor(this.#options.random() * this.#pending.length);
    const [call] = this.#pending.splice(at, 1);
    call?.();
    return call !== undefined;
  }

  /** What is on the disk when the power is back. */
  cutPower(): ReadonlyMap<string, Buffer> {
    this.#off = true;
    const image = new Map<string, Buffer>();
    for (const [path, file] of this.#files) if (this.#survives(path)) image.set(path, this.#contentOf(file));
    return image;
  }

  async createFile(path: string): Promise<OpenFile> {
    const file = await this.#create(path);
    return {
      append: (chunks) => this.#append(file, Buffer.concat(chunks)),
      sync: () => this.#sync(file),
      close: () => this.#turn(),
    };
  }

  async createSyncedFile(path: string): Promise<SyncedFile> {
    const { append, sync, close } = await this.createFile(path);
    return {
      append: async (chunks) => {
        // Files whose blocks are large hold more than they were given.
        const written = Buffer.concat([...chunks, Buffer.alloc(Math.floor(this.#options.random() * 4))]);
        const longer = await append([written]);
        await sync();
        return longer;
      },
      close,
    };
  }

  async #create(path: string): Promise<SimulatedFile> {
    await this.#turn();
    if (this.#files.has(path)) throw Object.assign(new Error('exists'), { code: 'EEXIST' });
    if (!this.#folders.has(dirname(path))) throw Object.assign(new Error('no folder'), { code: 'ENOENT' });
    const file: SimulatedFile = { unsynced: [], durable: Buffer.alloc(0), length: 0 };
    this.#files.set(path, file);
    return file;
  }

  async makeFolder(path: string): Promise<void> {
    await this.#turn();
    this.#folders.add(path);
  }

  async syncFolder(path: string): Promise<void> {
    const names = [...this.#files.keys(), ...this.#folders].filter((name) => dirname(name) === path);
    await this.#turn();
    if (this.#options.ignores === 'folder') return;
    for (const name of names) this.#durableNames.add(name);
  }

  async removeFile(path: string): Promise<void> {
    await this.#turn(false);
    this.#files.delete(path);
  }

  async freeBytes(): Promise<number> {
    return 2 ** 40;
  }

  /** Waits until the seed says so. */
  #turn(mayFail = true): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#pending.push(() => {
        if (this.#off) return;
        if (mayFail && this.#options.random() < (this.#options.failureRate ?? 0))
          reject(Object.assign(new Error('simulated'), { code: this.#options.random() < 0.3 ? 'ENOSPC' : 'EIO' }));
        else resolve();
      });
    });
  }

  async #append(file: SimulatedFile, bytes: Buffer): Promise<number> {
    const at = file.length;
    file.length += bytes.length;
    file.unsynced.push({ at, bytes });
    await this.#turn();
    return bytes.length;
  }

  async #sync(file: SimulatedFile): Promise<void> {
    const covered = [...file.unsynced];
    try {
      await this.#turn();
    } catch (error) {
      // The kernel drops what it could not write, and later calls succeed.
      file.unsynced = file.unsynced.filter((write) => !covered.includes(write));
      throw error;
    }
    if (this.#options.ignores === 'file') return;
    for (const { at, bytes } of covered) file.durable = lay(file.durable, at, bytes);
    file.unsynced = file.unsynced.filter((write) => !covered.includes(write));
  }

  /** A name that was not made durable may be there all the same; one below a folder that is not there is not. */
  #survives(path: string): boolean {
    if (this.#durableNames.has(path)) return path.length <= 1 || this.#folderSurvives(dirname(path));
    return this.#options.random() < 0.5 && this.#folderSurvives(dirname(path));
  }

  #folderSurvives(path: string): boolean {
    if (!path.startsWith('/') || path === '/') return true;
    if (!this.#folders.has(path)) return true;
    return this.#durableNames.has(path) && this.#folderSurvives(dirname(path));
  }

  /** Any subset of what was not synced, each write whole, in part or as zeros. */
  #contentOf(file: SimulatedFile): Buffer {
    let content = file.durable;
    for (const { at, bytes } of file.unsynced) {
      const fate = this.#options.random();
      if (fate < 0.4) continue;
      const kept = fate < 0.7 ? bytes : bytes.subarray(0, Math.floor(bytes.length * this.#options.random()));
      content = lay(content, at, fate > 0.9 ? Buffer.alloc(kept.length) : kept);
    }
    return content;
  }
}
