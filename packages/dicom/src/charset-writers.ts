/** Bytes of a text in the character sets of PS3.3 C.12.1.1.2 other than UTF-8: the tables of the decoders, turned round. */
import { ascii, type CodeSet, escapes, resetsBefore, upperHalf, wholeSets } from './charset-table.ts';

/** Bytes of one character; undefined: the set does not have it. */
type Writer = (character: string) => readonly number[] | undefined;

const tableOf = (label: string, codes: Iterable<readonly number[]>): ReadonlyMap<string, readonly number[]> => {
  const decoder = new TextDecoder(label);
  const table = new Map<string, readonly number[]>();
  for (const code of codes) {
    const text = decoder.decode(Uint8Array.from(code));
    // One character of one code point; what is left over of a code that the set does not have is none.
    if ([...text].length === 1 && text !== '\ufffd' && !table.has(text)) table.set(text, code);
  }
  return table;
};

function* pairs(first: number, last: number, second: number, most: number): Generator<readonly number[], undefined> {
  for (let high = first; high <= last; high++) for (let low = second; low <= most; low++) yield [high, low];
}

function* upperBytes(): Generator<readonly number[]> {
  // C1 is control characters in every ISO 8859, whatever a decoder of the web makes of it.
  for (let byte = 0xa0; byte <= 0xff; byte++) yield [byte];
}

const tables = new Map<string, ReadonlyMap<string, readonly number[]>>();

const tableFor = (name: string, make: () => ReadonlyMap<string, readonly number[]>): Writer => {
  const table = tables.get(name) ?? make();
  tables.set(name, table);
  return (character) => table.get(character);
};

const singleByte = ({ label }: CodeSet): Writer => tableFor(label, () => tableOf(label, upperBytes()));

/** GB18030 and GBK up to two bytes, which is what names are written in. */
const whole = (label: string): Writer => tableFor(label, () => tableOf(label, pairs(0x81, 0xfe, 0x40, 0xfe)));

/** A set of 94 by 94 characters, by the bytes that have the high bit set; what its decoder wants before them is no part of it. */
const doubleByte = ({ label, prefix }: CodeSet): Writer =>
  tableFor(`${label} 94 ${prefix}`, () => {
    const before = prefix === undefined ? [] : [prefix];
    const table = tableOf(
      label,
      pairs(0xa1, 0xfe, 0xa1, 0xfe).map((pair) => [...before, ...pair]),
    );
    return new Map(table.entries().map(([character, code]) => [character, code.slice(before.length)]));
  });

const isAsciiCharacter = (character: string): boolean => character <= '\x7f';

/** @returns undefined when a character is not in the set */
const bytesBy = (text: string, writer: Writer): Uint8Array | undefined => {
  const bytes: number[] = [];
  for (const character of text) {
    const code = isAsciiCharacter(character) ? [character.charCodeAt(0)] : writer(character);
    if (code === undefined) return undefined;
    bytes.push(...code);
  }
  return Uint8Array.from(bytes);
};

/** How a set beside the first is called in, and what it writes. */
interface Extension {
  readonly escape: readonly number[];
  readonly half: 'G0' | 'G1';
  readonly writer: Writer;
}

const ESC = 0x1b;
const JIS_X_0201 = 13;
/** JIS X 0208 and 0212 are in no upper half: they are called into the lower one. */
const lowerHalf: ReadonlyMap<number, string> = new Map([
  [87, '$B'],
  [159, '$(D'],
]);

const registrationOf = (term: string): number => Number(/IR (\d+)$/.exec(term)?.[1] ?? '6');

const extensionOf = (term: string): Extension[] => {
  const registration = registrationOf(term);
  const set = escapes.get(lowerHalf.get(registration) ?? '')?.set ?? upperHalf.get(registration);
  const called = escapes.entries().find(([, one]) => one.set === set);
  const writer = set && (set.width === 1 ? singleByte(set) : doubleByte(set));
  if (called === undefined || set === ascii || writer === undefined) return [];
  const [sequence, { half }] = called;
  return [{ escape: [ESC, ...Buffer.from(sequence, 'latin1')], half, writer }];
};

/** Writes text with code extension (PS3.5 6.1.2.5): what is called in stays so until a delimiter of its VR or another of its half. */
class ExtendedText {
  readonly bytes: number[] = [];
  readonly #toFirst: readonly number[];
  readonly #isDelimiter: (code: number) => boolean;
  #g0: Extension | undefined;
  #g1: Extension | undefined;

  constructor(terms: readonly string[], vr: string) {
    this.#isDelimiter = resetsBefore(vr);
    const romaji = registrationOf(terms[0] ?? '') === JIS_X_0201;
    this.#toFirst = [ESC, ...Buffer.from(romaji ? '(J' : '(B', 'latin1')];
  }

  /** True while the upper half is that of the first term. */
  get isFirst(): boolean {
    return this.#g1 === undefined;
  }

  plain(code: readonly number[]): void {
    this.end();
    if (code.length === 1 && this.#isDelimiter(code[0] ?? 0)) this.#g1 = undefined;
    this.bytes.push(...code);
  }

  extended(extension: Extension, code: readonly number[]): void {
    if (extension.half === 'G1') this.end();
    const inForce = extension.half === 'G0' ? this.#g0 : this.#g1;
    if (inForce !== extension) this.bytes.push(...extension.escape);
    if (extension.half === 'G0') this.#g0 = extension;
    else this.#g1 = extension;
    this.bytes.push(...(extension.half === 'G0' ? code.map((byte) => byte & 0x7f) : code));
  }

  /** The lower half is that of the first term again. */
  end(): void {
    if (this.#g0) this.bytes.push(...this.#toFirst);
    this.#g0 = undefined;
  }
}

const bytesExtended = (text: string, terms: readonly string[], vr: string): Uint8Array | undefined => {
  const first = firstOf(terms[0] ?? '');
  const extensions = terms.flatMap(extensionOf);
  const written = new ExtendedText(terms, vr);
  for (const character of text) {
    const plain = isAsciiCharacter(character) ? [character.charCodeAt(0)] : written.isFirst && first(character);
    if (plain) {
      written.plain(plain);
      continue;
    }
    const extension = extensions.find(({ writer }) => writer(character) !== undefined);
    const code = extension?.writer(character);
    if (extension === undefined || code === undefined) return undefined;
    written.extended(extension, code);
  }
  written.end();
  return Uint8Array.from(written.bytes);
};

const nothing: Writer = () => undefined;

const firstOf = (term: string): Writer => {
  const set = upperHalf.get(registrationOf(term));
  return set?.width === 1 && set !== ascii ? singleByte(set) : nothing;
};

/**
 * Bytes of a text in the sets of these terms, spelled as the Standard spells them.
 *
 * @returns undefined when a character is not in them
 */
export const bytesIn = (text: string, terms: readonly string[], vr: string): Uint8Array | undefined => {
  const [first = ''] = terms;
  const label = wholeSets.get(first);
  if (label !== undefined) return bytesBy(text, whole(label));
  const isOne = terms.length === 1 && !first.startsWith('ISO 2022');
  return isOne ? bytesBy(text, firstOf(first)) : bytesExtended(text, terms, vr);
};
