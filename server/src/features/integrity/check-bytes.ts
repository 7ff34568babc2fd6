/** Are the bytes of a stored object still the ones that were acknowledged? Read from storage again, never from memory. */
import { createHash } from 'node:crypto';
import type { ServedInstance } from '../../db/index.ts';
import { Failure } from '../../errors.ts';
import type { Context } from '../context.ts';

/** `damaged`: other bytes; `absent`: the blob is gone or shorter than it was */
export type Integrity = 'whole' | 'damaged' | 'absent';

type Stored = Pick<ServedInstance, 'blob' | 'blob_offset' | 'byte_length' | 'sha256'>;

/** A storage that cannot be read now throws: that is no verdict on the bytes. */
export const checkBytes = async ({ objects }: Context, stored: Stored): Promise<Integrity> => {
  const hash = createHash('sha256');
  try {
    const range = { offset: stored.blob_offset, length: stored.byte_length };
    for await (const chunk of objects.read(stored.blob, range)) hash.update(chunk);
  } catch (error) {
    if (error instanceof Failure && error.code === 'bytes-missing') return 'absent';
    throw error;
  }
  return hash.digest().equals(stored.sha256) ? 'whole' : 'damaged';
};
