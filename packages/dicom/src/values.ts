import { decodeText, encodeText } from './charsets.ts';
import { DicomError } from './errors.ts';
import { tagToHex } from './tag.ts';
import { type VR, vrInfo } from './vr.ts';

const leadingSpacesMatter: ReadonlySet<string> = new Set(['ST', 'LT', 'UT', 'UC', 'UR']);

/** Takes away the padding that is not part of a value: spaces as its VR says (PS3.5 6.2), and the NUL that many use. */
function trim(text: string, vr: VR): string {
  let end = text.length;
  while (end > 0 && (text.charCodeAt(end - 1) === 0x20 || text.charCodeAt(end - 1) === 0)) end--;
  if (leadingSpacesMatter.has(vr)) return text.slice(0, end);
  let start = 0;
  while (start < end && text.charCodeAt(start) === 0x20) start++;
  return text.slice(start, end);
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

type Read = (view: DataView, at: number, littleEndian: boolean) => number;

const readers: Readonly<Record<string, Read>> = {
  US: (view, at, little) => view.getUint16(at, little),
  SS: (view, at, little) => view.getInt16(at, little),
  UL: (view, at, little) => view.getUint32(at, little),
  SL: (view, at, little) => view.getInt32(at, little),
  FL: (view, at, little) => view.getFloat32(at, little),
  FD: (view, at, little) => view.getFloat64(at, little),
  UV: (view, at, little) => Number(view.getBigUint64(at, little)),
  SV: (view, at, little) => Number(view.getBigInt64(at, little)),
  // A tag is two 16-bit numbers, group first, in either byte order (PS3.5 7.3).
  AT: (view, at, little) => ((view.getUint16(at, little) << 16) | view.getUint16(at + 2, little)) >>> 0,
};

const sizes: Readonly<Record<string, number>> = { US: 2, SS: 2, UL: 4, SL: 4, FL: 4, FD: 8, UV: 8, SV: 8, AT: 4 };

/** Binary numbers of a value; bytes past the last whole number are left out. */
export function binaryNumbers(bytes: Uint8Array, vr: VR, littleEndian: boolean): number[] {
  const read = readers[vr];
  const size = sizes[vr];
  if (!read || !size) return [];
  const view = viewOf(bytes);
  return Array.from({ length: Math.floor(bytes.length / size) }, (_, index) => read(view, index * size, littleEndian));
}

/** 64-bit numbers without loss. */
function bigNumbers(bytes: Uint8Array, vr: 'SV' | 'UV', littleEndian: boolean): bigint[] {
  const view = viewOf(bytes);
  const read = (at: number) => (vr === 'SV' ? view.getBigInt64(at, littleEndian) : view.getBigUint64(at, littleEndian));
  return Array.from({ length: Math.floor(bytes.length / 8) }, (_, index) => read(index * 8));
}

/** The text values, each without its padding; an empty value in the middle is an empty string. */
export function textValues(bytes: Uint8Array, vr: VR, charset: readonly string[]): string[] {
  const info = vrInfo(vr);
  const text = decodeText(bytes, info.localised ? charset : [], vr);
  const values = info.multiple ? text.split('\\') : [text];
  const trimmed = values.map((value) => trim(value, vr));
  return trimmed.length === 1 && trimmed[0] === '' ? [] : trimmed;
}

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** A DS or IS value; NaN if it is none. */
export const parseNumber = (text: string): number => (decimal.test(text) ? Number(text) : Number.NaN);

type Write = (view: DataView, at: number, value: number, littleEndian: boolean) => void;
type WriteBig = (view: DataView, at: number, value: bigint, littleEndian: boolean) => void;

const writers: Readonly<Record<string, Write>> = {
  US: (view, at, value, little) => view.setUint16(at, value, little),
  SS: (view, at, value, little) => view.setInt16(at, value, little),
  UL: (view, at, value, little) => view.setUint32(at, value, little),
  SL: (view, at, value, little) => view.setInt32(at, value, little),
  FL: (view, at, value, little) => view.setFloat32(at, value, little),
  FD: (view, at, value, little) => view.setFloat64(at, value, little),
  AT: (view, at, value, little) => {
    view.setUint16(at, value >>> 16, little);
    view.setUint16(at + 2, value & 0xffff, little);
  },
};

const ranges: Readonly<Record<string, readonly [number, number]>> = {
  US: [0, 0xffff],
  SS: [-0x8000, 0x7fff],
  UL: [0, 0xffffffff],
  AT: [0, 0xffffffff],
  SL: [-0x80000000, 0x7fffffff],
};

const bigWriters: Readonly<Record<string, WriteBig>> = {
  UV: (view, at, value, little) => view.setBigUint64(at, value, little),
  SV: (view, at, value, little) => view.setBigInt64(at, value, little),
};

/** The whole number that a text or number says; undefined if it is none, or a number that has lost digits already. */
const wholeNumber = (value: number | string): bigint | undefined => {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : undefined;
  return /^\s*[+-]?\d{1,20}\s*$/.test(value) ? BigInt(value.replace('+', '')) : undefined;
};

/** 64-bit numbers, from text without loss. */
export function encodeBigNumbers(
  values: readonly (number | string)[],
  vr: 'SV' | 'UV',
  littleEndian: boolean,
): Uint8Array {
  const bytes = new Uint8Array(values.length * 8);
  const view = viewOf(bytes);
  for (const [index, value] of values.entries()) {
    const whole = wholeNumber(value);
    const fits = whole !== undefined && (vr === 'UV' ? BigInt.asUintN(64, whole) : BigInt.asIntN(64, whole)) === whole;
    if (!fits) throw new DicomError('bad-value', `A number is out of range for ${vr}`);
    bigWriters[vr]?.(view, index * 8, whole, littleEndian);
  }
  return bytes;
}

export function encodeNumbers(values: readonly number[], vr: VR, littleEndian: boolean): Uint8Array {
  if (vr === 'UV' || vr === 'SV') return encodeBigNumbers(values, vr, littleEndian);
  const write = writers[vr];
  const size = sizes[vr];
  if (!write || !size) throw new DicomError('bad-value', `A number cannot be written as ${vr}`);
  const range = ranges[vr];
  const bytes = new Uint8Array(values.length * size);
  const view = viewOf(bytes);
  for (const [index, value] of values.entries()) {
    const fits = !range || (Number.isInteger(value) && value >= range[0] && value <= range[1]);
    if (!fits) throw new DicomError('bad-value', `A number is out of range for ${vr}`);
    write(view, index * size, value, littleEndian);
  }
  return bytes;
}

/** At most 16 characters, as DS wants (PS3.5 6.2): the most exact form that fits. */
export function formatDecimal(value: number): string {
  if (!Number.isFinite(value)) throw new DicomError('bad-value', 'A decimal string holds finite numbers');
  const plain = String(value);
  if (plain.length <= 16) return plain;
  for (let digits = 15; digits > 0; digits--) {
    const shorter = value.toPrecision(digits);
    const text = shorter.includes('e') ? shorter.replace(/\.?0*e/, 'e') : shorter;
    if (text.length <= 16) return text;
  }
  return plain.slice(0, 16);
}

/** Pads to an even length as the VR says. */
export function pad(bytes: Uint8Array, vr: VR): Uint8Array {
  if (bytes.length % 2 === 0) return bytes;
  const even = new Uint8Array(bytes.length + 1);
  even.set(bytes);
  even[bytes.length] = vrInfo(vr).padding;
  return even;
}

export function encodeStrings(values: readonly string[], vr: VR, charset: readonly string[]): Uint8Array {
  const info = vrInfo(vr);
  if (info.kind !== 'text') throw new DicomError('bad-value', `Text cannot be written as ${vr}`);
  if (values.length > 1 && !info.multiple) throw new DicomError('bad-value', `${vr} holds one value`);
  if (info.multiple && values.some((value) => value.includes('\\'))) {
    throw new DicomError('bad-value', 'A backslash separates values and cannot be part of one');
  }
  return pad(encodeText(values.join('\\'), info.localised ? charset : [], vr), vr);
}

/** Numeric values as text: tags as eight hexadecimal digits, 64-bit numbers without loss. */
export function numbersAsText(bytes: Uint8Array, vr: VR, littleEndian: boolean): string[] {
  if (vr === 'SV' || vr === 'UV') return bigNumbers(bytes, vr, littleEndian).map(String);
  const numbers = binaryNumbers(bytes, vr, littleEndian);
  return vr === 'AT' ? numbers.map(tagToHex) : numbers.map(String);
}
