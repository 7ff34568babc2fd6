/** Headers of stored objects, read by seeking past pixel data: a large object costs one or two small reads. */
import { promisify } from 'node:util';
import { type InputType, inflateRaw as inflateRawCallback, type ZlibOptions } from 'node:zlib';
import {
  type ByteRange,
  DicomError,
  fieldLeniency,
  type Part10,
  Part10Reader,
  transferSyntax,
} from '@throughline/dicom';
import type { ServedInstance } from '../../db/index.ts';
import { Failure, fail } from '../../errors.ts';
import type { ObjectStore } from '../../storage/index.ts';
import { applyLocalIdentity } from './local-header.ts';
import { applyLocalOrder } from './local-order.ts';
import { applyOverlay } from './overlay.ts';

const inflateRaw = promisify<InputType, ZlibOptions, Buffer>(inflateRawCallback);

const blockBytes = 64 * 1024;

/** A copy that is known to be damaged is not read: no answer is better than a wrong one. */
export const intact = <T extends Pick<ServedInstance, 'damaged'>>(instance: T): T =>
  instance.damaged ? fail('bytes-missing') : instance;

const readStoredHeader = async (objects: ObjectStore, instance: ServedInstance): Promise<Part10> => {
  intact(instance);
  const reader = new Part10Reader({ leniency: fieldLeniency });
  try {
    for (let at = 0; at < instance.byte_length; ) {
      const length = Math.min(blockBytes, instance.byte_length - at);
      const block = await objects.readBytes(instance.blob, { offset: instance.blob_offset + at, length });
      await reader.write(block);
      at += length;
      const skipped = Math.min(reader.skippable, instance.byte_length - at);
      reader.skip(skipped);
      at += skipped;
    }
    return await reader.end();
  } catch (error) {
    if (error instanceof DicomError) throw new Failure('bytes-missing', undefined, error);
    throw error;
  }
};

/** It goes out with another header than it came with. */
export const isChanged = ({ overlay, localIdentity, localOrder }: ServedInstance): boolean =>
  overlay !== null || localIdentity !== undefined || localOrder !== undefined;

/** What its header is changed by, to tell it from any other change; empty when it is not. */
export const changeMark = ({ overlay, localIdentity, localOrder }: ServedInstance): string =>
  [overlay, localIdentity, localOrder].map((change) => (change ? JSON.stringify(change) : '')).join('');

/** The header as it is served: with what was corrected, and the patient as the receiver knows them. */
export const readHeader = async (objects: ObjectStore, instance: ServedInstance): Promise<Part10> => {
  const header = await readStoredHeader(objects, instance);
  if (instance.overlay) applyOverlay(header.dataset, instance.overlay);
  if (instance.localIdentity) applyLocalIdentity(header.dataset, instance.localIdentity);
  if (instance.localOrder) applyLocalOrder(header.dataset, instance.localOrder);
  return header;
};

/** Reads parts of a stored object by offsets within it; into memory that is given where it may. */
export const bytesOf =
  (objects: ObjectStore, instance: ServedInstance) =>
  ({ offset, length }: ByteRange, into?: Uint8Array): Promise<Uint8Array> =>
    objects.readBytes(intact(instance).blob, { offset: instance.blob_offset + offset, length }, into);

const mostInflated = 512 * 2 ** 20;

/** The same for an object whose data set is deflated: offsets are those of the inflated data set. */
export const inflatedBytesOf = (objects: ObjectStore, instance: ServedInstance) => {
  let inflated: Promise<Uint8Array> | undefined;
  const inflate = async (): Promise<Uint8Array> => {
    const range = { offset: instance.blob_offset, length: instance.byte_length };
    const bytes = await objects.readBytes(intact(instance).blob, range);
    return inflateRaw(bytes.subarray(instance.dataset_offset), { maxOutputLength: mostInflated });
  };
  return async ({ offset, length }: ByteRange): Promise<Uint8Array> => {
    inflated ??= inflate();
    const start = offset - instance.dataset_offset;
    return (await inflated).subarray(start, start + length);
  };
};

/** A value that was left in the object, by its place as the header gives it. */
export async function* openValue(
  objects: ObjectStore,
  instance: ServedInstance,
  range: ByteRange,
): AsyncGenerator<Uint8Array> {
  const deflated = transferSyntax(instance.transfer_syntax_uid)?.deflated === true;
  if (deflated) yield await inflatedBytesOf(objects, instance)(range);
  else
    yield* objects.read(intact(instance).blob, { offset: instance.blob_offset + range.offset, length: range.length });
}

const mostKept = 256;
const kept = new Map<string, Promise<Part10>>();

/** The stored header, from memory when it was read lately: a viewer asks for the frames of one object one after another. */
export const keptHeader = (objects: ObjectStore, instance: ServedInstance): Promise<Part10> => {
  const known = kept.get(instance.id);
  if (known) {
    kept.delete(instance.id);
    kept.set(instance.id, known);
    return known;
  }
  const reading = readStoredHeader(objects, intact(instance));
  kept.set(instance.id, reading);
  reading.catch(() => kept.delete(instance.id));
  if (kept.size > mostKept) for (const oldest of kept.keys().take(1)) kept.delete(oldest);
  return reading;
};
