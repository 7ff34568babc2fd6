/** Documents of the Native DICOM Model (PS3.19 A.1) as input: streamed, bounded, and without anything that XML can be made to do. */
import { type DicomJson, isVR, type JsonElement, type JsonValue, parseTag, tagToHex, vrOf } from '@throughline/dicom';
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { DicomwebError } from './errors.ts';

export interface XmlLimits {
  readonly bytes: number;
  /** elements within elements; a sequence in a sequence adds two */
  readonly depth: number;
  readonly elements: number;
  /** attributes of one element */
  readonly attributes: number;
}

export const defaultXmlLimits: XmlLimits = { bytes: 10 * 2 ** 20, depth: 130, elements: 200_000, attributes: 16 };

const bad = (message: string): DicomwebError => new DicomwebError('bad-request', message);
const tooLarge = (message: string): DicomwebError => new DicomwebError('too-large', message);

const nameParts = ['FamilyName', 'GivenName', 'MiddleName', 'NamePrefix', 'NameSuffix'];
const nameGroups = ['Alphabetic', 'Ideographic', 'Phonetic'];

/** Which elements may stand within which (PS3.19 table A.1.5-2). */
const children: Readonly<Record<string, readonly string[]>> = {
  '': ['NativeDicomModel'],
  NativeDicomModel: ['DicomAttribute'],
  Item: ['DicomAttribute'],
  DicomAttribute: ['Value', 'Item', 'PersonName', 'BulkData', 'InlineBinary'],
  PersonName: nameGroups,
  ...Object.fromEntries(nameGroups.map((group) => [group, nameParts])),
};

const withText: ReadonlySet<string> = new Set(['Value', 'InlineBinary', ...nameParts]);
const textualNumbers: ReadonlySet<string> = new Set(['DS', 'IS', 'SV', 'UV']);
const numbers: ReadonlySet<string> = new Set(['FL', 'FD', 'SL', 'SS', 'UL', 'US']);

interface AttributeInMaking {
  readonly tag: string;
  readonly vr: string;
  readonly values: JsonValue[];
  bulk?: string;
  inline?: string;
}

const valueIn = (vr: string, text: string): JsonValue => {
  if (text === '') return null;
  const value = Number(text);
  if (numbers.has(vr) && text.trim() !== '') return Number.isFinite(value) ? value : text;
  return textualNumbers.has(vr) ? text.trim() : text;
};

/** Items and values are numbered from 1 and may leave numbers out (PS3.19 A.1.5): what is left out is empty. */
const placeOf = (tag: SaxesTagPlain, most: number): number => {
  const number = Number(tag.attributes.number);
  if (!Number.isInteger(number) || number < 1 || number > most) throw bad('A value has no number of its own');
  return number - 1;
};

const mostValues = 100_000;

/** A data set in the making, from the events of a parser. */
class ModelBuilder {
  readonly #limits: XmlLimits;
  readonly #path: string[] = [''];
  readonly #datasets: Record<string, JsonElement>[] = [];
  readonly #attributes: AttributeInMaking[] = [];
  #name: Record<string, string> = {};
  #parts: string[] = [];
  #place = 0;
  #text = '';
  #elements = 0;
  result: DicomJson | undefined;

  constructor(limits: XmlLimits) {
    this.#limits = limits;
  }

  open(tag: SaxesTagPlain): void {
    const name = tag.name.replace(/^\w+:/, '');
    this.#elements += 1;
    if (this.#elements > this.#limits.elements) throw tooLarge('The document has too many elements');
    if (this.#path.length > this.#limits.depth) throw tooLarge('The document is nested too deeply');
    if (!children[this.#path.at(-1) ?? '']?.includes(name)) throw bad('An element is not of the Native DICOM Model');
    this.#path.push(name);
    this.#text = '';
    this.#begin(name, tag);
  }

  #begin(name: string, tag: SaxesTagPlain): void {
    if (name === 'NativeDicomModel' || name === 'Item') {
      if (name === 'Item') this.#placed(placeOf(tag, mostValues));
      this.#datasets.push({});
    } else if (name === 'DicomAttribute') this.#beginAttribute(tag);
    else if (name === 'PersonName') {
      this.#placed(placeOf(tag, mostValues));
      this.#name = {};
    } else if (name === 'Value') this.#place = placeOf(tag, mostValues);
    else if (nameGroups.includes(name)) this.#parts = [];
    else if (name === 'BulkData') this.#current.bulk = tag.attributes.uri ?? tag.attributes.uuid ?? '';
  }

  get #current(): AttributeInMaking {
    return this.#attributes.at(-1) ?? this.#fail();
  }

  #fail(): never {
    throw bad('The document is no Native DICOM Model');
  }

  /** Keeps the place until the value is known: values of one attribute do not nest but in items. */
  #placed(place: number): void {
    const { values } = this.#current;
    while (values.length < place) values.push(null);
    values[place] = null;
  }

  #beginAttribute({ attributes }: SaxesTagPlain): void {
    const tag = /^[0-9A-Fa-f]{8}$/.test(attributes.tag ?? '') ? parseTag(attributes.tag ?? '') : undefined;
    if (tag === undefined) throw bad('An attribute has no tag');
    const key = tagToHex(tag);
    const vr = attributes.vr !== undefined && isVR(attributes.vr) ? attributes.vr : vrOf(tag);
    const dataset = this.#datasets.at(-1);
    if (dataset === undefined || Object.hasOwn(dataset, key)) throw bad('An attribute is there twice');
    this.#attributes.push({ tag: key, vr, values: [] });
  }

  write(text: string): void {
    if (withText.has(this.#path.at(-1) ?? '')) this.#text += text;
    else if (text.trim() !== '') throw bad('There is text where none may be');
  }

  close(): void {
    const name = this.#path.pop() ?? '';
    if (name === 'Value') {
      this.#placed(this.#place);
      this.#current.values[this.#place] = valueIn(this.#current.vr, this.#text);
    } else if (name === 'InlineBinary') this.#current.inline = this.#text.replaceAll(/\s/g, '');
    else if (nameParts.includes(name)) this.#parts[nameParts.indexOf(name)] = this.#text;
    else if (nameGroups.includes(name)) this.#name[name] = Array.from(this.#parts, (part) => part ?? '').join('^');
    else if (name === 'PersonName') this.#current.values[this.#current.values.length - 1] = this.#name;
    else if (name === 'DicomAttribute') this.#endAttribute();
    else if (name === 'Item') this.#current.values[this.#current.values.length - 1] = this.#datasets.pop() ?? {};
    else if (name === 'NativeDicomModel') this.result = this.#datasets.pop();
    this.#text = '';
  }

  #endAttribute(): void {
    const { tag, vr, values, bulk, inline } = this.#attributes.pop() ?? this.#fail();
    const dataset = this.#datasets.at(-1);
    if (dataset === undefined) return;
    if (bulk !== undefined) dataset[tag] = { vr, BulkDataURI: bulk };
    else if (inline !== undefined) dataset[tag] = { vr, InlineBinary: inline };
    else dataset[tag] = values.length === 0 ? { vr } : { vr, Value: values };
  }
}

const refuse = (message: string) => (): never => {
  throw bad(message);
};

const parserFor = (builder: ModelBuilder, limits: XmlLimits): SaxesParser => {
  const parser = new SaxesParser({ xmlns: false, position: false });
  let attributes = 0;
  parser.on('error', refuse('The document is not well-formed XML'));
  // A document type is never needed and is what entities, bombs and outside references are made of.
  parser.on('doctype', refuse('A document type declaration is not allowed'));
  parser.on('processinginstruction', refuse('Processing instructions are not allowed'));
  parser.on('xmldecl', ({ encoding }) => {
    if (encoding !== undefined && !/^utf-?8$/i.test(encoding)) throw bad('The document is not in UTF-8');
  });
  parser.on('opentagstart', () => {
    attributes = 0;
  });
  parser.on('attribute', () => {
    attributes += 1;
    if (attributes > limits.attributes) throw tooLarge('An element has too many attributes');
  });
  parser.on('opentag', (tag) => builder.open(tag as SaxesTagPlain));
  parser.on('closetag', () => builder.close());
  parser.on('text', (text) => builder.write(text));
  parser.on('cdata', (text) => builder.write(text));
  return parser;
};

/** Gives other work its turn: a chunk is parsed in about a millisecond, a document in many. */
const yieldTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const chunkBytes = 64 * 1024;

async function* inChunks(source: AsyncIterable<Uint8Array>, limit: number): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of source) {
    bytes += chunk.length;
    if (bytes > limit) throw tooLarge('The document is larger than the limit');
    for (let at = 0; at < chunk.length; at += chunkBytes) yield chunk.subarray(at, at + chunkBytes);
  }
}

/** One turn of the parser; a fault that it finds while another is told is of no interest. */
const feed = (parser: SaxesParser, text: string | null): void => {
  if (text !== '') parser.write(text);
};

/**
 * Reads one document of the Native DICOM Model as DICOM JSON; bulk data stay references. A document type declaration,
 * processing instructions, encodings other than UTF-8 and unknown elements are refused. Time and memory are linear in the bytes.
 *
 * @throws DicomwebError bad-request, too-large
 */
export const readNativeModel = async (
  source: AsyncIterable<Uint8Array>,
  limits: XmlLimits = defaultXmlLimits,
): Promise<DicomJson> => {
  const builder = new ModelBuilder(limits);
  const parser = parserFor(builder, limits);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decode = (chunk?: Uint8Array): string => {
    try {
      return decoder.decode(chunk, { stream: chunk !== undefined });
    } catch (error) {
      throw new DicomwebError('bad-request', 'The document is not in UTF-8', { cause: error });
    }
  };
  let sinceTurn = 0;
  for await (const chunk of inChunks(source, limits.bytes)) {
    feed(parser, decode(chunk));
    sinceTurn += chunk.length;
    if (sinceTurn < chunkBytes) continue;
    sinceTurn = 0;
    await yieldTurn();
  }
  feed(parser, decode());
  parser.close();
  return builder.result ?? refuse('The document is no Native DICOM Model')();
};
