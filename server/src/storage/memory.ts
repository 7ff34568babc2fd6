/** Blobs in memory: for tests and for tools that keep nothing. */
import { fail } from '../errors.ts';
import { newId } from '../ids.ts';
import { blobName, checkedName, hourOf, hourOfBlob } from './blob-name.ts';
import type { BlobWriter, ByteRange, ObjectStore, StoreHealth } from './object-store.ts';

export interface MemoryOptions {
  readonly clock?: () => Date;
  /** bytes that fit */
  readonly capacity?: number;
}

export const createMemoryStore = (options: MemoryOptions = {}): ObjectStore => {
  const clock = options.clock ?? (() => new Date());
  const capacity = options.capacity ?? Number.POSITIVE_INFINITY;
  const blobs = new Map<string, Buffer>();
  let used = 0;

  const slice = (blob: string, range?: ByteRange): Uint8Array => {
    const bytes = blobs.get(checkedName(blob)) ?? fail('bytes-missing');
    const { offset, length } = range ?? { offset: 0, length: bytes.length };
    if (offset + length > bytes.length) fail('bytes-missing');
    return bytes.subarray(offset, offset + length);
  };

  const remove = async (blob: string): Promise<void> => {
    used -= blobs.get(checkedName(blob))?.length ?? 0;
    blobs.delete(blob);
  };

  const writer = (tenantId: string): BlobWriter => {
    const chunks: Uint8Array[] = [];
    return {
      write: async (chunk) => {
        if (used + chunk.length > capacity) fail('out-of-resources');
        used += chunk.length;
        chunks.push(chunk);
      },
      commit: async () => {
        const bytes = Buffer.concat(chunks);
        const blob = blobName(tenantId, clock(), newId());
        blobs.set(blob, bytes);
        return { blob, offset: 0, length: bytes.length };
      },
      discard: async () => {
        for (const chunk of chunks.splice(0)) used -= chunk.length;
      },
    };
  };

  return {
    create: async (tenantId) => (used >= capacity ? fail('out-of-resources') : writer(tenantId)),
    read: async function* (blob, range) {
      yield slice(blob, range);
    },
    readBytes: async (blob, range) => slice(blob, range),
    lengthOf: async (blob) => blobs.get(checkedName(blob))?.length,
    madeBefore: async function* (time) {
      for (const blob of [...blobs.keys()]) if (hourOfBlob(blob) < hourOf(time)) yield blob;
    },
    quarantine: remove,
    remove,
    release: ({ blob }) => remove(blob),
    abortUnfinished: async () => 0,
    health: async (): Promise<StoreHealth> => ({ state: used >= capacity ? 'full' : 'ok', freeBytes: capacity - used }),
    close: async () => undefined,
  };
};
