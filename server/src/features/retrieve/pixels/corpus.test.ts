/** Every picture of the corpus decodes to the values that DCMTK, GDCM or OpenJPEG decode. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { DicomError, transferSyntax } from '@throughline/dicom';
import { describe, expect, it } from 'vitest';
import { corpusFiles } from '../../../../test/corpus.ts';
import { decodedBy, decodedByOpenJpeg, type PeerName, type Uncompressed } from '../../../../test/foreign-decoders.ts';
import { Failure } from '../../../errors.ts';
import { type FileObject, openFileObject } from '../file-object.ts';
import { decodeFrame } from './decode.ts';
import { pixelElement, pixelFormat } from './format.ts';
import type { DecodedFrame, PixelFormat, Values } from './frame.ts';
import { fromNative } from './native.ts';
import { type Compression, compressionOf } from './syntaxes.ts';

const judges: Readonly<Record<Compression, readonly PeerName[]>> = {
  native: ['dcmconv', 'gdcm'],
  deflate: [],
  rle: ['dcmdrle', 'gdcm'],
  jpeg: ['dcmdjpeg', 'gdcm'],
  jpegLossless: ['dcmdjpeg', 'gdcm'],
  jpegLs: ['dcmdjpls', 'gdcm'],
  jpeg2000: ['gdcm'],
  htj2k: [],
};

/** Files that no peer here decodes, or not rightly: another file of the corpus holds the same pixels. */
const twins: Readonly<Record<string, { readonly twin: string; readonly why: string }>> = {
  'liver_deflate.dcm': { twin: 'liver.dcm', why: 'no peer knows Deflated Image Frame Compression' },
  'liver_nonbyte_aligned_deflate.dcm': { twin: 'liver_nonbyte_aligned.dcm', why: 'the same' },
  'liver_rle.dcm': { twin: 'liver.dcm', why: 'no peer knows RLE of single bits' },
  'liver_nonbyte_aligned_rle.dcm': { twin: 'liver_nonbyte_aligned.dcm', why: 'the same' },
  'test_files__rtdose_expb.dcm': { twin: 'test_files__rtdose.dcm', why: 'DCMTK and GDCM turn 16 bits of 32 around' },
  'test_files__rtdose_expb_1frame.dcm': { twin: 'test_files__rtdose_1frame.dcm', why: 'the same' },
};

/** Files whose pixels nobody can decode. */
const undecodable: Readonly<Record<string, string>> = {
  'test_files__JPEG2000-embedded-sequence-delimiter.dcm': 'its stream is 250 bytes without a possible image size',
};

const mostFrames = 4;

interface Picture {
  readonly path: string;
  readonly object: FileObject;
  readonly format: PixelFormat;
}

const pictureOf = async (path: string): Promise<Picture | undefined> => {
  try {
    const object = await openFileObject(await readFile(path));
    if (pixelElement(object.header.dataset) === undefined) return undefined;
    return { path, object, format: pixelFormat(object.header) };
  } catch (error) {
    // Whether a file may be refused is the reader's own corpus test.
    if (error instanceof DicomError || error instanceof Failure) return undefined;
    throw error;
  }
};

const singleBits = (pixels: Uint8Array, from: number, length: number): Values =>
  Uint8Array.from({ length }, (_, n) => ((pixels[(from + n) >> 3] as number) >> ((from + n) & 7)) & 1);

/** One frame of what a peer wrote, cut here by arithmetic alone. */
const peerFrame = ({ header, pixels }: Uncompressed, index: number, count: number): DecodedFrame => {
  const stated = pixelFormat(header);
  // A lossy stream of 12 bits may hold more than the stored bits say.
  const format = stated.signed
    ? stated
    : { ...stated, bitsStored: stated.bitsAllocated, highBit: stated.bitsAllocated - 1 };
  const length = Math.floor(pixels.length / count);
  const size = format.rows * format.columns * format.samples;
  if (format.bitsAllocated !== 1) return fromNative(pixels.subarray(index * length, (index + 1) * length), format);
  const { rows, columns, samples, photometric } = format;
  return { rows, columns, samples, photometric, bits: 1, values: singleBits(pixels, index * size, size) };
};

const openJpegFrame = async (bytes: Uint8Array, format: PixelFormat): Promise<DecodedFrame> => {
  const planes = await decodedByOpenJpeg(bytes);
  return fromNative(planes, { ...format, planar: format.samples > 1 });
};

const withinStored = (values: Values, format: PixelFormat): Values =>
  format.signed || format.float || format.bitsStored > 16
    ? values
    : values.map((value) => Math.min(value, 2 ** format.bitsStored - 1));

const worst = (ours: Values, theirs: Values): number => {
  if (ours.length !== theirs.length) return Number.POSITIVE_INFINITY;
  let most = 0;
  for (let at = 0; at < ours.length; at += 1) {
    most = Math.max(most, Math.abs((ours[at] as number) - (theirs[at] as number)));
  }
  return most;
};

/** libjpeg leaves YBR to who asked for it; our decoder gives RGB, so that DCMTK must too. */
const judgesOf = (compression: Compression, { samples }: PixelFormat): readonly PeerName[] =>
  compression === 'jpeg' && samples === 3 ? ['dcmdjpegToRgb'] : judges[compression];

const judgedBy = async ({ path, format }: Picture): Promise<Uncompressed | undefined> => {
  const twin = twins[basename(path)];
  if (twin) return decodedBy('dcmconv', path.replace(basename(path), twin.twin));
  for (const judge of judgesOf(compressionOf(format.transferSyntaxUid) as Compression, format)) {
    const decoded = await decodedBy(judge, path);
    if (decoded) return decoded;
  }
  return undefined;
};

const pictures = (await Promise.all(corpusFiles().map(pictureOf))).filter((picture) => picture !== undefined);

describe.skipIf(pictures.length === 0)('pictures of the corpus', () => {
  it.each(pictures.map((picture) => [basename(picture.path), picture] as const))('%s', async (name, picture) => {
    const { object, format } = picture;
    const frames = await object.frames();
    if (undecodable[name]) {
      await expect(decodeFrame({ ...format, bytes: await frames.read(1) })).rejects.toThrow();
      return;
    }
    const compression = compressionOf(format.transferSyntaxUid);
    const peer = await judgedBy(picture);
    const allowed = transferSyntax(format.transferSyntaxUid)?.lossy ? 1 : 0;
    for (let index = 0; index < Math.min(frames.count, mostFrames); index += 1) {
      const bytes = await frames.read(index + 1);
      const ours = await decodeFrame({ ...format, bytes });
      const theirs =
        compression === 'htj2k' ? await openJpegFrame(bytes, format) : peer && peerFrame(peer, index, frames.count);
      if (theirs === undefined) throw new Error('no peer decodes this file');
      expect(worst(ours.values, withinStored(theirs.values, format))).toBeLessThanOrEqual(allowed);
    }
  });
});
