/** Collects what is written; small values share blocks, large ones are taken as they are. */
export class ByteSink {
  readonly #parts: Uint8Array[] = [];
  #block = new Uint8Array(4096);
  #used = 0;
  length = 0;

  /** A place for that many bytes, to be filled by the caller. */
  #reserve(size: number): number {
    if (this.#used + size > this.#block.length) {
      this.#flush();
      this.#block = new Uint8Array(Math.max(4096, size));
    }
    const at = this.#used;
    this.#used += size;
    this.length += size;
    return at;
  }

  u16(value: number, little: boolean): void {
    const at = this.#reserve(2);
    this.#block[little ? at : at + 1] = value & 0xff;
    this.#block[little ? at + 1 : at] = value >>> 8;
  }

  u32(value: number, little: boolean): void {
    this.u16(little ? value & 0xffff : value >>> 16, little);
    this.u16(little ? value >>> 16 : value & 0xffff, little);
  }

  bytes(value: Uint8Array): void {
    if (value.length > 1024) {
      this.#flush();
      this.#parts.push(value);
      this.length += value.length;
      return;
    }
    const at = this.#reserve(value.length);
    this.#block.set(value, at);
  }

  #flush(): void {
    if (this.#used > 0) this.#parts.push(this.#block.subarray(0, this.#used));
    this.#block = this.#block.subarray(this.#used);
    this.#used = 0;
  }

  take(): Uint8Array {
    this.#flush();
    return Buffer.concat(this.#parts, this.length);
  }
}
