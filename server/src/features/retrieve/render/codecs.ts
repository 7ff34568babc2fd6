/** The WebAssembly decoders, each loaded when it is first needed. */

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { DecodedFrame, FrameToDecode } from './frame.ts';

interface FrameInfo {
  readonly width: number;
  readonly height: number;
  readonly bitsPerSample: number;
  readonly componentCount: number;
  readonly isSigned?: boolean;
}

interface Decoder {
  getEncodedBuffer(length: number): Uint8Array;
  decode(): void;
  getFrameInfo(): FrameInfo;
  getDecodedBuffer(): Uint8Array;
  delete(): void;
}

type Codec = Readonly<Record<string, new () => Decoder>>;
type CodecFactory = (options: { wasmBinary: Uint8Array; print(): void; printErr(): void }) => Promise<Codec>;

const require = createRequire(import.meta.url);

const load = async (script: string, binary: string): Promise<Codec> => {
  const factory = require(script) as CodecFactory;
  const wasmBinary = await readFile(require.resolve(binary));
  return factory({ wasmBinary, print: () => undefined, printErr: () => undefined });
};

const loaders = {
  jpeg: {
    decoder: 'JPEGDecoder',
    load: () =>
      load(
        '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs',
        '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasm',
      ),
  },
  jpegLs: {
    decoder: 'JpegLSDecoder',
    load: () => load('@cornerstonejs/codec-charls/decodewasmjs', '@cornerstonejs/codec-charls/decodewasm'),
  },
  jpeg2000: {
    decoder: 'J2KDecoder',
    load: () => load('@cornerstonejs/codec-openjpeg/decodewasmjs', '@cornerstonejs/codec-openjpeg/decodewasm'),
  },
  htj2k: {
    decoder: 'HTJ2KDecoder',
    load: () => load('@cornerstonejs/codec-openjph/wasmjs', '@cornerstonejs/codec-openjph/wasm'),
  },
} as const;

type CodecName = keyof typeof loaders;

const loaded = new Map<CodecName, Promise<Codec>>();

const codecOf = (name: CodecName): Promise<Codec> => {
  const known = loaded.get(name) ?? loaders[name].load();
  loaded.set(name, known);
  return known;
};

const typed = (bytes: Uint8Array, bits: number, signed: boolean): DecodedFrame['values'] => {
  const own = bytes.slice();
  if (bits <= 8) return signed ? new Int8Array(own.buffer) : own;
  const length = Math.floor(own.byteLength / 2);
  return signed ? new Int16Array(own.buffer, 0, length) : new Uint16Array(own.buffer, 0, length);
};

/** Which decoder a transfer syntax needs (PS3.5 A.4). */
const codecNames: Readonly<Record<string, CodecName>> = {
  '1.2.840.10008.1.2.4.50': 'jpeg',
  '1.2.840.10008.1.2.4.51': 'jpeg',
  '1.2.840.10008.1.2.4.80': 'jpegLs',
  '1.2.840.10008.1.2.4.81': 'jpegLs',
  '1.2.840.10008.1.2.4.90': 'jpeg2000',
  '1.2.840.10008.1.2.4.91': 'jpeg2000',
  '1.2.840.10008.1.2.4.92': 'jpeg2000',
  '1.2.840.10008.1.2.4.93': 'jpeg2000',
  '1.2.840.10008.1.2.4.201': 'htj2k',
  '1.2.840.10008.1.2.4.202': 'htj2k',
  '1.2.840.10008.1.2.4.203': 'htj2k',
};

export const hasCodec = (transferSyntaxUid: string): boolean => transferSyntaxUid in codecNames;

/** What the compressed stream says of itself must agree with the header, or memory and pixels are not what they seem. */
const checkSize = (info: FrameInfo, frame: FrameToDecode): void => {
  if (info.width !== frame.columns || info.height !== frame.rows || info.componentCount !== frame.samples) {
    throw new Error('the compressed frame has another size than its header says');
  }
};

/** The colour space after decoding: JPEG is converted to RGB by its decoder, JPEG 2000 by its own transform. */
const photometricAfter = (name: CodecName, frame: FrameToDecode): string => {
  if (frame.samples !== 3) return frame.photometric;
  if (name === 'jpeg') return 'RGB';
  return /^YBR_(ICT|RCT)$/.test(frame.photometric) ? 'RGB' : frame.photometric;
};

export const decodeCompressed = async (frame: FrameToDecode): Promise<DecodedFrame> => {
  const name = codecNames[frame.transferSyntaxUid];
  if (name === undefined) throw new Error('no decoder for this transfer syntax');
  const codec = await codecOf(name);
  const Decoder = codec[loaders[name].decoder];
  if (Decoder === undefined) throw new Error('the decoder is not in its package');
  const decoder = new Decoder();
  try {
    decoder.getEncodedBuffer(frame.bytes.length).set(frame.bytes);
    decoder.decode();
    const info = decoder.getFrameInfo();
    checkSize(info, frame);
    const signed = name === 'jpeg' ? false : (info.isSigned ?? frame.signed) || frame.signed;
    return {
      rows: frame.rows,
      columns: frame.columns,
      samples: frame.samples,
      values: typed(decoder.getDecodedBuffer(), info.bitsPerSample, signed),
      photometric: photometricAfter(name, frame),
      bits: info.bitsPerSample,
    };
  } finally {
    decoder.delete();
  }
};
