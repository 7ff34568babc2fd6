/** Slots of memory that begin at a page, as the kernel wants of what it writes without a copy (open(2), O_DIRECT). */

/** A multiple of the blocks of all common disks and file systems. */
export const BLOCK = 4096;

const PAGES_OF_64_KIB = 2 ** 16;

export const toBlocks = (length: number): number => Math.ceil(length / BLOCK) * BLOCK;

export interface Slots {
  /** Waits while all are taken. */
  take(): Promise<Uint8Array>;
  give(slot: Uint8Array): void;
}

export class AlignedMemory implements Slots {
  readonly #free: Uint8Array[];
  readonly #waiting: ((slot: Uint8Array) => void)[] = [];

  /** `slotBytes`: a multiple of 64 KiB. What is never used takes no memory. */
  constructor(slots: number, slotBytes: number) {
    const pages = (slots * slotBytes) / PAGES_OF_64_KIB;
    // The engine maps what WebAssembly sees page by page; no other memory of JavaScript says where it begins.
    const { buffer } = new WebAssembly.Memory({ initial: pages, maximum: pages });
    this.#free = Array.from({ length: slots }, (_, at) => new Uint8Array(buffer, at * slotBytes, slotBytes));
  }

  async take(): Promise<Uint8Array> {
    return this.#free.pop() ?? new Promise((resolve) => this.#waiting.push(resolve));
  }

  give(slot: Uint8Array): void {
    const next = this.#waiting.shift();
    if (next) next(slot);
    else this.#free.push(slot);
  }
}
