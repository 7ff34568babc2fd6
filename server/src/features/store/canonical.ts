/**
 * A digest of what an object says, not of how it was wrapped: without file meta information, group lengths and padding.
 * Two transmissions of one object through different systems agree in it (I7). Computed only when a UID is met again.
 */
import { createHash, type Hash } from 'node:crypto';
import { type Dataset, type Element, fieldLeniency, Part10Reader, type Tag, tags, uids } from '@throughline/dicom';
import type { ByteRange } from '../../storage/index.ts';

export interface CanonicalSource {
  read(range?: ByteRange): AsyncIterable<Uint8Array>;
}

const textVrs = new Set([
  'AE',
  'AS',
  'CS',
  'DA',
  'DS',
  'DT',
  'IS',
  'LO',
  'LT',
  'PN',
  'SH',
  'ST',
  'TM',
  'UC',
  'UI',
  'UR',
  'UT',
]);
const SPACE = 0x20;

const withoutPadding = (bytes: Uint8Array): Uint8Array => {
  let end = bytes.length;
  while (end > 0 && (bytes[end - 1] === 0 || bytes[end - 1] === SPACE)) end -= 1;
  return bytes.subarray(0, end);
};

const wordBytes: Readonly<Record<string, number>> = {
  OW: 2,
  SS: 2,
  US: 2,
  AT: 2,
  FL: 4,
  OF: 4,
  OL: 4,
  SL: 4,
  UL: 4,
  FD: 8,
  OD: 8,
  OV: 8,
  SV: 8,
  UV: 8,
};

const inLittleEndian = (bytes: Uint8Array, vr: string, littleEndian: boolean): Uint8Array => {
  const size = wordBytes[vr];
  if (littleEndian || size === undefined || bytes.length % size !== 0) return bytes;
  const swapped = Buffer.from(bytes);
  if (size === 2) return swapped.swap16();
  return size === 4 ? swapped.swap32() : swapped.swap64();
};

const isLeftOut = (element: Element): boolean =>
  (element.tag & 0xffff) === 0 || element.tag === tags.DataSetTrailingPadding;

const prefix = (hash: Hash, tag: number, kind: string, length: number): void => {
  hash.update(`${tag.toString(16)}:${kind}:${length};`);
};

class Digester {
  readonly #hash = createHash('sha256');
  readonly #source: CanonicalSource;
  readonly #littleEndian: boolean;
  readonly #but: ReadonlySet<Tag>;

  constructor(source: CanonicalSource, littleEndian: boolean, but: ReadonlySet<Tag>) {
    this.#source = source;
    this.#littleEndian = littleEndian;
    this.#but = but;
  }

  async dataset(dataset: Dataset): Promise<Buffer> {
    for (const element of dataset.elements())
      if (!isLeftOut(element) && !this.#but.has(element.tag)) await this.#element(element);
    return this.#hash.digest();
  }

  async #elements(dataset: Dataset): Promise<void> {
    for (const element of dataset.elements()) if (!isLeftOut(element)) await this.#element(element);
  }

  async #element(element: Element): Promise<void> {
    switch (element.kind) {
      case 'value':
        return this.#value(element.tag, element.vr, element.bytes);
      case 'bulk':
        prefix(this.#hash, element.tag, 'v', element.length);
        return this.#range(element.vr, element);
      case 'sequence':
        prefix(this.#hash, element.tag, 's', element.items.length);
        for (const item of element.items) {
          await this.#elements(item);
          this.#hash.update('|');
        }
        return;
      case 'encapsulated':
        for (const fragment of element.fragments) {
          prefix(this.#hash, element.tag, 'f', fragment.length);
          await this.#range('OB', fragment);
        }
        return;
      case 'fragments':
        throw new Error('Only what was read can be compared.');
    }
  }

  #value(tag: number, vr: string, raw: Uint8Array): void {
    const bytes = textVrs.has(vr) ? withoutPadding(raw) : inLittleEndian(raw, vr, this.#littleEndian);
    prefix(this.#hash, tag, 'v', bytes.length);
    this.#hash.update(bytes);
  }

  async #range(vr: string, range: ByteRange): Promise<void> {
    // A chunk that ends within a word keeps its rest for the next, so that big endian words are swapped whole.
    let rest: Uint8Array = new Uint8Array();
    const size = this.#littleEndian ? 1 : (wordBytes[vr] ?? 1);
    for await (const chunk of this.#source.read({ offset: range.offset, length: range.length })) {
      const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
      const whole = bytes.length - (bytes.length % size);
      this.#hash.update(inLittleEndian(bytes.subarray(0, whole), vr, this.#littleEndian));
      rest = bytes.subarray(whole);
    }
    this.#hash.update(rest);
  }
}

/**
 * undefined when the values cannot be read in place (deflated): then only equal bytes are equal. `but`: attributes of the object
 * itself that make no difference.
 */
export const canonicalDigest = async (
  source: CanonicalSource,
  but: ReadonlySet<Tag> = new Set(),
): Promise<Buffer | undefined> => {
  const reader = new Part10Reader({ keep: 'all', leniency: fieldLeniency });
  for await (const chunk of source.read()) await reader.write(chunk);
  const part10 = await reader.end();
  if (part10.transferSyntaxUid === uids.DeflatedExplicitVRLittleEndian) return undefined;
  return new Digester(source, part10.dataset.littleEndian, but).dataset(part10.dataset);
};
