/** What compressed streams say of themselves, read before a decoder allocates for it. */
import type { Compression } from './syntaxes.ts';

export interface StreamSize {
  readonly rows: number;
  readonly columns: number;
  readonly components: number;
  readonly bits: number;
}

/** A marker segment of a JPEG stream: ISO 10918-1 B.1.1.4. */
export interface Segment {
  readonly marker: number;
  /** where the marker's FF stands */
  readonly start: number;
  /** the parameters, without their length */
  readonly body: Uint8Array;
}

const standsAlone = (marker: number): boolean => (marker >= 0xd0 && marker <= 0xd8) || marker === 0x01;

/** Marker segments up to the first scan or the end of the image. */
export function* segments(bytes: Uint8Array): Generator<Segment> {
  let at = 0;
  while (at + 1 < bytes.length) {
    const marker = bytes[at + 1] as number;
    if (bytes[at] !== 0xff) throw new Error('a JPEG stream without a marker where one belongs');
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === 0xd9) return;
    if (standsAlone(marker)) {
      at += 2;
      continue;
    }
    const length = ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
    if (length < 2 || at + 2 + length > bytes.length) throw new Error('a JPEG segment past the end');
    yield { marker, start: at, body: bytes.subarray(at + 4, at + 2 + length) };
    if (marker === 0xda) return;
    at += 2 + length;
  }
}

/** Start of frame: SOF0 to SOF15 without DHT, JPG and DAC; SOF55 is JPEG-LS (ISO 14495-1 C.1.1). */
const isFrameStart = (marker: number): boolean =>
  marker === 0xf7 || (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker));

const jpegSize = (bytes: Uint8Array): StreamSize => {
  for (const { marker, body } of segments(bytes)) {
    if (!isFrameStart(marker)) continue;
    const [bits = 0, h1 = 0, h0 = 0, w1 = 0, w0 = 0, components = 0] = body;
    return { bits, rows: (h1 << 8) | h0, columns: (w1 << 8) | w0, components };
  }
  throw new Error('a JPEG stream without a frame');
};

const startOfCodestream = Uint8Array.of(0xff, 0x4f, 0xff, 0x51);
const mostTiles = 65_535;

/** The SIZ segment (ISO 15444-1 A.5.1); some writers wrap the stream into a JP2 file. */
const jpeg2000Size = (bytes: Uint8Array): StreamSize => {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 4096)).indexOf(startOfCodestream);
  if (start < 0 || start + 44 > bytes.length) throw new Error('a JPEG 2000 stream without a size');
  const view = new DataView(bytes.buffer, bytes.byteOffset + start);
  const [right, bottom, left, top] = [8, 12, 16, 20].map((at) => view.getUint32(at)) as [
    number,
    number,
    number,
    number,
  ];
  const [tileWidth, tileHeight] = [view.getUint32(24), view.getUint32(28)];
  const [columns, rows] = [right - left, bottom - top];
  const tiles = Math.ceil(columns / tileWidth) * Math.ceil(rows / tileHeight);
  if (!(tiles >= 1 && tiles <= mostTiles)) throw new Error('a JPEG 2000 stream with impossible tiles');
  return { rows, columns, components: view.getUint16(40), bits: (view.getUint8(42) & 0x7f) + 1 };
};

/** A JPEG 2000 stream whose signed components are said to be unsigned (Ssiz, ISO 15444-1 A.5.1); undefined when none is signed. */
export const withoutSign = (bytes: Uint8Array): Uint8Array | undefined => {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 4096)).indexOf(startOfCodestream);
  const copy = Uint8Array.from(bytes);
  const components = ((copy[start + 40] ?? 0) << 8) | (copy[start + 41] ?? 0);
  let signed = false;
  for (let at = start + 42; at < Math.min(start + 42 + components * 3, copy.length); at += 3) {
    const depth = copy[at] as number;
    signed ||= depth >= 0x80;
    copy[at] = depth & 0x7f;
  }
  return signed ? copy : undefined;
};

const startOfTilePart = 0xff90;
const endOfCodestream = 0xffd9;

/** Where the main header ends: at the first tile-part (ISO 15444-1 A.3). */
const firstTilePart = (view: DataView, start: number): number => {
  // After SOC, every segment of the main header has a length.
  let at = start + 2;
  while (at + 4 <= view.byteLength && view.getUint16(at) !== startOfTilePart) at += 2 + view.getUint16(at + 2);
  return at;
};

/**
 * Every tile-part of a JPEG 2000 codestream is there to its length Psot, and the end of the codestream after them (ISO 15444-1
 * A.4.2, A.4.4): a decoder of HTJ2K draws what it has, and says nothing of what it lacks.
 */
export const checkTileParts = (bytes: Uint8Array): void => {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 4096)).indexOf(startOfCodestream);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = firstTilePart(view, start);
  while (at + 12 <= bytes.length && view.getUint16(at) === startOfTilePart) {
    const length = view.getUint32(at + 6);
    // The last one may leave its length open.
    if (length === 0)
      at = Math.max(at + 12, Buffer.from(view.buffer, view.byteOffset, view.byteLength).lastIndexOf('ffd9', 'hex'));
    else at += Math.max(12, length);
  }
  if (at + 2 > bytes.length || view.getUint16(at) !== endOfCodestream)
    throw new Error('a JPEG 2000 stream that ends before its tiles');
};

/** Where the data of a scan end: at a marker that is no restart. Among the data of JPEG-LS a byte below 80 follows each FF. */
const endOfScan = (bytes: Uint8Array, from: number): number => {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1] ?? 0;
    if (next >= 0x80 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  return bytes.length;
};

/**
 * A JPEG-LS stream begins with SOI, and after its scans EOI comes (ISO 14495-1 C.1): where it does not, a decoder may read for more
 * than a minute in what is not there.
 */
export const checkScans = (bytes: Uint8Array): void => {
  let scans = 0;
  let at = bytes[0] === 0xff && bytes[1] === 0xd8 ? 2 : bytes.length;
  while (at + 1 < bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] as number;
    if (marker === 0xd9 && scans > 0) return;
    if (marker === 0xd9 || standsAlone(marker)) break;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    at += 2 + Math.max(2, ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0));
    if (marker !== 0xda) continue;
    scans += 1;
    at = endOfScan(bytes, at);
  }
  throw new Error('a JPEG-LS stream that ends before its scans');
};

export const streamSize = (compression: Compression, bytes: Uint8Array): StreamSize =>
  compression === 'jpeg2000' || compression === 'htj2k' ? jpeg2000Size(bytes) : jpegSize(bytes);
