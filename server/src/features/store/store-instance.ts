/** The one way in: C-STORE, STOW-RS, folder import and fetched priors all end here. */
import { isConnectionLoss, newId } from '../../db/index.ts';
import { Failure } from '../../errors.ts';
import { authorise, type Principal } from '../access/index.ts';
import { auditEvents } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { attributesOf } from './attributes.ts';
import { resolveCollision } from './collide.ts';
import { type Arrival, GroupCommitter } from './group-committer.ts';
import { type ByteSource, type Expectation, type Received, receiveObject } from './receive.ts';

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

const committers = new WeakMap<Context['db'], Map<string, GroupCommitter>>();

const committerOf = ({ db, clock }: Context, tenantId: string): GroupCommitter => {
  const ofDatabase = committers.get(db) ?? new Map<string, GroupCommitter>();
  committers.set(db, ofDatabase);
  const committer = ofDatabase.get(tenantId) ?? new GroupCommitter(db, tenantId, () => clock().getTime());
  ofDatabase.set(tenantId, committer);
  return committer;
};

const arrivalOf = (principal: Principal, input: StoreInput, received: Received, begunAt: number): Arrival => ({
  id: newId(),
  attributes: attributesOf(received.part10.dataset, received.identity, input.issuer ?? input.receivedFrom),
  sha256: received.sha256,
  byteLength: received.stored.length,
  datasetOffset: received.part10.datasetOffset,
  blob: received.stored.blob,
  blobOffset: 0,
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

/** A blob without a row is dropped at once, unless a row may have been committed: then the sweeper decides. */
const commitArrival = async (
  context: Context,
  principal: Principal,
  arrival: Arrival,
): Promise<StoreResult['outcome']> => {
  const drop = () => context.objects.remove(arrival.blob).catch(() => undefined);
  try {
    const outcome = await committerOf(context, principal.tenantId).commit(arrival);
    if (outcome === 'stored') return 'stored';
    const resolved = await resolveCollision(context, principal, arrival);
    if (resolved === 'duplicate') await drop();
    return resolved;
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
  const outcome = await commitArrival(context, principal, arrivalOf(principal, input, received, begunAt));
  return { sopClassUid, sopInstanceUid, studyInstanceUid, seriesInstanceUid, outcome };
};
