import { isAscii } from './charsets.ts';
import { dependsOnPixelRepresentation, tags, vrOf } from './dictionary.ts';
import type { Element, SequenceElement } from './element.ts';
import { DicomError } from './errors.ts';
import { type PersonName, parsePersonName } from './person-name.ts';
import type { Tag } from './tag.ts';
import {
  binaryNumbers,
  encodeBigNumbers,
  encodeNumbers,
  encodeStrings,
  formatDecimal,
  numbersAsText,
  pad,
  parseNumber,
  textValues,
} from './values.ts';
import { type VR, vrInfo } from './vr.ts';

const none: readonly string[] = [];

/** What may be written into an element; an empty list or string makes it present and empty. */
export type SettableValue = string | number | readonly string[] | readonly number[] | Uint8Array | readonly Dataset[];

export interface DatasetOptions {
  readonly littleEndian?: boolean;
  /** The data set that holds this one as an item: its Specific Character Set counts here too (PS3.3 C.12.1.1.2). */
  readonly parent?: Dataset;
}

/** A set of elements, each tag once. Values are decoded when they are asked for. */
export class Dataset {
  readonly littleEndian: boolean;
  /** As an item: it was written with a delimiter and not with a counted length, and is written so again. */
  undefinedLength = false;
  readonly #elements = new Map<Tag, Element>();
  #parent: Dataset | undefined;
  #sorted = true;
  #last = -1;
  #charset: readonly string[] | undefined;

  constructor(options: DatasetOptions = {}) {
    this.littleEndian = options.littleEndian ?? true;
    this.#parent = options.parent;
  }

  get size(): number {
    return this.#elements.size;
  }

  /** Specific Character Set in force here. */
  get charset(): readonly string[] {
    if (this.#charset) return this.#charset;
    const own = this.#elements.get(tags.SpecificCharacterSet);
    this.#charset = own?.kind === 'value' ? textValues(own.bytes, 'CS', none) : (this.#parent?.charset ?? none);
    return this.#charset;
  }

  get(tag: Tag): Element | undefined {
    return this.#elements.get(tag);
  }

  has(tag: Tag): boolean {
    return this.#elements.has(tag);
  }

  delete(tag: Tag): boolean {
    if (tag === tags.SpecificCharacterSet) this.#charset = undefined;
    return this.#elements.delete(tag);
  }

  /** All elements in ascending order of their tags. */
  elements(): Iterable<Element> {
    this.#sort();
    return this.#elements.values();
  }

  /** Puts an element as it is: what a reader does. */
  put(element: Element): this {
    if (element.tag < this.#last) this.#sorted = false;
    this.#last = element.tag;
    if (element.tag === tags.SpecificCharacterSet) this.#charset = undefined;
    this.#elements.set(element.tag, element);
    return this;
  }

  /** First value as text, without padding; undefined if absent, empty, not in memory or not of a kind that has text. */
  string(tag: Tag): string | undefined {
    const [first] = this.strings(tag);
    return first === '' ? undefined : first;
  }

  /** All values as text; binary numbers in decimal, tags as eight hexadecimal digits. */
  strings(tag: Tag): string[] {
    const element = this.#elements.get(tag);
    if (element?.kind !== 'value' || element.bytes.length === 0) return [];
    const vr = this.#effectiveVr(element.tag, element.vr);
    const { kind } = vrInfo(vr);
    if (kind === 'text') return textValues(element.bytes, vr, this.charset);
    return kind === 'number' ? numbersAsText(element.bytes, vr, this.#orderOf(element.vr)) : [];
  }

  /** First value as a number; undefined if absent or not a number. */
  number(tag: Tag): number | undefined {
    const [first] = this.numbers(tag);
    return first === undefined || Number.isNaN(first) ? undefined : first;
  }

  /** All values as numbers; NaN for a decimal or integer string that is none, so that places are kept. */
  numbers(tag: Tag): number[] {
    const element = this.#elements.get(tag);
    if (element?.kind !== 'value' || element.bytes.length === 0) return [];
    const vr = this.#effectiveVr(element.tag, element.vr);
    if (vr === 'DS' || vr === 'IS') return textValues(element.bytes, vr, none).map(parseNumber);
    return binaryNumbers(element.bytes, vr, this.#orderOf(element.vr));
  }

  /** The items of a sequence; none if it is absent. */
  items(tag: Tag): readonly Dataset[] {
    const element = this.#elements.get(tag);
    return element?.kind === 'sequence' ? element.items : [];
  }

  /** The first value of a PN. */
  personName(tag: Tag): PersonName | undefined {
    const text = this.string(tag);
    return text === undefined ? undefined : parsePersonName(text);
  }

  /**
   * Sets a value; the VR is the dictionary's unless given. Text is encoded in the Specific Character Set in force; text
   * that is not ASCII where none is declared makes it ISO_IR 192.
   *
   * @throws DicomError bad-value if the value does not fit the VR
   */
  set(tag: Tag, value: SettableValue, vr: VR = this.#defaultVr(tag)): this {
    if (value instanceof Uint8Array) return this.put({ kind: 'value', tag, vr, bytes: pad(value, vr) });
    if (typeof value === 'string') return this.#setText(tag, [value], vr);
    if (typeof value === 'number') return this.#setNumbers(tag, [value], vr);
    if (vr === 'SQ') return this.#setItems(tag, value, vr);
    const [first] = value;
    if (first === undefined) return this.put({ kind: 'value', tag, vr, bytes: new Uint8Array() });
    if (typeof first === 'number') return this.#setNumbers(tag, value as readonly number[], vr);
    if (typeof first === 'string') return this.#setText(tag, value as readonly string[], vr);
    throw new DicomError('bad-value', `Items cannot be written as ${vr}`, { path: [tag] });
  }

  #setItems(tag: Tag, value: readonly unknown[], vr: VR): this {
    const items = value.filter((item) => item instanceof Dataset);
    if (items.length !== value.length) throw new DicomError('bad-value', 'A sequence holds items', { path: [tag] });
    for (const item of items) item.#adopt(this);
    const element: SequenceElement = { kind: 'sequence', tag, vr, items };
    return this.put(element);
  }

  #adopt(parent: Dataset): void {
    this.#parent = parent;
    this.#charset = undefined;
  }

  #setText(tag: Tag, values: readonly string[], vr: VR): this {
    const { kind, localised } = vrInfo(vr);
    if (vr === 'SV' || vr === 'UV') {
      const numbers = values.filter((value) => value !== '');
      return this.put({ kind: 'value', tag, vr, bytes: encodeBigNumbers(numbers, vr, this.littleEndian) });
    }
    if (kind === 'number') return this.#setNumbers(tag, values.filter((value) => value !== '').map(Number), vr);
    const declared = this.charset;
    const undeclared = declared.length === 0 || (declared.length === 1 && declared[0] === '');
    if (localised && undeclared && !isAscii(Buffer.from(values.join(''), 'utf8'))) {
      this.#setText(tags.SpecificCharacterSet, ['ISO_IR 192'], 'CS');
    }
    return this.put({ kind: 'value', tag, vr, bytes: encodeStrings(values, vr, this.charset) });
  }

  #setNumbers(tag: Tag, values: readonly number[], vr: VR): this {
    if (vr === 'IS')
      return this.#setText(
        tag,
        values.map((value) => Math.trunc(value).toString()),
        vr,
      );
    if (vr === 'DS') return this.#setText(tag, values.map(formatDecimal), vr);
    if (vrInfo(vr).kind === 'text') return this.#setText(tag, values.map(String), vr);
    return this.put({ kind: 'value', tag, vr, bytes: encodeNumbers(values, vr, this.littleEndian) });
  }

  #defaultVr(tag: Tag): VR {
    if (dependsOnPixelRepresentation(tag)) return this.#signed() ? 'SS' : 'US';
    return vrOf(tag);
  }

  /** Pixel Representation is 1 here or in a data set around this one. */
  #signed(): boolean {
    const own = this.number(tags.PixelRepresentation);
    if (own !== undefined) return own === 1;
    const parent = this.#parent;
    return parent === undefined ? false : parent.#signed();
  }

  /** A known element that came as UN has the dictionary's VR, in implicit little endian (PS3.5 6.2.2). */
  #effectiveVr(tag: Tag, vr: VR): VR {
    return vr === 'UN' ? this.#defaultVr(tag) : vr;
  }

  #orderOf(vr: VR): boolean {
    return vr === 'UN' || this.littleEndian;
  }

  #sort(): void {
    if (this.#sorted) return;
    const sorted = [...this.#elements.values()].sort((a, b) => a.tag - b.tag);
    this.#elements.clear();
    for (const element of sorted) this.#elements.set(element.tag, element);
    this.#last = sorted.at(-1)?.tag ?? -1;
    this.#sorted = true;
  }
}
