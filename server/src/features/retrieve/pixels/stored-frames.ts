/** The bytes of each frame of an object, by its own byte ranges. */
import {
  type ByteRange,
  DicomError,
  frameRanges,
  type Part10,
  type ReadBytes,
  tags,
  transferSyntax,
  vrInfo,
} from '@throughline/dicom';
import { Failure, fail } from '../../../errors.ts';
import { pixelElement } from './format.ts';
import { turned } from './turned.ts';

/** Reads a part of an object; into the memory that is given, or into memory of its own. */
export type ReadInto = (range: ByteRange, into?: Uint8Array) => Promise<Uint8Array>;

/** Gives at least so many bytes, which are the reader's as long as it needs them. */
export type Memory = (length: number) => Uint8Array;

export interface StoredFrames {
  readonly count: number;
  /**
   * A frame as it is stored, `number` from 1; a native one in little endian and from its first bit. With `memory` it is read into that where
   * it can be.
   */
  read(number: number, memory?: Memory): Promise<Uint8Array>;
}

const mostFrameBytes = 512 * 2 ** 20;

const join = async (ranges: readonly ByteRange[], read: ReadBytes): Promise<Uint8Array> => {
  const length = ranges.reduce((sum, range) => sum + range.length, 0);
  if (length > mostFrameBytes) fail('payload-too-large', 'The frame is larger than the limit.');
  const [only] = ranges;
  if (ranges.length === 1 && only) return read(only);
  return Buffer.concat(await Promise.all(ranges.map(read)));
};

/** Big endian turns the units of the VR around, or whole values where they are wider; a frame may begin within a unit. */
const readTurned = async (range: ByteRange, origin: number, unit: number, read: ReadBytes): Promise<Uint8Array> => {
  const before = (range.offset - origin) % unit;
  const length = Math.ceil((before + range.length) / unit) * unit;
  const bytes = turned(await read({ offset: range.offset - before, length }), unit);
  return bytes.subarray(before, before + range.length);
};

/** Moves single bits so that the frame's first one is the lowest of the first byte. */
const movedBits = (bytes: Uint8Array, by: number, bits: number): Uint8Array =>
  Uint8Array.from({ length: (bits + 7) >> 3 }, (_, at) => {
    const value = (((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)) >> by) & 0xff;
    const left = bits - at * 8;
    return left < 8 ? value & ((1 << left) - 1) : value;
  });

const known = new WeakMap<Part10, Promise<readonly (readonly ByteRange[])[]>>();

const nativeReader = (header: Part10, read: ReadInto) => {
  const { dataset, transferSyntaxUid } = header;
  const element = pixelElement(dataset);
  const allocated = dataset.number(tags.BitsAllocated) ?? 8;
  const unit = Math.max(vrInfo(element?.vr ?? 'OB').unit, allocated / 8);
  const big = transferSyntax(transferSyntaxUid)?.littleEndian === false && unit > 1;
  const origin = element?.kind === 'bulk' ? element.offset : 0;
  const pixels = (dataset.number(tags.Rows) ?? 0) * (dataset.number(tags.Columns) ?? 0);
  return async (ranges: readonly ByteRange[], number: number, memory?: Memory): Promise<Uint8Array> => {
    const [range] = ranges;
    if (range === undefined || range.length > mostFrameBytes) return fail('payload-too-large');
    const bytes = big ? await readTurned(range, origin, unit, read) : await read(range, memory?.(range.length));
    const by = allocated === 1 ? (pixels * (number - 1)) % 8 : 0;
    return by > 0 || (allocated === 1 && pixels % 8 > 0) ? movedBits(bytes, by, pixels) : bytes;
  };
};

/** @throws DicomError if there are no pixel data or the frames cannot be found */
export const storedFrames = async (header: Part10, read: ReadInto): Promise<StoredFrames> => {
  const finding = known.get(header) ?? frameRanges(header, read);
  known.set(header, finding);
  const frames = await finding;
  const native = pixelElement(header.dataset)?.kind === 'bulk' ? nativeReader(header, read) : undefined;
  return {
    count: frames.length,
    read: (number, memory) => {
      const ranges = frames[number - 1] ?? fail('not-found', 'There is no such frame.');
      return native ? native(ranges, number, memory) : join(ranges, read);
    },
  };
};

/** @throws Failure not-acceptable if there are no pixel data or the frames cannot be found */
export const framesToGive = async (header: Part10, read: ReadInto): Promise<StoredFrames> => {
  try {
    return await storedFrames(header, read);
  } catch (error) {
    if (error instanceof DicomError)
      throw new Failure('not-acceptable', 'This object has no frames that can be told apart.', error);
    throw error;
  }
};
