import { encapsulate, type FragmentsElement, uids } from '@throughline/dicom';
import type { Picture } from '../phantoms/picture.ts';
import type { Encoding } from '../stories/story.ts';
import { encodeJpeg, encodeJpeg2000, encodeJpegLs } from './codecs.ts';
import { filmOf } from './film.ts';
import { encodeRle } from './rle.ts';

/** Pixel Data as they are written, and what the header must say of them. */
export interface EncodedPixels {
  readonly transferSyntaxUid: string;
  readonly native?: Uint8Array;
  readonly encapsulated?: FragmentsElement;
  readonly photometric?: string;
  /** A film is half as large as what was drawn. */
  readonly size?: { readonly rows: number; readonly columns: number };
}

const asBytes = (frame: Picture['frames'][number]): Uint8Array =>
  new Uint8Array(frame.buffer, frame.byteOffset, frame.byteLength);

const nativeSyntax: Readonly<Partial<Record<Encoding, string>>> = {
  explicit: uids.ExplicitVRLittleEndian,
  implicit: uids.ImplicitVRLittleEndian,
  deflated: uids.DeflatedExplicitVRLittleEndian,
};

type Compress = (picture: Picture, frame: Uint8Array) => Promise<Uint8Array>;

const compressed: Readonly<Partial<Record<Encoding, readonly [string, Compress]>>> = {
  rle: [uids.RLELossless, async (picture, frame) => encodeRle(frame, picture.bitsStored > 8 ? 2 : 1, picture.samples)],
  'jpeg-ls': [uids.JPEGLSLossless, encodeJpegLs],
  'jpeg-2000': [uids.JPEG2000Lossless, encodeJpeg2000],
  jpeg: [uids.JPEGBaseline8Bit, encodeJpeg],
};

export const encodePixels = async (picture: Picture, encoding: Encoding): Promise<EncodedPixels> => {
  if (encoding === 'mp4') {
    const { bytes, ...size } = filmOf(picture);
    const encapsulated = encapsulate([bytes]);
    return { transferSyntaxUid: uids.MPEG4HP41, encapsulated, photometric: 'YBR_PARTIAL_420', size };
  }
  const frames = picture.frames.map(asBytes);
  const [uid, compress] = compressed[encoding] ?? [];
  if (uid === undefined || compress === undefined) {
    return { transferSyntaxUid: nativeSyntax[encoding] ?? uids.ExplicitVRLittleEndian, native: Buffer.concat(frames) };
  }
  const made: Uint8Array[] = [];
  for (const frame of frames) made.push(await compress(picture, frame));
  const photometric = encoding === 'jpeg' && picture.samples === 3 ? 'YBR_FULL' : undefined;
  return { transferSyntaxUid: uid, encapsulated: encapsulate(made), ...(photometric && { photometric }) };
};
