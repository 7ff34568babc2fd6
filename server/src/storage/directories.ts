/** Folders whose new names must survive a power cut: one fsync serves all who asked before it began. */
import type { Disk } from './disk.ts';

export class DirectorySync {
  readonly #disk: Disk;
  readonly #running = new Map<string, Promise<void>>();
  readonly #waiting = new Map<string, Promise<void>>();

  constructor(disk: Disk) {
    this.#disk = disk;
  }

  /** Settles after an fsync of the folder that began after this call. */
  sync(folder: string): Promise<void> {
    const waiting = this.#waiting.get(folder);
    if (waiting) return waiting;
    const running = this.#running.get(folder);
    if (!running) return this.#run(folder);
    const next = running
      .catch(() => undefined)
      .then(() => {
        this.#waiting.delete(folder);
        return this.#run(folder);
      });
    this.#waiting.set(folder, next);
    return next;
  }

  #run(folder: string): Promise<void> {
    const run = this.#disk.syncFolder(folder).finally(() => {
      if (this.#running.get(folder) === run) this.#running.delete(folder);
    });
    this.#running.set(folder, run);
    return run;
  }
}
