import { type Part10, transferSyntax } from '@throughline/dicom';
import type { ServedInstance } from '../../db/index.ts';
import type { Context } from '../context.ts';
import { bytesOf, inflatedBytesOf, keptHeader } from './header.ts';
import { framesToGive, type StoredFrames } from './pixels/stored-frames.ts';

export interface OpenFrames extends StoredFrames {
  readonly header: Part10;
}

/** Reads parts of an object by their offsets, in the inflated data set where it is deflated. */
export const partsOf = (context: Context, instance: ServedInstance, header: Part10) =>
  (transferSyntax(header.transferSyntaxUid)?.deflated ? inflatedBytesOf : bytesOf)(context.objects, instance);

/** The frames of a stored object, each read by its own byte ranges. */
export const openFrames = async (context: Context, instance: ServedInstance): Promise<OpenFrames> => {
  const header = await keptHeader(context.objects, instance);
  return { header, ...(await framesToGive(header, partsOf(context, instance, header))) };
};
