/** Compressed frames by the codecs' own encoders. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import sharp from 'sharp';
import type { Picture } from '../phantoms/picture.ts';

interface Encoder {
  getDecodedBuffer(info: {
    width: number;
    height: number;
    bitsPerSample: number;
    componentCount: number;
    isSigned: boolean;
  }): Uint8Array;
  encode(): void;
  getEncodedBuffer(): Uint8Array;
  delete(): void;
  setDecompositions?(levels: number): void;
  setQuality?(lossless: boolean, rate: number): void;
}

type Codec = Readonly<Record<string, new () => Encoder>>;
type Factory = (options: { wasmBinary: Uint8Array; print(): void; printErr(): void }) => Promise<Codec>;

const require = createRequire(import.meta.url);

const load = async (name: string): Promise<Codec> => {
  const factory = require(`@cornerstonejs/${name}/wasmjs`) as Factory;
  const wasmBinary = await readFile(require.resolve(`@cornerstonejs/${name}/wasm`));
  return factory({ wasmBinary, print: () => undefined, printErr: () => undefined });
};

const loaded = new Map<string, Promise<Codec>>();

const codecOf = (name: string): Promise<Codec> => {
  const known = loaded.get(name) ?? load(name);
  loaded.set(name, known);
  return known;
};

const encodeWith = (codec: Codec, name: string, picture: Picture, frame: Uint8Array, bits: number): Uint8Array => {
  const Class = codec[name];
  if (Class === undefined) throw new Error(`The codec has no ${name}`);
  const encoder = new Class();
  try {
    const { columns: width, rows: height, samples: componentCount, signed: isSigned } = picture;
    encoder.getDecodedBuffer({ width, height, bitsPerSample: bits, componentCount, isSigned }).set(frame);
    encoder.setQuality?.(true, 0);
    encoder.encode();
    return Uint8Array.from(encoder.getEncodedBuffer());
  } finally {
    encoder.delete();
  }
};

export const encodeJpegLs = async (picture: Picture, frame: Uint8Array): Promise<Uint8Array> =>
  encodeWith(await codecOf('codec-charls'), 'JpegLSEncoder', picture, frame, picture.bitsStored);

export const encodeJpeg2000 = async (picture: Picture, frame: Uint8Array): Promise<Uint8Array> =>
  encodeWith(await codecOf('codec-openjpeg'), 'J2KEncoder', picture, frame, picture.bitsStored);

/** Baseline JPEG of 8-bit frames, grey or colour without subsampling. */
export const encodeJpeg = async (picture: Picture, frame: Uint8Array): Promise<Uint8Array> => {
  const raw = { width: picture.columns, height: picture.rows, channels: picture.samples };
  const image = sharp(frame, { raw });
  const coloured = picture.samples === 1 ? image.toColourspace('b-w') : image;
  return coloured.jpeg({ quality: 88, chromaSubsampling: '4:4:4' }).toBuffer();
};
