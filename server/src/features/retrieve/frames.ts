import { type ByteRange, DicomError, frameRanges, type Part10, transferSyntax } from '@throughline/dicom';
import type { ServedInstance } from '../../db/index.ts';
import { Failure, fail } from '../../errors.ts';
import type { Context } from '../context.ts';
import { bytesOf, inflatedBytesOf, keptHeader } from './header.ts';

export interface OpenFrames {
  readonly header: Part10;
  readonly count: number;
  /** The bytes of a frame as they are stored; `number` from 1. */
  read(number: number): Promise<Uint8Array>;
}

const mostFrameBytes = 512 * 2 ** 20;

const join = async (
  ranges: readonly ByteRange[],
  read: (range: ByteRange) => Promise<Uint8Array>,
): Promise<Uint8Array> => {
  const length = ranges.reduce((sum, range) => sum + range.length, 0);
  if (length > mostFrameBytes) fail('payload-too-large', 'The frame is larger than the limit.');
  const [only] = ranges;
  if (ranges.length === 1 && only) return read(only);
  return Buffer.concat(await Promise.all(ranges.map(read)));
};

const known = new WeakMap<Part10, Promise<readonly (readonly ByteRange[])[]>>();

/** The frames of a stored object, each read by its own byte ranges. */
export const openFrames = async (context: Context, instance: ServedInstance): Promise<OpenFrames> => {
  const header = await keptHeader(context.objects, instance);
  const deflated = transferSyntax(header.transferSyntaxUid)?.deflated === true;
  const read = (deflated ? inflatedBytesOf : bytesOf)(context.objects, instance);
  const finding = known.get(header) ?? frameRanges(header, read);
  known.set(header, finding);
  try {
    const frames = await finding;
    return {
      header,
      count: frames.length,
      read: (number) => join(frames[number - 1] ?? fail('not-found', 'There is no such frame.'), read),
    };
  } catch (error) {
    if (error instanceof DicomError)
      throw new Failure('not-acceptable', 'This object has no frames that can be told apart.', error);
    throw error;
  }
};
