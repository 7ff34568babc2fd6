/** From the bytes of a frame to stored values. */
import { inflateRawSync } from 'node:zlib';
import { type CodecName, withCodec } from './codecs.ts';
import { checkScans, checkTileParts, streamSize, withoutSign } from './codestream.ts';
import type { DecodedFrame, FrameToDecode, Values } from './frame.ts';
import { withColourMarker } from './jpeg-colour.ts';
import { decodeJpegExtended } from './jpeg-extended.ts';
import { decodeJpegLossless } from './jpeg-lossless.ts';
import { fromNative, interleave, maskUnused, valuesOver } from './native.ts';
import { decodeRle } from './rle.ts';
import { type Compression, compressionOf } from './syntaxes.ts';

/** What the compressed stream says of itself must agree with the header, or memory and pixels are not what they seem. */
const checkSize = (compression: Compression, frame: FrameToDecode): number => {
  const { rows, columns, components, bits } = streamSize(compression, frame.bytes);
  const same = rows === frame.rows && columns === frame.columns && components === frame.samples;
  if (!same || bits > Math.max(8, frame.bitsAllocated))
    throw new Error('the compressed frame has another size than its header says');
  return bits;
};

/** Values of a stream's own number of bits, as the header would have them: signed ones extended from the sign. */
const asStored = (values: Values, frame: FrameToDecode, bits: number): Values => {
  const wide = valuesOver(
    new ArrayBuffer((values.length * Math.max(8, frame.bitsAllocated)) / 8),
    frame.bitsAllocated,
    frame.signed,
  );
  if (!frame.signed) {
    if (values.constructor === wide.constructor) return values;
    wide.set(values);
    return wide;
  }
  const shift = 32 - bits;
  for (let at = 0; at < values.length; at += 1) wide[at] = ((values[at] as number) << shift) >> shift;
  return wide;
};

/** A stream of so many bits that they reach High Bit holds whole pixel cells: the values end above the lowest bit (PS3.5 8.2.1). */
const holdsCells = ({ bitsStored, highBit }: FrameToDecode, bits: number): boolean =>
  bits > highBit && highBit + 1 > bitsStored;

const sized = (frame: FrameToDecode, values: Values, photometric: string, bits: number): DecodedFrame => {
  const { rows, columns, samples } = frame;
  if (values.length !== rows * columns * samples) throw new Error('a decoder gave another number of values');
  const stored = asStored(values, frame, bits);
  if (!holdsCells(frame, bits)) return { rows, columns, samples, values: stored, photometric, bits };
  maskUnused(stored, frame);
  return { rows, columns, samples, values: stored, photometric, bits: frame.bitsStored };
};

const decodeWith = (name: CodecName, frame: FrameToDecode, bytes: Uint8Array): Promise<Values> =>
  withCodec(name, 'Decoder', (decoder) => {
    decoder.getEncodedBuffer(bytes.length).set(bytes);
    decoder.decode();
    const { bitsPerSample, isSigned = false } = decoder.getFrameInfo();
    const values = valuesOver(decoder.getDecodedBuffer().slice().buffer as ArrayBuffer, bitsPerSample, isSigned);
    const byPlane = frame.samples > 1 && decoder.getInterleaveMode?.() === 0;
    return byPlane ? interleave(values, frame.samples) : values;
  });

/** A lossy stream of 12 bits may overshoot what the header says is stored. */
const withinStored = (values: Uint16Array<ArrayBuffer>, { bitsStored, signed }: FrameToDecode): Values => {
  const most = 2 ** bitsStored - 1;
  return signed ? values : values.map((value) => Math.min(value, most));
};

const jpeg = async (frame: FrameToDecode): Promise<DecodedFrame> => {
  const bits = checkSize('jpeg', frame);
  if (bits > 8) return sized(frame, withinStored(decodeJpegExtended(frame.bytes), frame), fullColour(frame), bits);
  const bytes = frame.samples === 3 ? withColourMarker(frame.bytes, frame.photometric) : frame.bytes;
  const photometric = frame.samples === 3 ? 'RGB' : frame.photometric;
  return sized(frame, await decodeWith('jpeg', frame, bytes), photometric, bits);
};

const fullColour = ({ photometric }: FrameToDecode): string =>
  photometric === 'YBR_FULL_422' ? 'YBR_FULL' : photometric;

const jpegLossless = (frame: FrameToDecode): DecodedFrame => {
  const bits = checkSize('jpegLossless', frame);
  return sized(frame, decodeJpegLossless(frame.bytes), fullColour(frame), bits);
};

/**
 * The codec of JPEG 2000 clips signed samples of a byte at zero. Those of an unsigned component come half the range higher (ISO
 * 15444-1 G.1), and so none is lost when the stream says that they are.
 */
const decodeJpeg2000 = async (frame: FrameToDecode, bits: number): Promise<Values> => {
  const unsigned = bits <= 8 ? withoutSign(frame.bytes) : undefined;
  if (unsigned === undefined) return decodeWith('jpeg2000', frame, frame.bytes);
  const values = await decodeWith('jpeg2000', frame, unsigned);
  return Int8Array.from(values, (value) => value - 2 ** (bits - 1));
};

const library = async (name: 'jpegLs' | 'jpeg2000' | 'htj2k', frame: FrameToDecode): Promise<DecodedFrame> => {
  const bits = checkSize(name, frame);
  if (name === 'htj2k') checkTileParts(frame.bytes);
  if (name === 'jpegLs') checkScans(frame.bytes);
  const values = name === 'jpeg2000' ? await decodeJpeg2000(frame, bits) : await decodeWith(name, frame, frame.bytes);
  // The stream's own transform was undone by its decoder (PS3.3 C.7.6.3.1.2).
  const photometric = /^YBR_(ICT|RCT)$/.test(frame.photometric) ? 'RGB' : fullColour(frame);
  return sized(frame, values, photometric, bits);
};

const deflated = (frame: FrameToDecode): DecodedFrame => {
  const most = frame.rows * frame.columns * frame.samples * Math.ceil(frame.bitsAllocated / 8) + 8;
  return fromNative(inflateRawSync(frame.bytes, { maxOutputLength: most }), frame);
};

const rle = (frame: FrameToDecode): DecodedFrame => {
  const format = { ...frame, planar: false };
  // RLE of single bits holds the packed bytes as one segment (PS3.5 G.2).
  const [pixels, bytesPerSample] =
    frame.bitsAllocated === 1
      ? [(frame.rows * frame.columns + 7) >> 3, 1]
      : [frame.rows * frame.columns, frame.bitsAllocated / 8];
  return fromNative(decodeRle(frame.bytes, pixels, frame.samples, bytesPerSample), format);
};

const decoders: Readonly<Record<Compression, (frame: FrameToDecode) => DecodedFrame | Promise<DecodedFrame>>> = {
  native: (frame) => fromNative(frame.bytes, frame),
  deflate: deflated,
  rle,
  jpeg,
  jpegLossless,
  jpegLs: (frame) => library('jpegLs', frame),
  jpeg2000: (frame) => library('jpeg2000', frame),
  htj2k: (frame) => library('htj2k', frame),
};

/** Throws when the bytes are not a frame of that kind and size. */
export const decodeFrame = async (frame: FrameToDecode): Promise<DecodedFrame> => {
  const compression = compressionOf(frame.transferSyntaxUid);
  if (compression === undefined) throw new Error('no decoder for this transfer syntax');
  return decoders[compression](frame);
};
