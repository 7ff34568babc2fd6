import { type DicomJson, type JsonElement, type JsonValue, keywordOf, parseTag } from '@throughline/dicom';

/** Characters that XML 1.0 cannot hold at all (2.2), however they are written. */
const impossible = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
};

const escaped = (text: string): string =>
  text
    .toWellFormed()
    .replace(impossible, '')
    .replace(/[&<>"\r]/g, (character) => entities[character] ?? '');

const nameParts = ['FamilyName', 'GivenName', 'MiddleName', 'NamePrefix', 'NameSuffix'] as const;
const nameGroups = ['Alphabetic', 'Ideographic', 'Phonetic'] as const;

type JsonName = Extract<JsonValue, { readonly Alphabetic?: string }>;

const personName = (name: JsonName, number: number): string => {
  const groups = nameGroups.map((group) => {
    const text = name[group];
    if (typeof text !== 'string') return '';
    const parts = text.split('^').map((part, at) => {
      const element = nameParts[at];
      return part === '' || element === undefined ? '' : `<${element}>${escaped(part)}</${element}>`;
    });
    return `<${group}>${parts.join('')}</${group}>`;
  });
  return `<PersonName number="${number}">${groups.join('')}</PersonName>`;
};

const valueXml = (vr: string, value: JsonValue, number: number): string => {
  if (vr === 'SQ') return `<Item number="${number}">${attributes((value ?? {}) as DicomJson)}</Item>`;
  if (value === null) return `<Value number="${number}"/>`;
  if (vr === 'PN') return personName(value as JsonName, number);
  return `<Value number="${number}">${escaped(String(value))}</Value>`;
};

const contents = ({ vr, Value, BulkDataURI, InlineBinary }: JsonElement): string => {
  if (BulkDataURI !== undefined) return `<BulkData uri="${escaped(BulkDataURI)}"/>`;
  if (InlineBinary !== undefined) return `<InlineBinary>${InlineBinary}</InlineBinary>`;
  return (Value ?? []).map((value, at) => valueXml(vr, value, at + 1)).join('');
};

const attribute = (tag: string, element: JsonElement): string => {
  const known = keywordOf(parseTag(tag) ?? 0);
  const keyword = known === undefined ? '' : ` keyword="${known}"`;
  return `<DicomAttribute tag="${tag}" vr="${element.vr}"${keyword}>${contents(element)}</DicomAttribute>`;
};

const attributes = (dataset: DicomJson): string =>
  Object.entries(dataset)
    .map(([tag, element]) => attribute(tag, element))
    .join('');

/** A data set as a document of the Native DICOM Model (PS3.19 A.1). Values that XML cannot hold lose those characters. */
export const toNativeModel = (dataset: DicomJson): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<NativeDicomModel xmlns="http://dicom.nema.org/PS3.19/models/NativeDICOM">${attributes(dataset)}</NativeDicomModel>\n`;
