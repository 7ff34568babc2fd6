import { DicomError, type Part10, transferSyntax } from '@throughline/dicom';
import type { ServedInstance } from '../../db/index.ts';
import { Failure } from '../../errors.ts';
import type { Context } from '../context.ts';
import { bytesOf, inflatedBytesOf, keptHeader } from './header.ts';
import { type StoredFrames, storedFrames } from './pixels/stored-frames.ts';

export interface OpenFrames extends StoredFrames {
  readonly header: Part10;
}

/** Reads parts of an object by their offsets, in the inflated data set where it is deflated. */
export const partsOf = (context: Context, instance: ServedInstance, header: Part10) =>
  (transferSyntax(header.transferSyntaxUid)?.deflated ? inflatedBytesOf : bytesOf)(context.objects, instance);

/** The frames of a stored object, each read by its own byte ranges. */
export const openFrames = async (context: Context, instance: ServedInstance): Promise<OpenFrames> => {
  const header = await keptHeader(context.objects, instance);
  try {
    return { header, ...(await storedFrames(header, partsOf(context, instance, header))) };
  } catch (error) {
    if (error instanceof DicomError)
      throw new Failure('not-acceptable', 'This object has no frames that can be told apart.', error);
    throw error;
  }
};
