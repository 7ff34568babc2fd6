import { Dataset } from './dataset.ts';
import { tags, vrOf } from './dictionary.ts';
import type { Element, SequenceElement, ValueElement } from './element.ts';
import { DicomError } from './errors.ts';
import { formatPersonName, type NameComponents, parsePersonName } from './person-name.ts';
import { type Tag, tagToHex } from './tag.ts';
import { isVR, type VR, vrInfo } from './vr.ts';

/** A person name of the DICOM JSON model (PS3.18 F.2.2). */
export interface JsonPersonName {
  readonly Alphabetic?: string;
  readonly Ideographic?: string;
  readonly Phonetic?: string;
}

export type JsonValue = string | number | null | JsonPersonName | DicomJson;

export interface JsonElement {
  readonly vr: string;
  readonly Value?: readonly JsonValue[];
  readonly BulkDataURI?: string;
  readonly InlineBinary?: string;
}

/** A data set in the DICOM JSON model (PS3.18 F): keys are tags as eight hexadecimal digits. */
export type DicomJson = { readonly [tag: string]: JsonElement };

export interface ToJsonOptions {
  /**
   * The address of a value that is not written inline; `path` is the tags and item numbers that lead to it, joined by
   * slashes. Undefined leaves the element without a value.
   */
  readonly bulkDataUri?: (path: string, element: Element) => string | undefined;
  /** Binary values up to this many bytes are written inline. 0 when absent: all are left to `bulkDataUri`. */
  readonly inlineBytes?: number;
}

const group = (components: NameComponents | undefined): string | undefined =>
  components && formatPersonName({ alphabetic: components });

const personName = (text: string): JsonPersonName | null => {
  const { alphabetic, ideographic, phonetic } = parsePersonName(text);
  const [Alphabetic, Ideographic, Phonetic] = [group(alphabetic), group(ideographic), group(phonetic)];
  if (Alphabetic === undefined && Ideographic === undefined && Phonetic === undefined) return null;
  return { ...(Alphabetic && { Alphabetic }), ...(Ideographic && { Ideographic }), ...(Phonetic && { Phonetic }) };
};

/** A number where it is exact as one; DS and IS text that is no number, and integers beyond 2^53, stay text (PS3.18 F.2.3). */
const numeric = (text: string): number | string | null => {
  if (text === '') return null;
  const value = Number(text);
  return Number.isFinite(value) && (Number.isSafeInteger(value) || !Number.isInteger(value)) ? value : text;
};

const valuesOf = (dataset: Dataset, tag: Tag, vr: VR): readonly JsonValue[] => {
  const texts = dataset.strings(tag);
  if (vr === 'PN') return texts.map(personName);
  if (vr === 'AT' || vrInfo(vr).kind === 'text') {
    if (vr === 'DS' || vr === 'IS') return texts.map((text) => numeric(text.trim()));
    return texts.map((text) => (text === '' ? null : text));
  }
  return vr === 'FL' || vr === 'FD'
    ? dataset.numbers(tag).map((value) => (Number.isFinite(value) ? value : null))
    : texts.map(numeric);
};

/** The VR under which values are read: a known element that came as UN has the dictionary's (PS3.5 6.2.2). */
const jsonVr = (element: Element): VR =>
  element.vr === 'UN' && element.kind === 'value' ? vrOf(element.tag) : element.vr;

const binary = (element: Exclude<Element, SequenceElement>, path: string, options: ToJsonOptions): JsonElement => {
  const { vr } = element;
  if (element.kind === 'value' && element.bytes.length === 0) return { vr };
  if (element.kind === 'value' && element.bytes.length <= (options.inlineBytes ?? 0)) {
    return { vr, InlineBinary: Buffer.from(element.bytes).toString('base64') };
  }
  const uri = options.bulkDataUri?.(path, element);
  if (uri !== undefined) return { vr, BulkDataURI: uri };
  return element.kind === 'value' ? { vr, InlineBinary: Buffer.from(element.bytes).toString('base64') } : { vr };
};

const valueElement = (dataset: Dataset, element: ValueElement, path: string, options: ToJsonOptions): JsonElement => {
  const vr = jsonVr(element);
  if (vrInfo(vr).kind === 'bytes') return binary(element, path, options);
  const values = valuesOf(dataset, element.tag, vr);
  return values.length === 0 || (values.length === 1 && values[0] === null) ? { vr } : { vr, Value: values };
};

const isGroupLength = (tag: Tag): boolean => (tag & 0xffff) === 0;

const toJsonAt = (dataset: Dataset, prefix: string, options: ToJsonOptions): DicomJson => {
  const json: Record<string, JsonElement> = {};
  for (const element of dataset.elements()) {
    if (isGroupLength(element.tag)) continue;
    const key = tagToHex(element.tag);
    const path = prefix === '' ? key : `${prefix}/${key}`;
    if (element.kind === 'sequence') {
      const items = element.items.map((item, index) => toJsonAt(item, `${path}/${index + 1}`, options));
      json[key] = items.length === 0 ? { vr: 'SQ' } : { vr: 'SQ', Value: items };
    } else if (element.kind === 'value') json[key] = valueElement(dataset, element, path, options);
    else json[key] = binary(element, path, options);
  }
  // The text is Unicode now, whatever it was (PS3.18 F.2.1.1).
  if (prefix === '' && json['00080005']) json['00080005'] = { vr: 'CS', Value: ['ISO_IR 192'] };
  return json;
};

/** A data set in the DICOM JSON model; values left in the source are referenced, never read. Group lengths are left out. */
export const toJson = (dataset: Dataset, options: ToJsonOptions = {}): DicomJson => toJsonAt(dataset, '', options);

const isPersonName = (value: JsonValue): value is JsonPersonName =>
  typeof value === 'object' &&
  value !== null &&
  ('Alphabetic' in value || 'Ideographic' in value || 'Phonetic' in value);

const text = (value: JsonValue): string => {
  if (value === null) return '';
  if (typeof value !== 'object') return String(value);
  if (!isPersonName(value)) return '';
  const groups = [value.Alphabetic, value.Ideographic, value.Phonetic]
    .map((one: unknown) => (typeof one === 'string' ? one : ''))
    .join('=')
    .replace(/=+$/, '');
  return formatPersonName(parsePersonName(groups));
};

const deepestJson = 64;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What came from outside has any type: nothing is used before it is looked at. */
const valueList = (element: JsonElement): readonly JsonValue[] => {
  const values: unknown = element.Value ?? [];
  if (!Array.isArray(values)) throw new DicomError('bad-structure', 'A Value that is no list');
  return values;
};

const inlineBytes = (element: JsonElement): Uint8Array => {
  const base64: unknown = element.InlineBinary ?? '';
  if (typeof base64 !== 'string') throw new DicomError('bad-structure', 'An InlineBinary that is no text');
  return new Uint8Array(Buffer.from(base64, 'base64'));
};

const setJson = (dataset: Dataset, tag: Tag, vr: VR, element: JsonElement, depth: number): void => {
  if (vrInfo(vr).kind === 'bytes') {
    dataset.set(tag, inlineBytes(element), vr);
    return;
  }
  const values = valueList(element);
  if (vr === 'SQ') {
    const items = values.map((value) => fillFromJson(new Dataset({ parent: dataset }), value ?? {}, depth + 1));
    dataset.set(tag, items, 'SQ');
    return;
  }
  if (vr === 'AT') {
    dataset.set(
      tag,
      values.map((value) => Number.parseInt(text(value), 16)),
      vr,
    );
    return;
  }
  dataset.set(tag, values.map(text), vr);
};

const fillFromJson = (dataset: Dataset, json: unknown, depth: number): Dataset => {
  if (depth > deepestJson) throw new DicomError('limit', 'Sequences are nested too deeply');
  if (!isRecord(json)) throw new DicomError('bad-structure', 'A data set that is no object');
  for (const [key, element] of Object.entries(json)) {
    if (!/^[0-9A-Fa-f]{8}$/.test(key) || !isRecord(element)) {
      throw new DicomError('bad-structure', 'A key that is no tag');
    }
    const tag = Number.parseInt(key, 16);
    if (tag === tags.SpecificCharacterSet) continue;
    const vr = typeof element.vr === 'string' && isVR(element.vr) ? element.vr : vrOf(tag);
    setJson(dataset, tag, vr, element as unknown as JsonElement, depth);
  }
  return dataset;
};

/**
 * A data set from the DICOM JSON model, its text as UTF-8. Values that are only referenced become empty.
 *
 * @throws DicomError bad-structure, bad-value or limit
 */
export const fromJson = (json: DicomJson): Dataset =>
  fillFromJson(new Dataset().set(tags.SpecificCharacterSet, 'ISO_IR 192'), json, 0);
