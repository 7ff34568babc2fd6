import { createHash } from 'node:crypto';
import { type Selector, type ServedInstance, servedInstances } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import type { ByteRange } from '../../storage/index.ts';
import { authorise, type Principal } from '../access/index.ts';
import type { Context } from '../context.ts';
import { disclose } from './disclose.ts';

/** What is there of a study, a series or an instance, and that this principal was told so. Refuses with `not-found`. */
export const listInstances = async (
  context: Context,
  principal: Principal,
  selector: Selector,
  event: 'instancesAccessed' | 'instancesTransferred' = 'instancesAccessed',
): Promise<readonly ServedInstance[]> => {
  authorise(principal, 'read');
  const found = await context.db.tenant(principal.tenantId, (trx) => servedInstances(trx, selector));
  if (found.length === 0) fail('not-found');
  await disclose(context, principal, found, event);
  return found;
};

const rangeOf = (instance: ServedInstance) => ({ offset: instance.blob_offset, length: instance.byte_length });

/** The Part 10 bytes as they were received; ends with `bytes-missing` when they no longer hash to what was stored. */
export async function* openInstance(context: Context, instance: ServedInstance): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  for await (const chunk of context.objects.read(instance.blob, rangeOf(instance))) {
    hash.update(chunk);
    yield chunk;
  }
  if (hash.digest().equals(instance.sha256)) return;
  context.log.error({ instance: instance.id, blob: instance.blob }, 'stored bytes no longer have their digest');
  fail('bytes-missing');
}

/** Some of the bytes: too few to be held against the digest. */
export const openInstanceRange = (
  { objects }: Context,
  instance: ServedInstance,
  { offset, length }: ByteRange,
): AsyncIterable<Uint8Array> => objects.read(instance.blob, { offset: instance.blob_offset + offset, length });

/** Names exactly these bytes, to whoever asks for them again. */
export const digestOf = (instances: readonly ServedInstance[]): string => {
  const [only, ...more] = instances;
  if (only !== undefined && more.length === 0) return only.sha256.toString('hex');
  const hash = createHash('sha256');
  for (const instance of instances) hash.update(instance.sha256);
  return hash.digest('hex');
};

/** The data set alone, as C-STORE sends it. */
export async function* openDataset(context: Context, instance: ServedInstance): AsyncGenerator<Uint8Array> {
  let toSkip = instance.dataset_offset;
  for await (const chunk of openInstance(context, instance)) {
    const skipped = Math.min(toSkip, chunk.length);
    toSkip -= skipped;
    if (skipped < chunk.length) yield chunk.subarray(skipped);
  }
}
