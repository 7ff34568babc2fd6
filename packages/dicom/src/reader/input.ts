/**
 * The bytes a reader has been given and not used. A step that finds too few asks for more with `need`; bytes are
 * gathered only as far as that, so that input in single bytes costs no more than in large chunks.
 */
export class Input {
  bytes: Uint8Array = new Uint8Array();
  at = 0;
  limit = 0;
  need = 1;
  /** Offset in the stream of `bytes[0]`. */
  base: number;
  #carry: Uint8Array = new Uint8Array();
  #held = 0;

  constructor(base: number) {
    this.base = base;
  }

  get position(): number {
    return this.base + this.at;
  }

  get available(): number {
    return this.limit - this.at;
  }

  /** Bytes gathered for a step that could not be made. */
  get held(): number {
    return this.#held;
  }

  /**
   * Offers a chunk; `drain` makes steps until it finds too few bytes. It returns false to stop for good; what it
   * left is then returned.
   */
  offer(chunk: Uint8Array, drain: () => boolean): Uint8Array[] | undefined {
    let used = 0;
    while (this.#held > 0) {
      const wanted = Math.min(Math.max(this.need - this.#held, 1), chunk.length - used);
      this.#gather(chunk.subarray(used, used + wanted));
      used += wanted;
      if (this.#held < this.need) return undefined;
      if (!this.#window(this.#carry, this.#held, drain)) {
        return [this.bytes.slice(this.at, this.limit), chunk.subarray(used)];
      }
      this.#keepCarry();
      if (used === chunk.length && this.#held > 0) return undefined;
    }
    if (used === chunk.length) return undefined;
    const rest = chunk.subarray(used);
    if (!this.#window(rest, rest.length, drain)) return [rest.subarray(this.at)];
    const left = rest.subarray(this.at);
    this.base += this.at;
    this.at = 0;
    this.limit = 0;
    if (left.length > 0) this.#gather(left);
    return undefined;
  }

  #window(bytes: Uint8Array, limit: number, drain: () => boolean): boolean {
    this.bytes = bytes;
    this.at = 0;
    this.limit = limit;
    return drain();
  }

  #keepCarry(): void {
    this.#carry.copyWithin(0, this.at, this.#held);
    this.#held -= this.at;
    this.base += this.at;
    this.at = 0;
    this.limit = 0;
  }

  #gather(bytes: Uint8Array): void {
    const size = this.#held + bytes.length;
    if (size > this.#carry.length) {
      // Grows with what has come, never to what a length field claims.
      const grown = new Uint8Array(Math.max(64, size, this.#carry.length * 2));
      grown.set(this.#carry.subarray(0, this.#held));
      this.#carry = grown;
    }
    this.#carry.set(bytes, this.#held);
    this.#held = size;
  }
}
