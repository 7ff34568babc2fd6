/**
 * A message as segments, fields, repetitions, components and subcomponents (2.5). It keeps the bytes it was read from: values are cut
 * out and decoded when they are asked for, and segments of any name, Z-segments too, stay.
 */
import { type CharsetFault, decodeBinary, settleCharset } from './charsets.ts';
import { type Delimiters, readDelimiters } from './delimiters.ts';
import { Hl7Error } from './errors.ts';
import { unescapeBinary } from './escapes.ts';
import { defaultLimits, type Limits } from './limits.ts';

/** How values of one message are read. */
interface Reader {
  readonly delimiters: Delimiters;
  readonly label: string;
}

const split = (raw: string, delimiter: string): readonly string[] => (delimiter === '' ? [raw] : raw.split(delimiter));

/** HL7's way to say that there is nothing: two quotation marks (2.5.3). */
const NOTHING = '""';

/** One repetition of a field. */
export class Repetition {
  /** one byte a character, as it stands in the message */
  readonly raw: string;
  readonly #reader: Reader;
  /** what its components are apart by */
  readonly #mark: string;

  constructor(raw: string, reader: Reader, mark: string = reader.delimiters.component) {
    this.raw = raw;
    this.#reader = reader;
    this.#mark = mark;
  }

  /** Decoded text of a component's subcomponent, both from 1; '' when there is none. */
  text(component = 1, subcomponent = 1): string {
    const raw = split(this.raw, this.#mark)[component - 1] ?? '';
    return this.#decode(split(raw, this.#reader.delimiters.subcomponent)[subcomponent - 1] ?? '');
  }

  /** All of it as one text: for TX and FT, in which senders leave component marks as they are. */
  get whole(): string {
    return this.raw === NOTHING ? '' : this.#decode(this.raw);
  }

  get isNothing(): boolean {
    return this.raw === NOTHING;
  }

  /** The component with its subcomponents as components. */
  component(component: number): Repetition {
    const raw = split(this.raw, this.#mark)[component - 1] ?? '';
    return new Repetition(raw, this.#reader, this.#reader.delimiters.subcomponent);
  }

  #decode(raw: string): string {
    if (raw === '' || raw === NOTHING) return '';
    return decodeBinary(unescapeBinary(raw, this.#reader.delimiters), this.#reader.label);
  }
}

const isHeader = (name: string): boolean => name === 'MSH' || name === 'BHS' || name === 'FHS';

export class Segment {
  readonly name: string;
  /** one byte a character, without its end */
  readonly raw: string;
  readonly #reader: Reader;
  #fields: readonly string[] | undefined;

  constructor(raw: string, reader: Reader) {
    this.name = raw.slice(0, 3);
    this.raw = raw;
    this.#reader = reader;
  }

  /** Field by its number in the Standard, one byte a character; MSH-1, BHS-1 and FHS-1 are the separator itself. */
  field(number: number): string {
    this.#fields ??= this.raw.split(this.#reader.delimiters.field);
    if (!isHeader(this.name)) return this.#fields[number] ?? '';
    return number === 1 ? this.#reader.delimiters.field : (this.#fields[number - 1] ?? '');
  }

  /** The repetitions of a field that say something. */
  repetitions(number: number): readonly Repetition[] {
    const raw = this.field(number);
    if (raw === '') return [];
    return split(raw, this.#reader.delimiters.repetition)
      .filter((one) => one !== '')
      .map((one) => new Repetition(one, this.#reader));
  }

  first(number: number): Repetition {
    return this.repetitions(number)[0] ?? new Repetition('', this.#reader);
  }

  /** Decoded text of the field's first repetition. */
  text(number: number, component = 1, subcomponent = 1): string {
    return this.first(number).text(component, subcomponent);
  }
}

export class Message {
  readonly delimiters: Delimiters;
  readonly segments: readonly Segment[];
  readonly charsetFaults: readonly CharsetFault[];
  /** label of the set that values are in */
  readonly charset: string;
  readonly #ends: readonly string[];

  constructor(segments: readonly Segment[], ends: readonly string[], reader: Reader, faults: readonly CharsetFault[]) {
    this.segments = segments;
    this.delimiters = reader.delimiters;
    this.charset = reader.label;
    this.charsetFaults = faults;
    this.#ends = ends;
  }

  /** MSH: every message that was read has it first. */
  get header(): Segment {
    const [header] = this.segments;
    if (header === undefined) throw new Hl7Error('not-hl7', 'There is no MSH segment');
    return header;
  }

  all(name: string): readonly Segment[] {
    return this.segments.filter((segment) => segment.name === name);
  }

  one(name: string): Segment | undefined {
    return this.segments.find((segment) => segment.name === name);
  }

  /** The bytes that it was read from, from MSH on; of a message that had to be recoded (UTF-16, GB 18030 and the like), those in UTF-8. */
  toBytes(): Uint8Array {
    return Buffer.from(this.segments.map((segment, at) => segment.raw + (this.#ends[at] ?? '\r')).join(''), 'latin1');
  }
}

interface Lines {
  readonly lines: readonly string[];
  readonly ends: readonly string[];
}

/**
 * Segments end with CR (2.5.2); files and some senders use CR LF or LF. A line feed inside a message of CRs is text, but in MSH, which has none:
 * where another segment follows it there, only what is last ends with CR.
 */
export const endOf = (text: string): '\r' | '\n' => {
  const stop = text.indexOf('\r');
  const feed = text.indexOf('\n');
  if (stop < 0) return '\n';
  const isNext = /^[A-Z][A-Z0-9]{2}$/.test(text.slice(feed + 1, feed + 4)) && text[feed + 4] === text[3];
  return feed >= 0 && feed < stop && isNext ? '\n' : '\r';
};

const cut = (text: string, limits: Limits): Lines => {
  const end = endOf(text);
  const lines: string[] = [];
  const ends: string[] = [];
  for (let at = 0; at < text.length; ) {
    const found = text.indexOf(end, at);
    const stop = found < 0 ? text.length : found;
    let next = stop + (found < 0 ? 0 : 1);
    while (next < text.length && (text[next] === '\n' || text[next] === '\r')) next += 1;
    if (stop > at) {
      if (lines.length >= limits.segments) throw new Hl7Error('limit', `More than ${limits.segments} segments`);
      lines.push(text.slice(at, stop));
      ends.push(text.slice(stop, next));
    } else if (lines.length === 0) throw new Hl7Error('not-hl7', 'It does not begin with MSH');
    at = next;
  }
  return { lines, ends };
};

const countOf = (text: string, mark: string, most: number): number => {
  if (mark === '') return 0;
  let count = 0;
  for (let at = text.indexOf(mark); at >= 0 && count <= most; at = text.indexOf(mark, at + 1)) count += 1;
  return count;
};

const checkField = (
  field: string,
  place: string,
  { repetition, component, subcomponent }: Delimiters,
  limits: Limits,
): void => {
  if (field.length < limits.components) return;
  if (field.length > limits.fieldBytes && place !== 'OBX-5')
    throw new Hl7Error('limit', `A field of more than ${limits.fieldBytes} bytes`, place);
  if (countOf(field, repetition, limits.repetitions) > limits.repetitions)
    throw new Hl7Error('limit', `More than ${limits.repetitions} repetitions`, place);
  for (const one of split(field, repetition))
    if (
      countOf(one, component, limits.components) > limits.components ||
      countOf(one, subcomponent, limits.components) > limits.components
    )
      if (place !== 'OBX-5' && place !== 'NTE-3')
        // Text and documents may hold such marks as they like.
        throw new Hl7Error('limit', `More than ${limits.components} components`, place);
};

const checkSegment = (line: string, delimiters: Delimiters, limits: Limits): void => {
  const name = line.slice(0, 3);
  if (!/^[A-Z][A-Z0-9]{2}$/.test(name) || (line.length > 3 && line[3] !== delimiters.field))
    throw new Hl7Error('bad-segment', 'A segment has no name of three letters');
  if (countOf(line, delimiters.field, limits.fields) > limits.fields)
    throw new Hl7Error('limit', `More than ${limits.fields} fields`, name);
  const shift = name === 'MSH' ? 1 : 0;
  for (const [at, field] of line.split(delimiters.field).entries()) {
    if (name === 'MSH' && at < 2) continue;
    checkField(field, `${name}-${at + shift}`, delimiters, limits);
  }
};

/**
 * Reads one message. Work and memory are bounded by the limits and linear in the number of bytes.
 * @throws Hl7Error with a code, never with a value of the message
 */
export const parseMessage = (bytes: Uint8Array, limits: Limits = defaultLimits): Message => {
  if (bytes.length > limits.bytes) throw new Hl7Error('limit', `More than ${limits.bytes} bytes`);
  const settled = settleCharset(bytes);
  const text = Buffer.from(settled.bytes.buffer, settled.bytes.byteOffset, settled.bytes.byteLength).toString('latin1');
  if (/^(FHS|BHS)[^A-Za-z0-9]/.test(text)) throw new Hl7Error('batch', 'It is a batch, and not one message');
  if (!text.startsWith('MSH')) throw new Hl7Error('not-hl7', 'It does not begin with MSH');
  const { lines, ends } = cut(text, limits);
  const reader: Reader = { delimiters: readDelimiters(lines[0] ?? ''), label: settled.label };
  for (const [at, line] of lines.entries()) {
    if (at > 0 && line.startsWith('MSH')) throw new Hl7Error('bad-segment', 'There are two MSH segments', 'MSH');
    checkSegment(line, reader.delimiters, limits);
  }
  const segments = lines.map((line) => new Segment(line, reader));
  return new Message(segments, ends, reader, settled.faults);
};
