/** The WebAssembly codecs, each loaded when it is first needed. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { withMemoryLimit } from './wasm-limit.ts';

export interface FrameInfo {
  readonly width: number;
  readonly height: number;
  readonly bitsPerSample: number;
  readonly componentCount: number;
  readonly isSigned?: boolean;
  readonly isUsingColorTransform?: boolean;
}

export interface Decoder {
  getEncodedBuffer(length: number): Uint8Array;
  decode(): void;
  getFrameInfo(): FrameInfo;
  getDecodedBuffer(): Uint8Array;
  /** JPEG-LS: 0 is by plane, 1 by line, 2 by sample; the decoder gives lines and samples by pixel. */
  getInterleaveMode?(): number;
  delete(): void;
}

export interface Encoder {
  getDecodedBuffer(info: FrameInfo): Uint8Array;
  encode(): void;
  getEncodedBuffer(): Uint8Array;
  setNearLossless?(most: number): void;
  setInterleaveMode?(mode: number): void;
  setQuality?(lossless: boolean, step: number): void;
  setDecompositions?(levels: number): void;
  delete(): void;
}

type Codec = Readonly<Record<string, new () => Decoder & Encoder>>;
type CodecFactory = (options: { wasmBinary: Uint8Array; print(): void; printErr(): void }) => Promise<Codec>;

const require = createRequire(import.meta.url);

/** What a codec may take for a picture of 256 Mi samples would be more; such a one is refused. */
const mostMemory = 1024 * 2 ** 20;

const codecs = {
  jpeg: { module: 'codec-libjpeg-turbo-8bit/decodewasm', Decoder: 'JPEGDecoder', Encoder: undefined },
  jpegLs: { module: 'codec-charls/wasm', Decoder: 'JpegLSDecoder', Encoder: 'JpegLSEncoder' },
  jpeg2000: { module: 'codec-openjpeg/wasm', Decoder: 'J2KDecoder', Encoder: 'J2KEncoder' },
  htj2k: { module: 'codec-openjph/wasm', Decoder: 'HTJ2KDecoder', Encoder: 'HTJ2KEncoder' },
} as const;

export type CodecName = keyof typeof codecs;

const load = async (module: string): Promise<Codec> => {
  const factory = require(`@cornerstonejs/${module}js`) as CodecFactory;
  const wasmBinary = withMemoryLimit(await readFile(require.resolve(`@cornerstonejs/${module}`)), mostMemory);
  return factory({ wasmBinary, print: () => undefined, printErr: () => undefined });
};

const loaded = new Map<CodecName, Promise<Codec>>();

/**
 * Works with a fresh decoder or encoder. A module that failed may have written where it should not: nobody works with it
 * again.
 */
export const withCodec = async <T>(
  name: CodecName,
  kind: 'Decoder' | 'Encoder',
  work: (codec: Decoder & Encoder) => T,
): Promise<T> => {
  const loading = loaded.get(name) ?? load(codecs[name].module);
  loaded.set(name, loading);
  const Constructor = (await loading)[codecs[name][kind] ?? ''];
  if (Constructor === undefined) throw new Error('the codec is not in its package');
  try {
    const codec = new Constructor();
    const result = work(codec);
    codec.delete();
    return result;
  } catch (error) {
    loaded.delete(name);
    throw error;
  }
};
