/** Folders that are there and whose names are on stable storage, made once a process. */
import { dirname } from 'node:path';
import { DirectorySync } from './directories.ts';
import type { Disk } from './disk.ts';

export class Folders {
  readonly #root: string;
  readonly #disk: Disk;
  readonly #sync: DirectorySync;
  readonly #known = new Map<string, Promise<void>>();

  constructor(root: string, disk: Disk) {
    this.#root = root;
    this.#disk = disk;
    this.#sync = new DirectorySync(disk);
  }

  ensure(folder: string): Promise<void> {
    const known = this.#known.get(folder);
    if (known) return known;
    const made = this.#make(folder);
    this.#known.set(folder, made);
    made.catch(() => this.#known.delete(folder));
    return made;
  }

  /** Puts the names in a folder on stable storage. */
  sync(folder: string): Promise<void> {
    return this.#sync.sync(folder);
  }

  async #make(folder: string): Promise<void> {
    if (folder !== this.#root) await this.ensure(dirname(folder));
    await this.#disk.makeFolder(folder);
    await this.#sync.sync(dirname(folder));
  }
}
