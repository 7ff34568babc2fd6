/** Copies small values into shared blocks: one allocation for many elements. */
export class Arena {
  #block = new Uint8Array();
  #used = 0;
  #size = 1024;

  copy(bytes: Uint8Array, start: number, end: number): Uint8Array {
    const length = end - start;
    if (length > 1024) return bytes.slice(start, end);
    if (this.#used + length > this.#block.length) {
      this.#size = Math.min(this.#size * 2, 16_384);
      this.#block = new Uint8Array(this.#size);
      this.#used = 0;
    }
    const at = this.#used;
    for (let i = 0; i < length; i++) this.#block[at + i] = bytes[start + i] as number;
    this.#used = at + length;
    return this.#block.subarray(at, at + length);
  }
}
