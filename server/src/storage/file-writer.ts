/** Small objects stay in memory until commit, so that one refused on the way never touches the disk; large ones are files. */
import { dirname, join } from 'node:path';
import { fail } from '../errors.ts';
import { newId } from '../ids.ts';
import { BLOCK } from './aligned-memory.ts';
import { blobName } from './blob-name.ts';
import type { OpenFile } from './disk.ts';
import { writeFailure } from './failures.ts';
import type { BlobWriter, StoredBlob } from './object-store.ts';
import type { SegmentParts, Segments } from './segments.ts';

const HELD_BYTES = 2 ** 20;

export class FileWriter implements BlobWriter {
  readonly #parts: SegmentParts;
  readonly #segments: Segments;
  readonly #tenantId: string;
  readonly #blob: string;
  readonly #path: string;
  #held: Uint8Array[] = [];
  #heldBytes = 0;
  #length = 0;
  #file: OpenFile | undefined;
  #isGivenUp = false;

  constructor(parts: SegmentParts, segments: Segments, tenantId: string) {
    this.#parts = parts;
    this.#segments = segments;
    this.#tenantId = tenantId;
    this.#blob = blobName(tenantId, parts.clock(), newId());
    this.#path = join(parts.root, this.#blob);
  }

  write(chunk: Uint8Array): Promise<void> | void {
    this.#held.push(chunk);
    this.#heldBytes += chunk.length;
    this.#length += chunk.length;
    if (this.#heldBytes >= HELD_BYTES) return this.#flush(this.#takeBlocks());
  }

  async commit(group?: string): Promise<StoredBlob> {
    if (group !== undefined && !this.#file) {
      const chunks = this.#held.splice(0);
      return this.#segments.append(this.#tenantId, group, chunks, this.#length);
    }
    await this.#flush(this.#held.splice(0));
    await this.#sync();
    return { blob: this.#blob, offset: 0, length: this.#length };
  }

  async discard(): Promise<void> {
    this.#isGivenUp = true;
    this.#held = [];
    if (!this.#file) return;
    const file = this.#file;
    this.#file = undefined;
    await file.close().catch(() => undefined);
    await this.#parts.disk.removeFile(this.#path);
  }

  /** What is held but for what would end within a block: that waits for what follows. */
  #takeBlocks(): readonly Uint8Array[] {
    const taken = this.#held;
    const rest = this.#heldBytes % BLOCK;
    this.#held = [];
    for (let left = rest; left > 0; ) {
      const last = taken.pop() ?? fail('processing-failure');
      const kept = Math.min(left, last.length);
      left -= kept;
      this.#held.unshift(last.subarray(last.length - kept));
      if (kept < last.length) taken.push(last.subarray(0, last.length - kept));
    }
    this.#heldBytes = rest;
    return taken;
  }

  async #flush(chunks: readonly Uint8Array[]): Promise<void> {
    try {
      if (this.#file) await this.#parts.volume.admit();
      const file = await this.#open();
      await file.append(chunks);
    } catch (error) {
      await this.#fail(error, false);
    }
  }

  async #open(): Promise<OpenFile> {
    if (this.#file) return this.#file;
    await this.#parts.folders.ensure(dirname(this.#path));
    // Its sender may be gone while what it sent was being written.
    if (this.#isGivenUp) fail('processing-failure');
    this.#file = await this.#parts.disk.createFile(this.#path);
    return this.#file;
  }

  async #sync(): Promise<void> {
    try {
      const file = this.#file ?? fail('processing-failure');
      await Promise.all([file.sync(), this.#parts.folders.sync(dirname(this.#path))]);
      await file.close();
      this.#file = undefined;
    } catch (error) {
      await this.#fail(error, true);
    }
  }

  async #fail(error: unknown, syncing: boolean): Promise<never> {
    const failure = writeFailure(this.#parts.volume, error, syncing);
    await this.discard().catch(() => undefined);
    throw failure;
  }
}
