/** In which transfer syntaxes an object can be given: as it is stored, and in what it can be made into without loss. */
import { encodeFileMeta, transferSyntax, uids } from '@throughline/dicom';
import type { ServedInstance } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import type { Context } from '../context.ts';
import { openFrames, partsOf } from './frames.ts';
import { readHeader } from './header.ts';
import { openDataset, openInstance } from './instances.ts';
import { cellFormat, pixelFormat } from './pixels/format.ts';
import { decodeInWorker, encodeInWorker } from './pixels/pool.ts';
import { canDecode, canEncode, encodedSyntaxes } from './pixels/syntaxes.ts';
import { recode } from './recode.ts';

const plain: readonly string[] = [uids.ExplicitVRLittleEndian, uids.ImplicitVRLittleEndian];

/** The other transfer syntaxes that an object can be given in: uncompressed first, that all can read. */
export const alternativeSyntaxes = (instance: ServedInstance): readonly string[] => {
  const stored = instance.transfer_syntax_uid;
  if (!canDecode(stored)) return [];
  const all = instance.rows === null ? plain : [...plain, ...encodedSyntaxes];
  return all.filter((uid) => uid !== stored);
};

/** Which of the transfer syntaxes that someone takes (`*` is any) an object is given in; the stored one if it is among them. */
export const givenSyntax = (instance: ServedInstance, wanted: readonly string[]): string | undefined => {
  const stored = instance.transfer_syntax_uid;
  if (wanted.includes('*') || wanted.includes(stored)) return stored;
  const possible = alternativeSyntaxes(instance);
  return wanted.find((uid) => possible.includes(uid));
};

/** So many pixels fit into one value (PS3.5 7.1.1) whatever their form, which is six bytes each at most. */
const mostPixels = 2 ** 32 / 6;

/**
 * The transfer syntax for whoever names none: explicit VR little endian, but what is stored where that has lost something already,
 * cannot be decoded, or would be longer than a value can be.
 * @see PS3.18 8.7.3.5
 */
export const defaultSyntax = (instance: ServedInstance): string => {
  const { transfer_syntax_uid: stored, rows, columns, number_of_frames: frames } = instance;
  const isLong = (rows ?? 0) * (columns ?? 0) * (frames ?? 1) > mostPixels;
  const wanted = uids.ExplicitVRLittleEndian;
  if (transferSyntax(stored)?.lossy || (isLong && transferSyntax(stored)?.encapsulated)) return stored;
  return alternativeSyntaxes(instance).includes(wanted) ? wanted : stored;
};

async function* recoded(
  context: Context,
  instance: ServedInstance,
  target: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  const header = await readHeader(context.objects, instance);
  yield* recode(header, partsOf(context, instance, header), target, signal);
}

/**
 * The data set as C-STORE sends it, in its own transfer syntax or one of its alternatives.
 *
 * @param signal fires when nobody waits for it any more; heeded until the first bytes of it are given
 */
export async function* openDatasetAs(
  context: Context,
  instance: ServedInstance,
  target: string,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  if (target === instance.transfer_syntax_uid) yield* openDataset(context, instance);
  else yield* recoded(context, instance, target, signal);
}

/** The Part 10 bytes: those that were received, or a file in one of the alternatives; `signal` as for the data set. */
export async function* openInstanceAs(
  context: Context,
  instance: ServedInstance,
  target: string,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  if (target === instance.transfer_syntax_uid) {
    yield* openInstance(context, instance);
    return;
  }
  const { sop_class_uid: sopClassUid, sop_instance_uid: sopInstanceUid } = instance;
  const meta = encodeFileMeta({ sopClassUid, sopInstanceUid, transferSyntaxUid: target });
  let begun = false;
  for await (const chunk of recoded(context, instance, target, signal)) {
    if (!begun) yield meta;
    begun = true;
    yield chunk;
  }
}

/** One frame in a transfer syntax other than the stored one. */
export const openFrameAs = async (
  context: Context,
  instance: ServedInstance,
  number: number,
  target: string,
): Promise<Uint8Array> => {
  const frames = await openFrames(context, instance);
  const bytes = await frames.read(number);
  if (!transferSyntax(target)?.encapsulated)
    return (await decodeInWorker({ ...cellFormat(frames.header), bytes })).bytes;
  const frame = { ...pixelFormat(frames.header), bytes };
  if (!canEncode(frame, target)) fail('not-acceptable', 'Pixels of this form cannot be compressed so.');
  return (await encodeInWorker({ frame, target })).bytes;
};
