import type { Dataset } from './dataset.ts';
import { tags } from './dictionary.ts';
import type { ByteRange, EncapsulatedElement } from './element.ts';
import { DicomError } from './errors.ts';

/** Reads a part of the source that a data set was read from. */
export type ReadBytes = (range: ByteRange) => Promise<Uint8Array>;

const mostFrames = 1_000_000;

const positive = (dataset: Dataset, tag: number, fallback?: number): bigint => {
  const value = dataset.number(tag) ?? fallback;
  if (value === undefined || !Number.isInteger(value) || value < 1) {
    throw new DicomError('bad-value', 'The pixel description is incomplete', { path: [tag] });
  }
  return BigInt(value);
};

const frameCount = (dataset: Dataset): number => {
  const count = dataset.number(tags.NumberOfFrames) ?? 1;
  if (!Number.isInteger(count) || count < 1 || count > mostFrames) {
    throw new DicomError('bad-value', 'The number of frames is impossible', { path: [tags.NumberOfFrames] });
  }
  return count;
};

/** Bits of one native frame, computed without overflow (PS3.5 8.1.1). */
const nativeFrameBits = (dataset: Dataset): bigint => {
  const samples = positive(dataset, tags.SamplesPerPixel, 1);
  const pixels = positive(dataset, tags.Rows) * positive(dataset, tags.Columns) * samples;
  const allocated = { [tags.FloatPixelData]: 32n, [tags.DoubleFloatPixelData]: 64n };
  const floating = Object.entries(allocated).find(([tag]) => dataset.has(Number(tag)) && !dataset.has(tags.PixelData));
  const bits = pixels * (floating?.[1] ?? positive(dataset, tags.BitsAllocated));
  // 4:2:2 subsampling shares the chrominance of two pixels (PS3.3 C.7.6.3.1.2)
  const shared = /^YBR_(FULL|PARTIAL)_422$/.test(dataset.string(tags.PhotometricInterpretation) ?? '');
  return shared && samples === 3n ? (bits * 2n) / 3n : bits;
};

/** Frames follow each other bit by bit: one of single bits may begin and end within a byte (PS3.5 8.1.1). */
const nativeFrames = (dataset: Dataset, pixels: ByteRange): readonly (readonly ByteRange[])[] => {
  const bits = nativeFrameBits(dataset);
  const count = frameCount(dataset);
  if (bits * BigInt(count) > (BigInt(pixels.length) + 1n) * 8n) {
    throw new DicomError('truncated', 'The pixel data are shorter than the frames', { path: [tags.PixelData] });
  }
  return Array.from({ length: count }, (_, index) => {
    const start = Number((bits * BigInt(index)) / 8n);
    const end = Number((bits * BigInt(index + 1) + 7n) / 8n);
    return [{ offset: pixels.offset + start, length: end - start }];
  });
};

/** Where each frame begins, in bytes from the first fragment's item header; empty if no table says so. */
const tableOffsets = async (
  dataset: Dataset,
  pixels: EncapsulatedElement,
  read: ReadBytes,
): Promise<readonly bigint[]> => {
  const extended = dataset.get(tags.ExtendedOffsetTable);
  if (extended?.kind === 'value' || extended?.kind === 'bulk') {
    const bytes = extended.kind === 'value' ? extended.bytes : await read(extended);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return Array.from({ length: Math.floor(bytes.length / 8) }, (_, index) => view.getBigUint64(index * 8, true));
  }
  if (pixels.offsetTable.length < 4) return [];
  const bytes = await read(pixels.offsetTable);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: Math.floor(bytes.length / 4) }, (_, index) => BigInt(view.getUint32(index * 4, true)));
};

const itemHeader = 8;

/** Fragments grouped by the table's offsets, which must each be the start of a fragment. */
const byOffsets = (fragments: readonly ByteRange[], offsets: readonly bigint[]): ByteRange[][] | undefined => {
  const origin = (fragments[0]?.offset ?? itemHeader) - itemHeader;
  const starts = new Map(offsets.map((offset, frame) => [Number(offset) + origin, frame]));
  const frames: ByteRange[][] = offsets.map(() => []);
  let current = -1;
  for (const fragment of fragments) {
    const frame = starts.get(fragment.offset - itemHeader);
    if (frame !== undefined) current = frame;
    frames[current]?.push(fragment);
  }
  return frames.every((frame) => frame.length > 0) ? frames : undefined;
};

/** A JPEG, JPEG-LS or JPEG 2000 stream begins so; RLE is always one fragment a frame (PS3.5 A.4.2). */
const beginsStream = (bytes: Uint8Array): boolean => bytes[0] === 0xff && (bytes[1] === 0xd8 || bytes[1] === 0x4f);

const byStreamStarts = async (fragments: readonly ByteRange[], read: ReadBytes): Promise<ByteRange[][]> => {
  const frames: ByteRange[][] = [];
  for (const fragment of fragments) {
    const start = await read({ offset: fragment.offset, length: Math.min(2, fragment.length) });
    if (beginsStream(start) || frames.length === 0) frames.push([fragment]);
    else frames.at(-1)?.push(fragment);
  }
  return frames;
};

const encapsulatedFrames = async (
  dataset: Dataset,
  pixels: EncapsulatedElement,
  read: ReadBytes,
): Promise<readonly (readonly ByteRange[])[]> => {
  const count = frameCount(dataset);
  const { fragments } = pixels;
  if (count === 1 && fragments.length > 0) return [fragments];
  if (fragments.length === count) return fragments.map((fragment) => [fragment]);
  const offsets = await tableOffsets(dataset, pixels, read);
  const grouped = offsets.length === count ? byOffsets(fragments, offsets) : undefined;
  const frames = grouped ?? (fragments.length > count ? await byStreamStarts(fragments, read) : []);
  if (frames.length === count) return frames;
  throw new DicomError('bad-structure', 'The fragments cannot be told apart into frames', { path: [tags.PixelData] });
};

/**
 * For each frame the byte ranges of the source that hold it, in order: native frames by their size (neighbours of single
 * bits may share a byte), encapsulated ones by the extended or basic offset table, by one fragment a frame, or by where
 * compressed streams begin (PS3.5 A.4).
 *
 * @throws DicomError if there are no pixel data or the frames cannot be found
 */
export const frameRanges = async (
  { dataset }: { readonly dataset: Dataset },
  read: ReadBytes,
): Promise<readonly (readonly ByteRange[])[]> => {
  const pixels =
    dataset.get(tags.PixelData) ?? dataset.get(tags.FloatPixelData) ?? dataset.get(tags.DoubleFloatPixelData);
  if (pixels?.kind === 'encapsulated') return encapsulatedFrames(dataset, pixels, read);
  if (pixels?.kind === 'bulk') return nativeFrames(dataset, pixels);
  throw new DicomError('unsupported', 'There are no pixel data', { path: [tags.PixelData] });
};
