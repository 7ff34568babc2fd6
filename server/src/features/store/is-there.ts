import type { Context } from '../context.ts';

interface Copy {
  readonly blob: string;
  readonly blob_offset: number;
  readonly byte_length: number;
}

/** The blob of a copy is there and reaches to its end; what its bytes say is read by a scrub. */
export const isThere = async (
  objects: Context['objects'],
  { blob, blob_offset: offset, byte_length: length }: Copy,
): Promise<boolean> => ((await objects.lengthOf(blob)) ?? -1) >= offset + length;
