/**
 * Append-only blobs that small objects of one group share: one durable write serves all that waited for it, and no name has to be made
 * durable for each. A segment takes no more once it failed, grew large, rested, or its hour is over; nothing is ever
 * written into one that an earlier process began.
 */
import { dirname, join } from 'node:path';
import { newId } from '../ids.ts';
import { blobName, hourOf } from './blob-name.ts';
import type { Disk, SyncedFile } from './disk.ts';
import { writeFailure } from './failures.ts';
import type { Folders } from './folders.ts';
import type { StoredBlob } from './object-store.ts';
import type { Volume } from './volume.ts';

export interface SegmentParts {
  readonly root: string;
  readonly disk: Disk;
  readonly volume: Volume;
  readonly folders: Folders;
  readonly clock: () => Date;
}

interface Append {
  readonly chunks: readonly Uint8Array[];
  readonly length: number;
  resolve(offset: number): void;
  reject(error: unknown): void;
}

const LARGEST = 256 * 2 ** 20;
const REST_MS = 5000;
const MOST_OPEN = 64;

class Segment {
  readonly blob: string;
  readonly hour: string;
  readonly #parts: SegmentParts;
  readonly #path: string;
  readonly #onSealed: () => void;
  #file: SyncedFile | undefined;
  #queue: Append[] = [];
  #end = 0;
  #busy = false;
  #sealed = false;
  #rest: NodeJS.Timeout | undefined;

  constructor(parts: SegmentParts, tenantId: string, onSealed: () => void) {
    const now = parts.clock();
    this.blob = blobName(tenantId, now, newId());
    this.hour = hourOf(now);
    this.#parts = parts;
    this.#path = join(parts.root, this.blob);
    this.#onSealed = onSealed;
  }

  append(chunks: readonly Uint8Array[], length: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ chunks, length, resolve, reject });
      if (!this.#busy) void this.#run();
    });
  }

  /** Takes no more; what waits is still written. */
  seal(): void {
    if (this.#sealed) return;
    this.#sealed = true;
    clearTimeout(this.#rest);
    this.#onSealed();
    if (!this.#busy) void this.#close();
  }

  async #run(): Promise<void> {
    this.#busy = true;
    clearTimeout(this.#rest);
    while (this.#queue.length > 0) await this.#write(this.#queue.splice(0));
    this.#busy = false;
    if (this.#sealed) await this.#close();
    else this.#rest = setTimeout(() => this.seal(), REST_MS).unref();
  }

  async #write(batch: readonly Append[]): Promise<void> {
    const offset = this.#end;
    try {
      const isNew = this.#file === undefined;
      const file = await this.#open();
      const chunks = batch.flatMap((append) => append.chunks);
      const [longer] = await Promise.all([
        file.append(chunks),
        isNew ? this.#parts.folders.sync(dirname(this.#path)) : undefined,
      ]);
      this.#end += longer;
      this.#settle(batch, offset);
    } catch (error) {
      // What was acknowledged before is on stable storage already: for want of room nothing but this batch is lost.
      const failure = writeFailure(this.#parts.volume, error, false);
      this.seal();
      await this.#forgetIfEmpty(offset);
      for (const append of [...batch, ...this.#queue.splice(0)]) append.reject(failure);
    }
  }

  #settle(batch: readonly Append[], from: number): void {
    let offset = from;
    for (const append of batch) {
      append.resolve(offset);
      offset += append.length;
    }
    if (this.#end >= LARGEST) this.seal();
  }

  async #open(): Promise<SyncedFile> {
    if (this.#file) return this.#file;
    await this.#parts.folders.ensure(dirname(this.#path));
    this.#file = await this.#parts.disk.createSyncedFile(this.#path);
    return this.#file;
  }

  async #close(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    // All of it is on stable storage: there is nothing that closing could lose.
    await file?.close().catch(() => undefined);
  }

  /** A segment that failed before it held anything leaves nothing behind. */
  async #forgetIfEmpty(held: number): Promise<void> {
    if (held > 0) return;
    await this.#close();
    await this.#parts.disk.removeFile(this.#path).catch(() => undefined);
  }
}

export class Segments {
  readonly #parts: SegmentParts;
  readonly #open = new Map<string, Segment>();

  constructor(parts: SegmentParts) {
    this.#parts = parts;
  }

  async append(tenantId: string, group: string, chunks: readonly Uint8Array[], length: number): Promise<StoredBlob> {
    const segment = this.#segmentOf(tenantId, group);
    return { blob: segment.blob, offset: await segment.append(chunks, length), length };
  }

  isOpen(blob: string): boolean {
    return this.#open.values().some((segment) => segment.blob === blob);
  }

  close(): void {
    for (const segment of [...this.#open.values()]) segment.seal();
  }

  #segmentOf(tenantId: string, group: string): Segment {
    const key = `${tenantId} ${group}`;
    const current = this.#open.get(key);
    if (current?.hour === hourOf(this.#parts.clock())) return current;
    current?.seal();
    const [oldest] = this.#open.values();
    if (this.#open.size >= MOST_OPEN) oldest?.seal();
    const segment: Segment = new Segment(this.#parts, tenantId, () => {
      if (this.#open.get(key) === segment) this.#open.delete(key);
    });
    this.#open.set(key, segment);
    return segment;
  }
}
