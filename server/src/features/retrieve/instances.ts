import { createHash, hash as hashOf } from 'node:crypto';
import { hasModality, type Selector, type ServedInstance, servedInstances } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import type { ByteRange } from '../../storage/index.ts';
import { isWithin, type Principal, type Reach, reach } from '../access/index.ts';
import type { Context } from '../context.ts';
import { domainOf } from '../local-identity/index.ts';
import { asKnownIn } from './as-known-in.ts';
import { correctedLength, openCorrected } from './corrected.ts';
import { disclose } from './disclose.ts';
import { changeMark, intact, isChanged } from './header.ts';
import { harmless, touchesPreamble, withHarmlessPreamble } from './preamble.ts';

/** Studies are granted as a whole: one series of a granted modality opens all of it. */
const findWithin = ({ db }: Context, principal: Principal, selector: Selector, allowed: Reach) =>
  db.read(principal.tenantId, async (trx) => {
    const { modalities } = allowed;
    if (modalities && !(await hasModality(trx, selector.studyInstanceUid, [...modalities]))) return [];
    const found = await servedInstances(trx, selector);
    const granted = found.filter((instance) => isWithin(allowed, instance.patient_record_id));
    const { domain } = principal;
    // Who wants one issuer only is given nothing that is filed under another.
    if (domain?.only) return granted.filter(({ patient_issuer }) => patient_issuer === domain.issuer);
    return asKnownIn(trx, domainOf(principal), granted);
  });

/** What there is of a study, a series or an instance for this principal, who is not told yet. Refuses with `not-found`. */
export const findInstances = async (
  context: Context,
  principal: Principal,
  selector: Selector,
): Promise<readonly ServedInstance[]> => {
  const found = await findWithin(context, principal, selector, reach(principal, 'ImagingStudy', 'r'));
  return found.length > 0 ? found : fail('not-found');
};

/** What is there of a study, a series or an instance, and that this principal was told so. Refuses with `not-found`. */
export const listInstances = async (
  context: Context,
  principal: Principal,
  selector: Selector,
  event: 'instancesAccessed' | 'instancesTransferred' = 'instancesAccessed',
): Promise<readonly ServedInstance[]> => {
  const found = await findInstances(context, principal, selector);
  await disclose(context, principal, found, event);
  return found;
};

const rangeOf = (instance: ServedInstance) => ({ offset: instance.blob_offset, length: instance.byte_length });

const rotten = (context: Context, instance: ServedInstance): never => {
  context.log.error({ instance: instance.id, blob: instance.blob }, 'stored bytes no longer have their digest');
  return fail('bytes-missing');
};

/** Objects up to this size are read whole, and known to be good before a byte of them leaves. */
const wholeBytes = 4 * 2 ** 20;

const readWhole = async (context: Context, instance: ServedInstance, into?: Uint8Array): Promise<Uint8Array> => {
  const bytes = await context.objects.readBytes(intact(instance).blob, rangeOf(instance), into);
  return hashOf('sha256', bytes, 'buffer').equals(instance.sha256) ? bytes : rotten(context, instance);
};

/** The Part 10 bytes as they were received; ends with `bytes-missing` when they no longer hash to what was stored. */
export async function* openStored(context: Context, instance: ServedInstance): AsyncGenerator<Uint8Array> {
  if (instance.byte_length <= wholeBytes) {
    yield await readWhole(context, instance);
    return;
  }
  const hash = createHash('sha256');
  for await (const chunk of context.objects.read(intact(instance).blob, rangeOf(instance))) {
    hash.update(chunk);
    yield chunk;
  }
  if (!hash.digest().equals(instance.sha256)) rotten(context, instance);
}

/** The Part 10 bytes as they are served: as they were received but for a preamble that would run, or with the corrected header. */
export const openInstance = (context: Context, instance: ServedInstance): AsyncGenerator<Uint8Array> => {
  const stored = withHarmlessPreamble(openStored(context, instance), context.config.blankPreambles);
  return isChanged(instance) ? openCorrected(context, instance, stored) : stored;
};

/** How many bytes `openInstance` gives. */
export const servedLength = async (context: Context, instance: ServedInstance): Promise<number> =>
  isChanged(instance) ? correctedLength(context, instance) : instance.byte_length;

const readAhead = 2;

/** Memory for objects that are read ahead, each piece used again when its turn comes round. */
const reusedMemory = () => {
  const pieces: Uint8Array[] = [];
  return (at: number, length: number): Uint8Array => {
    const place = at % (readAhead + 1);
    const piece = pieces[place];
    if (piece && piece.length >= length) return piece;
    const larger = Buffer.allocUnsafeSlow(length);
    pieces[place] = larger;
    return larger;
  };
};

/**
 * One object after another; while one is taken, the next small ones are read already. The bytes of one are gone when the next is asked
 * for.
 */
export async function* openInstances(
  context: Context,
  instances: readonly ServedInstance[],
): AsyncGenerator<{ readonly instance: ServedInstance; readonly body: Uint8Array | AsyncIterable<Uint8Array> }> {
  const begun = new Map<number, Promise<Uint8Array>>();
  const memory = reusedMemory();
  const begin = (at: number): void => {
    const instance = instances[at];
    if (instance === undefined || instance.byte_length > wholeBytes || isChanged(instance)) return;
    const reading = readWhole(context, instance, memory(at, instance.byte_length));
    // Told when its turn comes.
    reading.catch(() => undefined);
    begun.set(at, reading);
  };
  for (let at = 0; at < readAhead; at += 1) begin(at);
  try {
    for (const [at, instance] of instances.entries()) {
      begin(at + readAhead);
      const whole = begun.get(at);
      begun.delete(at);
      yield {
        instance,
        body:
          whole === undefined ? openInstance(context, instance) : harmless(await whole, context.config.blankPreambles),
      };
    }
  } finally {
    // Nobody else is given memory that is still read into.
    await Promise.allSettled(begun.values());
  }
}

async function* cut(bytes: AsyncIterable<Uint8Array>, { offset, length }: ByteRange): AsyncGenerator<Uint8Array> {
  let at = 0;
  for await (const chunk of bytes) {
    const part = chunk.subarray(Math.max(offset - at, 0), Math.max(offset + length - at, 0));
    at += chunk.length;
    if (part.length > 0) yield part;
    if (at >= offset + length) return;
  }
}

/** Some of the bytes: too few to be held against the digest. */
export const openInstanceRange = (
  context: Context,
  instance: ServedInstance,
  range: ByteRange,
): AsyncIterable<Uint8Array> => {
  if (isChanged(instance) || touchesPreamble(range.offset)) return cut(openInstance(context, instance), range);
  const { offset, length } = range;
  return context.objects.read(intact(instance).blob, { offset: instance.blob_offset + offset, length });
};

/** Names exactly these bytes, to whoever asks for them again. */
export const digestOf = (instances: readonly ServedInstance[]): string => {
  const [only, ...more] = instances;
  if (only !== undefined && more.length === 0 && !isChanged(only)) return only.sha256.toString('hex');
  const hash = createHash('sha256');
  for (const instance of instances) hash.update(instance.sha256).update(changeMark(instance));
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
