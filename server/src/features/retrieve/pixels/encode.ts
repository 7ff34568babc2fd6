/** From stored values to a compressed frame, without loss. */
import { type CodecName, type Encoder, withCodec } from './codecs.ts';
import type { DecodedFrame, PixelFormat, Values } from './frame.ts';
import { toNative } from './native.ts';
import { compressionOf } from './syntaxes.ts';

/** JPEG-LS: samples of a pixel stand together (ISO 14495-1 C.2.3, ILV 2). */
const bySample = 2;
const mostLevels = 5;

/** As many halvings as leave at least one pixel a side. */
const levelsFor = ({ rows, columns }: PixelFormat): number =>
  Math.min(mostLevels, Math.floor(Math.log2(Math.min(rows, columns))));

const prepare: Readonly<Record<Exclude<CodecName, 'jpeg'>, (encoder: Encoder, format: PixelFormat) => void>> = {
  jpegLs: (encoder, { samples }) => {
    encoder.setNearLossless?.(0);
    encoder.setInterleaveMode?.(samples > 1 ? bySample : 0);
  },
  jpeg2000: (encoder, format) => {
    encoder.setQuality?.(true, 0);
    encoder.setDecompositions?.(levelsFor(format));
  },
  htj2k: (encoder, format) => {
    encoder.setQuality?.(true, 0);
    encoder.setDecompositions?.(levelsFor(format));
  },
};

const encodeWith = (name: Exclude<CodecName, 'jpeg'>, values: Values, format: PixelFormat): Promise<Uint8Array> =>
  withCodec(name, 'Encoder', (encoder) => {
    const input = encoder.getDecodedBuffer({
      width: format.columns,
      height: format.rows,
      bitsPerSample: format.bitsStored,
      componentCount: format.samples,
      isSigned: format.signed && name !== 'jpegLs',
      isUsingColorTransform: format.samples === 3,
    });
    input.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    prepare[name](encoder, format);
    encoder.encode();
    return Uint8Array.from(encoder.getEncodedBuffer());
  });

/** Values in the width of their stored bits; JPEG-LS knows no sign, so that a negative value is its low bits (PS3.5 8.2.3). */
const inputOf = (frame: DecodedFrame, { bitsStored, signed }: PixelFormat, name: CodecName): Values => {
  const bytes = toNative(frame, bitsStored <= 8 ? 8 : 16);
  if (!signed || name !== 'jpegLs') return bytes;
  const values = bitsStored <= 8 ? bytes : new Uint16Array(bytes.slice().buffer);
  return values.map((value: number) => value & (2 ** bitsStored - 1)) as Values;
};

export const encodeFrame = async (frame: DecodedFrame, format: PixelFormat, target: string): Promise<Uint8Array> => {
  const name = compressionOf(target);
  if (name !== 'jpegLs' && name !== 'jpeg2000' && name !== 'htj2k')
    throw new Error('no encoder for this transfer syntax');
  return encodeWith(name, inputOf(frame, format, name), format);
};
