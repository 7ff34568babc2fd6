/** From the bytes of a frame to stored values. */
import { createRequire } from 'node:module';
import { inflateRawSync } from 'node:zlib';
import { decodeCompressed, hasCodec } from './codecs.ts';
import type { DecodedFrame, FrameToDecode } from './frame.ts';
import { decodeRle } from './rle.ts';

const rleLossless = '1.2.840.10008.1.2.5';
const encapsulatedUncompressed = '1.2.840.10008.1.2.1.98';
const deflatedImageFrame = '1.2.840.10008.1.2.8.1';
const jpegLossless: ReadonlySet<string> = new Set(['1.2.840.10008.1.2.4.57', '1.2.840.10008.1.2.4.70']);
const native: ReadonlySet<string> = new Set([
  '1.2.840.10008.1.2',
  '1.2.840.10008.1.2.1',
  '1.2.840.10008.1.2.2',
  '1.2.840.10008.1.2.1.99',
  encapsulatedUncompressed,
]);

/** Transfer syntaxes whose frames we can turn into pictures. */
export const canDecode = (uid: string): boolean =>
  native.has(uid) || uid === rleLossless || uid === deflatedImageFrame || jpegLossless.has(uid) || hasCodec(uid);

const arrays = {
  8: { true: Int8Array, false: Uint8Array },
  16: { true: Int16Array, false: Uint16Array },
  32: { true: Int32Array, false: Uint32Array },
} as const;

const swap = (bytes: Uint8Array, size: number): void => {
  if (size === 2) Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength - (bytes.byteLength % 2)).swap16();
  if (size === 4) Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength - (bytes.byteLength % 4)).swap32();
};

/** Bits of single-bit pixels, first pixel lowest (PS3.5 8.1.1). */
const unpackBits = (bytes: Uint8Array, pixels: number): Uint8Array => {
  const values = new Uint8Array(pixels);
  for (let at = 0; at < pixels; at += 1) values[at] = ((bytes[at >> 3] ?? 0) >> (at & 7)) & 1;
  return values;
};

const valuesOf = (bytes: Uint8Array, frame: FrameToDecode): DecodedFrame['values'] => {
  const count = frame.rows * frame.columns * frame.samples;
  if (frame.bitsAllocated === 1) return unpackBits(bytes, count);
  const size = frame.bitsAllocated / 8;
  if (bytes.length < count * size) throw new Error('a frame shorter than its size');
  const own = bytes.slice(0, count * size);
  if (!frame.littleEndian) swap(own, size);
  const array = arrays[frame.bitsAllocated as 8 | 16 | 32];
  if (array === undefined) throw new Error('a number of bits that cannot be drawn');
  const values = new (frame.signed ? array.true : array.false)(own.buffer);
  maskUnused(values, frame);
  return values;
};

/** Bits above the stored ones may hold overlays or nothing; a signed value is extended from its own sign bit. */
const maskUnused = (values: DecodedFrame['values'], frame: FrameToDecode): void => {
  const { bitsAllocated, bitsStored, highBit, signed } = frame;
  const below = highBit + 1 - bitsStored;
  if (bitsStored === bitsAllocated || bitsAllocated > 16 || below < 0) return;
  const up = 32 - (highBit + 1);
  for (let at = 0; at < values.length; at += 1) {
    const value = (values[at] as number) << up;
    values[at] = signed ? value >> (up + below) : value >>> (up + below);
  }
};

/** Colour by plane to colour by pixel (PS3.3 C.7.6.3.1.3). */
const interleave = (values: DecodedFrame['values'], samples: number): DecodedFrame['values'] => {
  const pixels = values.length / samples;
  const turned = values.slice();
  for (let sample = 0; sample < samples; sample += 1) {
    for (let pixel = 0; pixel < pixels; pixel += 1)
      turned[pixel * samples + sample] = values[sample * pixels + pixel] as number;
  }
  return turned;
};

/** Two pixels share their chrominance (PS3.3 C.7.6.3.1.2): Y Y Cb Cr becomes two full pixels. */
const expand422 = (bytes: Uint8Array, pixels: number): Uint8Array => {
  const full = new Uint8Array(pixels * 3);
  for (let pair = 0; pair * 2 < pixels; pair += 1) {
    const [y1 = 0, y2 = 0, cb = 0, cr = 0] = bytes.subarray(pair * 4, pair * 4 + 4);
    full.set([y1, cb, cr], pair * 6);
    if (pair * 2 + 1 < pixels) full.set([y2, cb, cr], pair * 6 + 3);
  }
  return full;
};

const uncompressed = (bytes: Uint8Array, frame: FrameToDecode, planar: boolean): DecodedFrame => {
  const { rows, columns, samples } = frame;
  if (frame.photometric === 'YBR_FULL_422' && samples === 3) {
    return { rows, columns, samples, values: expand422(bytes, rows * columns), photometric: 'YBR_FULL', bits: 8 };
  }
  const values = valuesOf(bytes, frame);
  const turned = planar && samples > 1 ? interleave(values, samples) : values;
  return { rows, columns, samples, values: turned, photometric: frame.photometric, bits: frame.bitsStored };
};

interface LosslessDecoder {
  decode(buffer: ArrayBufferLike, offset: number, length: number, bytes?: number): Uint8Array | Uint16Array;
}

const require = createRequire(import.meta.url);

const jpegLosslessFrame = (frame: FrameToDecode): DecodedFrame => {
  const { Decoder } = require('jpeg-lossless-decoder-js') as { Decoder: new () => LosslessDecoder };
  const { buffer, byteOffset, byteLength } = frame.bytes;
  const decoded = new Decoder().decode(buffer, byteOffset, byteLength, frame.bitsAllocated > 8 ? 2 : 1);
  const bytes = new Uint8Array(decoded.buffer, decoded.byteOffset, decoded.byteLength);
  return uncompressed(bytes, { ...frame, littleEndian: true }, false);
};

/** Throws when the bytes are not a frame of that kind and size. */
export const decodeFrame = async (frame: FrameToDecode): Promise<DecodedFrame> => {
  const { transferSyntaxUid: uid } = frame;
  if (native.has(uid)) return uncompressed(frame.bytes, frame, frame.planar);
  if (uid === deflatedImageFrame) {
    const most = frame.rows * frame.columns * frame.samples * Math.ceil(frame.bitsAllocated / 8) + 8;
    return uncompressed(inflateRawSync(frame.bytes, { maxOutputLength: most }), frame, frame.planar);
  }
  if (uid === rleLossless) {
    const bytes = decodeRle(frame.bytes, frame.rows * frame.columns, frame.samples, frame.bitsAllocated / 8);
    return uncompressed(bytes, frame, false);
  }
  if (jpegLossless.has(uid)) return jpegLosslessFrame(frame);
  return decodeCompressed(frame);
};
