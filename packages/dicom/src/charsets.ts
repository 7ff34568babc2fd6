import { ascii, type CodeSet, escapes, resetsBefore, upperHalf, wholeSets } from './charset-table.ts';
import { bytesIn } from './charset-writers.ts';
import { DicomError } from './errors.ts';

const ESC = 0x1b;
const decoders = new Map<string, TextDecoder>();

function decoder(label: string): TextDecoder {
  const known = decoders.get(label);
  if (known) return known;
  const made = new TextDecoder(label);
  decoders.set(label, made);
  return made;
}

const latin1 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');

export function isAscii(bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] as number;
    if (byte > 0x7f || byte === ESC) return false;
  }
  return true;
}

/** The one spelling of a defined term: 'ISO-IR 100', 'iso_ir 100' and 'ISO IR 100' are seen in the field. */
function normalise(term: string): string {
  const text = term.trim().toUpperCase();
  const parts = /^ISO[ _-]?(2022)?[ _-]?IR[ _-]?(\d{1,3})$/.exec(text);
  if (!parts) return text === 'UTF-8' || text === 'UTF8' ? 'ISO_IR 192' : text;
  return parts[1] ? `ISO 2022 IR ${parts[2]}` : `ISO_IR ${parts[2]}`;
}

const registration = (term: string): number => Number(/IR (\d+)$/.exec(term)?.[1] ?? '6');

/** Nothing declared: ASCII; other bytes are what they most likely are, UTF-8 if they are valid UTF-8, else Latin-1. */
function undeclared(bytes: Uint8Array): string {
  const text = decoder('utf-8').decode(bytes);
  return text.includes('\ufffd') ? decoder('iso-8859-1').decode(bytes) : text;
}

/** The longest escape sequence of the table at that place. */
function escapeAt(bytes: Uint8Array, at: number): { length: number; half: 'G0' | 'G1'; set: CodeSet } | undefined {
  for (const length of [3, 2]) {
    const found = escapes.get(latin1(bytes.subarray(at + 1, at + 1 + length)));
    if (found && at + 1 + length <= bytes.length) return { length: length + 1, ...found };
  }
  return undefined;
}

function decodeRun(set: CodeSet, bytes: Uint8Array): string {
  if (set.width === 1) return set === ascii ? undeclared(bytes) : decoder(set.label).decode(bytes);
  const step = set.prefix === undefined ? 2 : 3;
  const pairs = Math.floor(bytes.length / 2);
  const coded = new Uint8Array(pairs * step);
  for (let i = 0; i < pairs; i++) {
    if (set.prefix !== undefined) coded[i * step] = set.prefix;
    coded[i * step + step - 2] = (bytes[i * 2] as number) | 0x80;
    coded[i * step + step - 1] = (bytes[i * 2 + 1] as number) | 0x80;
  }
  return decoder(set.label).decode(coded) + (bytes.length % 2 === 0 ? '' : '\ufffd');
}

const isControl = (byte: number): boolean => byte < 0x20;

/**
 * ISO 2022 code extension (PS3.5 6.1.2.5). Delimiters and control characters bring the initial state back
 * (6.1.2.5.3). Sets that were called in without being declared are honoured; unknown sequences become U+FFFD.
 */
function decodeExtended(bytes: Uint8Array, terms: readonly string[], vr: string): string {
  const initial = upperHalf.get(registration(terms[0] ?? '')) ?? ascii;
  let g0 = ascii;
  let g1 = initial;
  let text = '';
  let at = 0;
  const isDelimiter = resetsBefore(vr);
  const belongs = (byte: number, high: boolean, set: CodeSet) =>
    byte !== ESC && byte > 0x7f === high && !(high ? false : set.width === 1 ? isDelimiter(byte) : isControl(byte));
  while (at < bytes.length) {
    const byte = bytes[at] as number;
    if (byte === ESC) {
      const found = escapeAt(bytes, at);
      if (found?.half === 'G0') g0 = found.set;
      if (found?.half === 'G1') g1 = found.set;
      if (!found) text += '\ufffd';
      at += found?.length ?? 1;
      continue;
    }
    const high = byte > 0x7f;
    const set = high ? g1 : g0;
    let end = at;
    while (end < bytes.length && belongs(bytes[end] as number, high, set)) end++;
    if (end > at) {
      text += decodeRun(set, bytes.subarray(at, end));
      at = end;
      continue;
    }
    text += String.fromCharCode(byte);
    g0 = ascii;
    g1 = initial;
    at++;
  }
  return text;
}

const extended = (terms: readonly string[]): boolean => terms.length > 1 || (terms[0] ?? '').startsWith('ISO 2022');

/**
 * Text of a value by its Specific Character Set (0008,0005) (PS3.3 C.12.1.1.2). Never fails: bytes that cannot be
 * decoded become U+FFFD. The work is linear in the number of bytes.
 *
 * @param sets the values of Specific Character Set; none or an empty first one is the default repertoire
 * @param vr says which delimiters bring the initial character set back: PN has ^ and =, text without several values has none
 */
export function decodeText(bytes: Uint8Array, sets: readonly string[], vr: string): string {
  if (isAscii(bytes)) return latin1(bytes);
  const terms = sets.slice(0, 16).map(normalise);
  const whole = wholeSets.get(terms[0] ?? '');
  if (whole) return decoder(whole).decode(bytes);
  if (extended(terms)) return decodeExtended(bytes, terms, vr);
  const set = upperHalf.get(registration(terms[0] ?? ''));
  if (!set || set === ascii || terms[0] === '')
    return bytes.includes(ESC) ? decodeExtended(bytes, [], vr) : undeclared(bytes);
  return decoder(set.label).decode(bytes);
}

/**
 * Bytes of a text in a character set.
 *
 * @param vr as for `decodeText`
 * @throws DicomError bad-value if a character is not in the set
 */
export function encodeText(text: string, sets: readonly string[], vr: string): Uint8Array {
  const utf8 = Buffer.from(text, 'utf8');
  if (utf8.length === text.length) return utf8;
  const terms = sets.slice(0, 16).map(normalise);
  if (terms[0] === 'ISO_IR 192') return utf8;
  const bytes = bytesIn(text, terms, vr);
  if (bytes === undefined) throw new DicomError('bad-value', 'A character is not in the Specific Character Set');
  return bytes;
}
