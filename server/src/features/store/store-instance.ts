/** The one way in: C-STORE, STOW-RS, folder import and fetched priors all end here. */
import { isConnectionLoss, newId } from '../../db/index.ts';
import { Failure } from '../../errors.ts';
import type { StoredBlob } from '../../storage/index.ts';
import { authorise, type Principal } from '../access/index.ts';
import { auditEvents } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { oneForEach } from '../one-for-each.ts';
import { applyRejectionNote } from '../rejections/index.ts';
import { attributesOf } from './attributes.ts';
import { resolveCollision } from './collide.ts';
import { type Arrival, GroupCommitter } from './group-committer.ts';
import { type ByteSource, type Expectation, type Received, receiveObject } from './receive.ts';
import { SeenObjects } from './seen-objects.ts';

export interface StoreInput {
  /** Part 10 bytes; see ByteSource */
  readonly body: ByteSource;
  /** the AE title, client or file set that it comes from */
  readonly receivedFrom: string;
  /** given to identifiers that come without an issuer; `receivedFrom` when absent */
  readonly issuer?: string;
  readonly sourceId?: string;
  readonly expect?: Expectation;
}

export interface StoreResult {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly outcome: 'stored' | 'duplicate' | 'conflict';
}

const committerOf = oneForEach(({ db, clock }, tenantId) => new GroupCommitter(db, tenantId, () => clock().getTime()));
const seenOf = oneForEach(({ db }, tenantId) => new SeenObjects(db, tenantId));

const arrivalOf = (
  principal: Principal,
  input: StoreInput,
  received: Received,
  stored: StoredBlob,
  begunAt: number,
): Arrival => ({
  id: newId(),
  attributes: attributesOf(received.part10.dataset, received.identity, input.issuer ?? input.receivedFrom),
  sha256: received.sha256,
  byteLength: stored.length,
  datasetOffset: received.part10.datasetOffset,
  blob: stored.blob,
  blobOffset: stored.offset,
  sourceId: input.sourceId ?? null,
  begunAt,
  bearer: {
    receivedFrom: input.receivedFrom,
    subject: principal.subject,
    door: principal.door,
    address: principal.address ?? null,
    eventCode: principal.door === 'cli' ? auditEvents.dataImport : auditEvents.instancesTransferred,
  },
});

const commitOrResolve = async (
  context: Context,
  principal: Principal,
  arrival: Arrival,
): Promise<StoreResult['outcome']> => {
  for (;;) {
    const outcome = await committerOf(context, principal.tenantId).commit(arrival);
    if (outcome === 'stored') return 'stored';
    const resolved = await resolveCollision(context, principal, arrival);
    if (resolved !== 'gone') return resolved;
  }
};

/** A blob without a row is dropped at once, unless a row may have been committed: then the sweeper decides. */
const commitArrival = async (
  context: Context,
  principal: Principal,
  arrival: Arrival,
): Promise<StoreResult['outcome']> => {
  const { blob, blobOffset: offset, byteLength: length } = arrival;
  const drop = () => context.objects.release({ blob, offset, length }).catch(() => undefined);
  try {
    const outcome = await commitOrResolve(context, principal, arrival);
    if (outcome === 'duplicate') await drop();
    return outcome;
  } catch (error) {
    if (isConnectionLoss(error)) throw new Failure('database-unavailable', undefined, error);
    if (error instanceof Failure && error.code === 'database-unavailable') throw error;
    await drop();
    throw error instanceof Failure ? error : new Failure('processing-failure', undefined, error);
  }
};

/**
 * Stores one object. When this returns, bytes, index, outbox and audit are durable (I5); when it throws, nothing of the
 * object is visible.
 */
export const storeInstance = async (
  context: Context,
  principal: Principal,
  input: StoreInput,
): Promise<StoreResult> => {
  authorise(principal, 'store');
  const begunAt = context.clock().getTime();
  const writer = await context.objects.create(principal.tenantId);
  const received = await receiveObject(writer, input.body, input.expect);
  const { sopClassUid, sopInstanceUid, studyInstanceUid, seriesInstanceUid } = received.identity;
  const result = { sopClassUid, sopInstanceUid, studyInstanceUid, seriesInstanceUid };
  const note = { ...received.identity, sourceId: input.sourceId };
  const seen = seenOf(context, principal.tenantId);
  // Only a short cut: when it cannot be asked, the unique constraint behind the commit decides.
  if (await seen.holds(context.objects, received.identity, received.sha256).catch(() => false)) {
    await received.discard();
    await applyRejectionNote(context, principal, received.part10.dataset, note);
    return { ...result, outcome: 'duplicate' };
  }
  // What one sender sends of one series is kept together, and goes together one day.
  const stored = await received.commit(`${seriesInstanceUid} ${input.receivedFrom}`);
  const outcome = await commitArrival(context, principal, arrivalOf(principal, input, received, stored, begunAt));
  seen.remember(received.identity);
  if (outcome !== 'conflict') await applyRejectionNote(context, principal, received.part10.dataset, note);
  return { ...result, outcome };
};
