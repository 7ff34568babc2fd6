/** Whether a volume may be trusted with new bytes: how full it is (I8) and whether it lost a write (I3). */
import { join } from 'node:path';
import { fail } from '../errors.ts';
import { newId } from '../ids.ts';
import type { Disk } from './disk.ts';
import type { StoreHealth } from './object-store.ts';

export interface Watermarks {
  readonly warnBytes: number;
  readonly stopBytes: number;
}

const LOOK_AGAIN_MS = 1000;
const PROBE_AGAIN_MS = 5000;

export class Volume {
  readonly #root: string;
  readonly #disk: Disk;
  readonly #marks: Watermarks;
  readonly #now: () => number;
  #free = Number.POSITIVE_INFINITY;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #failedAt: number | undefined;
  #probing: Promise<void> | undefined;

  constructor(root: string, disk: Disk, marks: Watermarks, now: () => number) {
    this.#root = root;
    this.#disk = disk;
    this.#marks = marks;
    this.#now = now;
  }

  /** An fsync that failed once may claim success the next time although the bytes are lost: only fresh files tell. */
  writeLost(): void {
    this.#failedAt = this.#now();
  }

  async admit(): Promise<void> {
    if (this.#failedAt !== undefined) await this.#probeWhenDue();
    const { state } = await this.health();
    if (state === 'failed') fail('storage-unhealthy');
    if (state === 'full') fail('out-of-resources');
  }

  async health(): Promise<StoreHealth> {
    if (this.#now() - this.#lookedAt >= LOOK_AGAIN_MS) {
      this.#lookedAt = this.#now();
      this.#free = await this.#disk.freeBytes(this.#root);
    }
    return { state: this.#state(), freeBytes: this.#free };
  }

  #state(): StoreHealth['state'] {
    if (this.#failedAt !== undefined) return 'failed';
    if (this.#free < this.#marks.stopBytes) return 'full';
    return this.#free < this.#marks.warnBytes ? 'low' : 'ok';
  }

  #probeWhenDue(): Promise<void> {
    if (this.#probing) return this.#probing;
    if (this.#failedAt === undefined || this.#now() - this.#failedAt < PROBE_AGAIN_MS) return Promise.resolve();
    this.#probing = this.#probe().finally(() => {
      this.#probing = undefined;
    });
    return this.#probing;
  }

  async #probe(): Promise<void> {
    const path = join(this.#root, `probe-${newId()}`);
    try {
      const file = await this.#disk.createFile(path);
      try {
        await file.append([Buffer.alloc(65_536, 0x5a)]);
        await file.sync();
      } finally {
        await file.close();
      }
      await this.#disk.removeFile(path);
      await this.#disk.syncFolder(this.#root);
      this.#failedAt = undefined;
    } catch {
      this.#failedAt = this.#now();
    }
  }
}
