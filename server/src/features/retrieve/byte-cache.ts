/** Bytes by name up to a size in all; what was asked for longest ago goes first. */
export class ByteCache {
  readonly #most: number;
  readonly #entries = new Map<string, Buffer>();
  #size = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get(key: string): Buffer | undefined {
    const known = this.#entries.get(key);
    if (known === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, known);
    return known;
  }

  set(key: string, bytes: Buffer): void {
    if (bytes.length > this.#most / 4) return;
    this.#drop(key);
    this.#entries.set(key, bytes);
    this.#size += bytes.length;
    for (const oldest of this.#entries.keys()) {
      if (this.#size <= this.#most) return;
      this.#drop(oldest);
    }
  }

  #drop(key: string): void {
    this.#size -= this.#entries.get(key)?.length ?? 0;
    this.#entries.delete(key);
  }
}
