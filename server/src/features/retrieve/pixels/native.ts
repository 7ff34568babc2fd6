/** Uncompressed frames: from bytes to values and back (PS3.5 8.1, 8.2). */
import type { DecodedFrame, PixelFormat, Values } from './frame.ts';

/** Bits of single-bit pixels, first pixel lowest (PS3.5 8.1.1). */
const unpackBits = (bytes: Uint8Array, count: number): Uint8Array<ArrayBuffer> => {
  if (bytes.length * 8 < count) throw new Error('a frame shorter than its size');
  const values = new Uint8Array(count);
  for (let at = 0; at < count; at += 1) values[at] = ((bytes[at >> 3] as number) >> (at & 7)) & 1;
  return values;
};

const packBits = (values: Values): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array((values.length + 7) >> 3);
  for (let at = 0; at < values.length; at += 1)
    bytes[at >> 3] = (bytes[at >> 3] as number) | ((values[at] ? 1 : 0) << (at & 7));
  return bytes;
};

/** An array over little-endian values of that many bits. */
export const valuesOver = (buffer: ArrayBuffer, bits: number, signed: boolean, float = false): Values => {
  if (float) return bits === 64 ? new Float64Array(buffer) : new Float32Array(buffer);
  if (bits <= 8) return signed ? new Int8Array(buffer) : new Uint8Array(buffer);
  if (bits <= 16) return signed ? new Int16Array(buffer) : new Uint16Array(buffer);
  return signed ? new Int32Array(buffer) : new Uint32Array(buffer);
};

/** Bits above the stored ones may hold overlays or nothing; a signed value is extended from its own sign bit. */
export const maskUnused = (
  values: Values,
  { bitsAllocated, bitsStored, highBit, signed, float }: PixelFormat,
): void => {
  if (float || bitsStored === bitsAllocated) return;
  const up = 31 - highBit;
  const down = 32 - bitsStored;
  for (let at = 0; at < values.length; at += 1) {
    const value = (values[at] as number) << up;
    values[at] = signed ? value >> down : value >>> down;
  }
};

/** Colour by plane to colour by pixel (PS3.3 C.7.6.3.1.3). */
export const interleave = (values: Values, samples: number): Values => {
  const pixels = values.length / samples;
  const woven = values.slice();
  for (let sample = 0; sample < samples; sample += 1) {
    for (let pixel = 0; pixel < pixels; pixel += 1)
      woven[pixel * samples + sample] = values[sample * pixels + pixel] as number;
  }
  return woven;
};

/** Two pixels share their chrominance (PS3.3 C.7.6.3.1.2): Y Y Cb Cr becomes two full pixels. */
const expand422 = (bytes: Uint8Array, pixels: number): Uint8Array<ArrayBuffer> => {
  if (bytes.length < pixels * 2) throw new Error('a frame shorter than its size');
  const full = new Uint8Array(pixels * 3);
  for (let pixel = 0; pixel < pixels; pixel += 1) {
    const pair = (pixel >> 1) * 4;
    full[pixel * 3] = bytes[pair + (pixel & 1)] as number;
    full[pixel * 3 + 1] = bytes[pair + 2] as number;
    full[pixel * 3 + 2] = bytes[pair + 3] as number;
  }
  return full;
};

const valuesOf = (bytes: Uint8Array, format: PixelFormat): Values => {
  const { rows, columns, samples, bitsAllocated, signed, float } = format;
  const count = rows * columns * samples;
  if (bitsAllocated === 1) return unpackBits(bytes, count);
  const length = count * (bitsAllocated / 8);
  if (bytes.length < length) throw new Error('a frame shorter than its size');
  const own = new Uint8Array(length);
  own.set(bytes.subarray(0, length));
  const values = valuesOver(own.buffer, bitsAllocated, signed, float);
  maskUnused(values, format);
  return values;
};

/** Values of an uncompressed frame. Throws when there are fewer bytes than pixels. */
export const fromNative = (bytes: Uint8Array, format: PixelFormat): DecodedFrame => {
  const { rows, columns, samples, photometric, bitsStored } = format;
  const size = { rows, columns, samples };
  // PARTIAL has the same places as FULL_422 and another range.
  if (samples === 3 && /^YBR_(FULL|PARTIAL)_422$/.test(photometric) && format.bitsAllocated === 8) {
    const values = expand422(bytes, rows * columns);
    return { ...size, values, photometric: photometric === 'YBR_FULL_422' ? 'YBR_FULL' : 'YBR_PARTIAL', bits: 8 };
  }
  const values = valuesOf(bytes, format);
  const byPixel = format.planar && samples > 1 ? interleave(values, samples) : values;
  return { ...size, values: byPixel, photometric, bits: bitsStored };
};

/** Stored values in their pixel cells, as High Bit says (PS3.5 8.1.1): those that do not end in the lowest bit are moved up. */
export const inCells = (frame: DecodedFrame, { bitsStored, highBit, float }: PixelFormat): DecodedFrame => {
  const up = highBit + 1 - bitsStored;
  if (float || up <= 0) return frame;
  return { ...frame, values: frame.values.map((value: number) => value << up) as Values };
};

/** The bytes of a frame as uncompressed little-endian Pixel Data hold it, colour by pixel. */
export const toNative = ({ values }: DecodedFrame, bitsAllocated: number): Uint8Array<ArrayBuffer> => {
  if (bitsAllocated === 1) return packBits(values);
  const wide = values.BYTES_PER_ELEMENT * 8 === bitsAllocated ? values : widen(values, bitsAllocated);
  return new Uint8Array(wide.buffer, wide.byteOffset, wide.byteLength);
};

const widen = (values: Values, bitsAllocated: number): Values => {
  const wide = valuesOver(new ArrayBuffer((values.length * bitsAllocated) / 8), bitsAllocated, false);
  wide.set(values);
  return wide;
};
