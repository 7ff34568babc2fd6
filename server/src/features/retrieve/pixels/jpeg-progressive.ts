/** Progressive JPEG by Huffman coding, spectral selection and successive approximation (ISO 10918-1 G), with 12 bits a sample. */
import type { ScanReader } from './huffman.ts';
import { huffmanOf, type Scan } from './jpeg-scans.ts';

const refined = (values: Int16Array, at: number, reader: ScanReader, one: number): void => {
  const value = values[at] as number;
  if (reader.bits(1) === 1 && (Math.abs(value) & one) === 0) values[at] = value >= 0 ? value + one : value - one;
};

/** What one scan adds to the coefficients of its components. */
export class ProgressiveScan {
  readonly #scan: Scan;
  readonly #before: number[];
  /** blocks that end where they begin (G.1.2.2) */
  #endOfBand = 0;

  constructor(scan: Scan) {
    const { selection, end, low, components } = scan;
    const ofDc = selection === 0;
    const possible = ofDc ? end === 0 : end >= selection && end <= 63 && components.length === 1;
    if (!possible || low > 13) throw new Error('a JPEG scan of an impossible band');
    this.#scan = scan;
    this.#before = components.map(() => 0);
  }

  restart(): void {
    this.#before.fill(0);
    this.#endOfBand = 0;
  }

  /** @param component its place in the scan; @param at where the block begins */
  read(component: number, values: Int16Array, at: number): void {
    const { selection, high } = this.#scan;
    if (selection === 0) this.#readDc(component, values, at);
    else if (high === 0) this.#readAc(values, at);
    else this.#refineAc(values, at);
  }

  #readDc(component: number, values: Int16Array, at: number): void {
    const { reader, components, high, low } = this.#scan;
    if (high > 0) {
      if (reader.bits(1) === 1) values[at] = (values[at] as number) | (1 << low);
      return;
    }
    const table = huffmanOf(this.#scan, components[component]?.dc ?? -1);
    const value = (this.#before[component] as number) + reader.signed(reader.symbol(table) & 15);
    this.#before[component] = value;
    values[at] = value << low;
  }

  #readAc(values: Int16Array, at: number): void {
    const { reader, components, selection, end, low } = this.#scan;
    if (this.#endOfBand > 0) {
      this.#endOfBand -= 1;
      return;
    }
    const table = huffmanOf(this.#scan, components[0]?.ac ?? -1);
    for (let k = selection; k <= end; k += 1) {
      const symbol = reader.symbol(table);
      const [run, size] = [symbol >> 4, symbol & 15];
      if (size === 0 && run < 15) {
        this.#endOfBand = (1 << run) - 1 + reader.bits(run);
        return;
      }
      k += run;
      if (size === 0) continue;
      if (k > end) throw new Error('a JPEG block with more coefficients than its band');
      values[at + k] = reader.signed(size) << low;
    }
  }

  #refineAc(values: Int16Array, at: number): void {
    const { reader, components, selection, end, low } = this.#scan;
    const table = huffmanOf(this.#scan, components[0]?.ac ?? -1);
    const one = 1 << low;
    let k = selection;
    for (; k <= end && this.#endOfBand === 0; k += 1) {
      const symbol = reader.symbol(table);
      const [run, size] = [symbol >> 4, symbol & 15];
      if (size === 0 && run < 15) {
        this.#endOfBand = (1 << run) + reader.bits(run);
        break;
      }
      const value = size === 0 ? 0 : reader.bits(1) === 1 ? one : -one;
      k = this.#passZeros(values, at, k, run);
      if (value !== 0 && k <= end) values[at + k] = value;
    }
    if (this.#endOfBand === 0) return;
    for (; k <= end; k += 1) if (values[at + k] !== 0) refined(values, at + k, reader, one);
    this.#endOfBand -= 1;
  }

  /** The place after so many coefficients that are still zero; those that are not are refined on the way. */
  #passZeros(values: Int16Array, at: number, from: number, zeros: number): number {
    const { reader, end, low } = this.#scan;
    let left = zeros;
    for (let k = from; k <= end; k += 1) {
      if (values[at + k] !== 0) refined(values, at + k, reader, 1 << low);
      else if (left === 0) return k;
      else left -= 1;
    }
    return end + 1;
  }
}
