/** Character sets of a message (MSH-18, HL7 table 0211), and what the bytes really are when they differ from it. */
import { decodeText } from '@throughline/dicom';

const ESC = 0x1b;

/** Sets whose trailing bytes never look like ASCII: a message in one of them is cut at its delimiters byte by byte. */
const plainSets: Readonly<Record<string, string>> = {
  ASCII: 'utf-8',
  '8859/1': 'windows-1252',
  '8859/2': 'iso-8859-2',
  '8859/3': 'iso-8859-3',
  '8859/4': 'iso-8859-4',
  '8859/5': 'iso-8859-5',
  '8859/6': 'iso-8859-6',
  '8859/7': 'iso-8859-7',
  '8859/8': 'iso-8859-8',
  '8859/9': 'windows-1254',
  '8859/15': 'iso-8859-15',
  'UNICODE UTF-8': 'utf-8',
  UNICODE: 'utf-8',
  'ISO IR6': 'utf-8',
};

/** Sets in which a delimiter may be half of a character: such a message is turned into UTF-8 first. */
const wideSets: Readonly<Record<string, string>> = {
  'GB 18030-2000': 'gb18030',
  'BIG-5': 'big5',
  'KS X 1001': 'euc-kr',
  'CNS 11643-1992': 'big5',
  'ISO IR14': 'shift_jis',
  'UNICODE UTF-16': 'utf-16le',
};

/** Spellings of the field: UTF-8, UNICODE-UTF8, ISO-8859-1, 8859-1 are seen. */
const normalise = (term: string): string => {
  const text = term.trim().toUpperCase();
  if (/^(UNICODE[ _-]?)?UTF[ _-]?8$/.test(text)) return 'UNICODE UTF-8';
  if (/^(UNICODE[ _-]?)?UTF[ _-]?16(LE|BE)?$/.test(text)) return 'UNICODE UTF-16';
  const latin = /^(?:ISO[ _-]?)?8859[ /_-](\d{1,2})$/.exec(text);
  if (latin) return `8859/${Number(latin[1])}`;
  if (/^WINDOWS[ _-]?1252$/.test(text)) return '8859/1';
  const registered = /^ISO[ _-]?IR[ _-]?(\d{1,3})$/.exec(text);
  return registered ? `ISO IR${registered[1]}` : text;
};

export type CharsetFault = 'unknown-character-set' | 'other-character-set';

export interface Transcoded {
  /** from the header on, in a set that may be cut byte by byte */
  readonly bytes: Uint8Array;
  /** label of the set that the values are in, as TextDecoder knows it */
  readonly label: string;
  /** the message was turned into UTF-8 */
  readonly recoded: boolean;
  readonly faults: readonly CharsetFault[];
}

const hasHighBytes = (bytes: Uint8Array): boolean => {
  for (let at = 0; at < bytes.length; at += 1) if ((bytes[at] as number) > 0x7f) return true;
  return false;
};

const isUtf8 = (bytes: Uint8Array): boolean => {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
};

const isLineEnd = (byte: number | undefined): boolean => byte === 0x0d || byte === 0x0a;

/** UTF-16 with a byte order mark, or as the zero byte beside M, or beside a line end before it, shows. */
const utf16Of = (bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined => {
  const [a, b] = bytes;
  const begins = (byte: number | undefined): boolean => byte === 0x4d || isLineEnd(byte);
  if ((a === 0xff && b === 0xfe) || (begins(a) && b === 0)) return 'utf-16le';
  if ((a === 0xfe && b === 0xff) || (a === 0 && begins(b))) return 'utf-16be';
  return undefined;
};

const toUtf8 = (bytes: Uint8Array, label: string): Uint8Array =>
  Buffer.from(new TextDecoder(label, { ignoreBOM: false }).decode(bytes), 'utf8');

/** MSH-18 of a message that is still bytes: its values in order. */
const declaredSets = (bytes: Uint8Array): readonly string[] => {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 4096));
  const header = view.toString('latin1').split(/[\r\n]/, 1)[0] ?? '';
  const separator = header[3] ?? '|';
  const repetition = header[5] ?? '~';
  return (header.split(separator)[17] ?? '').split(repetition).map(normalise);
};

const afterLineEnds = (bytes: Uint8Array, from: number): number => {
  let at = from;
  while (isLineEnd(bytes[at])) at += 1;
  return at;
};

/** Without the byte order mark of UTF-8, and the line ends that some senders have before or behind it: a message begins with its header. */
export const withoutLead = (bytes: Uint8Array): Uint8Array => {
  const at = afterLineEnds(bytes, 0);
  const marked = bytes[at] === 0xef && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf;
  return bytes.subarray(marked ? afterLineEnds(bytes, at + 3) : at);
};

const recode = (bytes: Uint8Array, label: string, faults: readonly CharsetFault[]): Transcoded => ({
  bytes: withoutLead(toUtf8(bytes, label)),
  label: 'utf-8',
  recoded: true,
  faults,
});

/** Where declaration and bytes differ, the bytes count: text that is valid UTF-8 beyond ASCII is hardly anything else. */
const settle = (bytes: Uint8Array, term: string): Transcoded => {
  const label = plainSets[term];
  const unknown: readonly CharsetFault[] = term !== '' && label === undefined ? ['unknown-character-set'] : [];
  if (!hasHighBytes(bytes)) return { bytes, label: label ?? 'utf-8', recoded: false, faults: unknown };
  const real = isUtf8(bytes) ? 'utf-8' : label === undefined || label === 'utf-8' ? 'windows-1252' : label;
  const lied = label !== undefined && real !== label;
  return {
    bytes,
    label: real,
    recoded: false,
    faults: [...unknown, ...(lied ? (['other-character-set'] as const) : [])],
  };
};

/** Never fails: what cannot be decoded becomes U+FFFD later on. Linear in the number of bytes. */
export const settleCharset = (received: Uint8Array): Transcoded => {
  const utf16 = utf16Of(received);
  if (utf16 !== undefined) {
    const recoded = recode(received, utf16, []);
    const [declared] = declaredSets(recoded.bytes);
    return declared === 'UNICODE UTF-16' ? recoded : { ...recoded, faults: ['other-character-set'] };
  }
  const bytes = withoutLead(received);
  const [first = '', ...others] = declaredSets(bytes);
  // ISO 2022 code extension: the sets that escape sequences may call in are named behind the first.
  if (bytes.includes(ESC) && others.concat(first).some((term) => /^ISO IR(14|87|159)$/.test(term))) {
    const text = decodeText(bytes, ['', 'ISO 2022 IR 87', 'ISO 2022 IR 159', 'ISO 2022 IR 13'], 'LT');
    return { bytes: Buffer.from(text, 'utf8'), label: 'utf-8', recoded: true, faults: [] };
  }
  const wide = wideSets[first];
  if (wide !== undefined && wide !== 'utf-16le' && hasHighBytes(bytes)) return recode(bytes, wide, []);
  return settle(bytes, first);
};

const decoders = new Map<string, TextDecoder>();

/** Text of a value that is given one byte a character. */
export const decodeBinary = (binary: string, label: string): string => {
  let plain = true;
  for (let at = 0; at < binary.length && plain; at += 1) {
    const code = binary.charCodeAt(at);
    plain = code <= 0x7f && code !== ESC;
  }
  if (plain) return binary;
  const bytes = Buffer.from(binary, 'latin1');
  if (bytes.includes(ESC)) return decodeText(bytes, ['', 'ISO 2022 IR 87'], 'LT');
  const decoder = decoders.get(label) ?? new TextDecoder(label, { ignoreBOM: true });
  decoders.set(label, decoder);
  return decoder.decode(bytes);
};
