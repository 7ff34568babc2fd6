/** Entropy-coded data of a JPEG scan (ISO 10918-1 F.2.2). */

const fastBits = 9;

export interface HuffmanTable {
  /** For the next nine bits: length of the code and its value, or 0 when the code is longer. */
  readonly fast: Uint16Array;
  /** Largest code of each length, -1 where there is none. */
  readonly last: Int32Array;
  /** What to add to a code of that length to find its place among the values. */
  readonly shift: Int32Array;
  readonly values: Uint8Array;
}

/** Tables by C.2 and F.15: codes of one length follow each other. */
export const huffmanTable = (counts: Uint8Array, values: Uint8Array): HuffmanTable => {
  const [last, shift] = [new Int32Array(17).fill(-1), new Int32Array(17)];
  const fast = new Uint16Array(1 << fastBits);
  let [code, at] = [0, 0];
  for (let length = 1; length <= 16; length += 1) {
    const count = counts[length - 1] as number;
    if (at + count > values.length || code + count > 1 << length) throw new Error('an impossible Huffman table');
    shift[length] = at - code;
    if (count > 0) last[length] = code + count - 1;
    for (let n = 0; n < count && length <= fastBits; n += 1) {
      const from = (code + n) << (fastBits - length);
      fast.fill((length << 8) | (values[at + n] as number), from, from + (1 << (fastBits - length)));
    }
    code = (code + count) << 1;
    at += count;
  }
  return { fast, last, shift, values };
};

export class ScanReader {
  readonly #bytes: Uint8Array;
  #at: number;
  #bits = 0;
  #held = 0;
  /** of what is held, how many bits came after the end of the data */
  #beyond = 0;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  /** At least 17 bits; a marker ends the data, and what is looked at from there on is zeros that nobody may take. */
  #fill(): void {
    this.#checkEnd();
    while (this.#held <= 16) {
      const byte = this.#bytes[this.#at] ?? 0xff;
      const ends = byte === 0xff && this.#bytes[this.#at + 1] !== 0;
      if (!ends) this.#at += byte === 0xff ? 2 : 1;
      else this.#beyond += 8;
      this.#bits = ((this.#bits << 8) | (ends ? 0 : byte)) & 0xffffff;
      this.#held += 8;
    }
  }

  #checkEnd(): void {
    if (this.#held < this.#beyond) throw new Error('a JPEG scan that ends before its pixels');
  }

  #take(count: number): number {
    this.#held -= count;
    return (this.#bits >>> this.#held) & ((1 << count) - 1);
  }

  symbol(table: HuffmanTable): number {
    if (this.#held <= 16) this.#fill();
    const found = table.fast[(this.#bits >>> (this.#held - fastBits)) & ((1 << fastBits) - 1)] as number;
    if (found > 0) {
      this.#held -= found >> 8;
      return found & 0xff;
    }
    for (let length = fastBits + 1; length <= 16; length += 1) {
      const code = (this.#bits >>> (this.#held - length)) & ((1 << length) - 1);
      if (code > (table.last[length] as number)) continue;
      this.#held -= length;
      return table.values[code + (table.shift[length] as number)] ?? 0;
    }
    throw new Error('a Huffman code that is in no table');
  }

  /** RECEIVE (F.2.2.4), up to 16 bits. */
  bits(size: number): number {
    if (size === 0) return 0;
    if (this.#held < size) this.#fill();
    return this.#take(size);
  }

  /** EXTEND of RECEIVE (F.2.2.1). */
  signed(size: number): number {
    const value = this.bits(size);
    if (size === 0) return 0;
    return value < 1 << (size - 1) ? value - (1 << size) + 1 : value;
  }

  /** Goes past the restart marker that ends an interval. */
  restart(): void {
    const at = this.nextMarker();
    const marker = this.#bytes[at + 1] ?? 0;
    if (marker >= 0xd0 && marker <= 0xd7) this.#at = at + 2;
  }

  /** Where the marker after these data stands; what was read ahead is forgotten. */
  nextMarker(): number {
    this.#checkEnd();
    [this.#bits, this.#held, this.#beyond] = [0, 0, 0];
    let at = this.#at;
    while (
      at + 1 < this.#bytes.length &&
      !(this.#bytes[at] === 0xff && ![0, 0xff].includes(this.#bytes[at + 1] as number))
    )
      at += 1;
    this.#at = at;
    return at;
  }
}
