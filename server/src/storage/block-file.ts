/**
 * Files that are written past the page cache where the file system lets it (O_DIRECT): the kernel neither copies what is written nor looks for
 * memory that nobody may ever read, and who reads it soon after, to commit to it, reads the disk. Appends begin and end at blocks; what is
 * between them is zero, and a file that is complete ends where what it was given ends.
 */
import fs from 'node:fs';
import { fail } from '../errors.ts';
import { AlignedMemory, type Slots, toBlocks } from './aligned-memory.ts';
import { close, fsync, ftruncate, open, unlink, write } from './calls.ts';
import type { OpenFile } from './disk.ts';

/** How a file is opened: on stable storage with each append, or when it is told to. */
export type Durability = 'each-append' | 'on-sync';

const { O_WRONLY, O_CREAT, O_EXCL, O_DSYNC, O_DIRECT } = fs.constants;

const isLinux = process.platform === 'linux';
const flagsOf: Readonly<Record<Durability, number>> = {
  // One trip to the kernel where a write can be durable by itself; other systems leave the drive's own cache out of O_DSYNC.
  'each-append': O_WRONLY | (isLinux ? O_DSYNC : 0),
  'on-sync': O_WRONLY,
};

const SLOTS = 8;
const SLOT_BYTES = 2 ** 21;
let memory: Slots | undefined;
const sharedSlots = (): Slots => {
  memory ??= new AlignedMemory(SLOTS, SLOT_BYTES);
  return memory;
};

/** Not on every file system (EINVAL): asked once. */
let pastCache = isLinux ? O_DIRECT : 0;

const isRefused = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EINVAL';

/** What was not written, laid into the slot as far as it fits. */
const fill = (slot: Uint8Array, chunks: Uint8Array[]): number => {
  let length = 0;
  while (chunks[0] && length < slot.length) {
    const part = chunks[0].subarray(0, slot.length - length);
    slot.set(part, length);
    length += part.length;
    if (part.length === chunks[0].length) chunks.shift();
    else chunks[0] = chunks[0].subarray(part.length);
  }
  return length;
};

class BlockFile implements OpenFile {
  readonly #path: string;
  readonly #durability: Durability;
  readonly #slots: Slots;
  #fd: number;
  /** where the next append begins, and where what was appended last ends */
  #end = 0;
  #held = 0;
  #before: Promise<unknown> = Promise.resolve();
  #closed: Promise<void> | undefined;

  constructor(path: string, durability: Durability, fd: number, slots: Slots) {
    this.#path = path;
    this.#durability = durability;
    this.#fd = fd;
    this.#slots = slots;
  }

  /** One after the other: each begins where the one before ends. */
  async append(chunks: readonly Uint8Array[]): Promise<number> {
    if (this.#closed) fail('processing-failure');
    const appended = this.#before.then(() => this.#append(chunks));
    this.#before = appended.catch(() => undefined);
    return appended;
  }

  async sync(): Promise<void> {
    await this.#before;
    await this.#cut();
    await fsync(this.#fd);
  }

  /** Once, however often it is asked for, and after what is being appended: the number of a closed file is another's soon. */
  close(): Promise<void> {
    this.#closed ??= this.#before.then(() => this.#close());
    return this.#closed;
  }

  async #append(chunks: readonly Uint8Array[]): Promise<number> {
    const from = this.#end;
    const rest = [...chunks];
    const slot = await this.#slots.take();
    try {
      while (rest.length > 0) await this.#lay(slot, fill(slot, rest));
    } finally {
      this.#slots.give(slot);
    }
    if (this.#durability === 'each-append' && !isLinux) await fsync(this.#fd);
    return this.#end - from;
  }

  async #close(): Promise<void> {
    try {
      await this.#cut();
    } finally {
      await close(this.#fd);
    }
  }

  async #lay(slot: Uint8Array, length: number): Promise<void> {
    const blocks = toBlocks(length);
    slot.fill(0, length, blocks);
    await this.#write(slot.subarray(0, blocks)).catch(async (error: unknown) => {
      if (!isRefused(error)) throw error;
      await this.#goThroughCache();
      await this.#write(slot.subarray(0, blocks));
    });
    this.#held = this.#end + length;
    this.#end += blocks;
  }

  /** write may write less than it was given. */
  async #write(blocks: Uint8Array): Promise<void> {
    for (let at = 0; at < blocks.length; )
      at += (await write(this.#fd, blocks, at, blocks.length - at, this.#end + at)).bytesWritten;
  }

  /** To what it holds; an append that follows begins at a block all the same. */
  async #cut(): Promise<void> {
    if (this.#held < this.#end) await ftruncate(this.#fd, this.#held);
  }

  /** For a file system that takes such files and refuses such writes: its blocks are larger. */
  async #goThroughCache(): Promise<void> {
    pastCache = 0;
    const direct = this.#fd;
    this.#fd = await open(this.#path, flagsOf[this.#durability]);
    await close(direct);
  }
}

/** Fails when the file exists. */
export const createBlockFile = async (
  path: string,
  durability: Durability,
  slots: Slots = sharedSlots(),
): Promise<OpenFile> => {
  const openNew = (flags: number): Promise<number> => open(path, flagsOf[durability] | O_CREAT | O_EXCL | flags, 0o640);
  const fd = await openNew(pastCache).catch(async (error: unknown) => {
    if (!pastCache || !isRefused(error)) throw error;
    pastCache = 0;
    // The refusal may come after the file was made.
    await unlink(path).catch(() => undefined);
    return openNew(0);
  });
  return new BlockFile(path, durability, fd, slots);
};
