/**
 * An object whose UID we hold already: the same again is a success without a new row, and mends a copy that is damaged; another one
 * is kept beside it (I7).
 */
import {
  appendOutbox,
  insertVersion,
  keepInstance,
  lockVersions,
  mendCopy,
  noteCopy,
  type Row,
  raiseConflict,
  type StoredVersion,
  type Trx,
  versionsOf,
} from '../../db/index.ts';
import { Failure } from '../../errors.ts';
import type { Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { type CanonicalSource, canonicalDigest } from './canonical.ts';
import { comesBack } from './comes-back.ts';
import { type Arrival, ensureHierarchy, toRow } from './group-committer.ts';
import { isThere } from './is-there.ts';

/** `gone`: what was here has been removed meanwhile; `stored`: its bytes took the place of damaged ones */
type Collision = 'duplicate' | 'conflict' | 'gone' | 'stored';

const ATTEMPTS = 8;

const sourceOf = ({ objects }: Context, blob: string, blobOffset: number, length: number): CanonicalSource => ({
  read: (range) => objects.read(blob, { offset: blobOffset + (range?.offset ?? 0), length: range?.length ?? length }),
});

const saysTheSame = async (
  context: Context,
  principal: Principal,
  arrival: Arrival,
  version: StoredVersion,
): Promise<boolean> => {
  if (version.sha256.equals(arrival.sha256)) return true;
  const theirs = sourceOf(context, arrival.blob, arrival.blobOffset, arrival.byteLength);
  const ours = sourceOf(context, version.blob, version.blob_offset, version.location_length);
  const [one, other] = await Promise.all([canonicalDigest(ours), canonicalDigest(theirs)]);
  if (one !== undefined && other !== undefined && one.equals(other)) return true;
  return comesBack(context, principal, arrival, version, { ours, theirs });
};

const kindOf = (arrival: Arrival, first: StoredVersion): Row<'conflicts'>['kind'] => {
  if (arrival.attributes.study.study_instance_uid !== first.study_instance_uid) return 'other-study';
  return arrival.attributes.series.series_instance_uid === first.series_instance_uid ? 'other-bytes' : 'other-series';
};

const keepBeside = async (trx: Trx, principal: Principal, arrival: Arrival, first: StoredVersion, version: number) => {
  const { tenantId } = principal;
  const studyInstanceUid = arrival.attributes.study.study_instance_uid;
  const seriesId = await ensureHierarchy(trx, tenantId, arrival);
  await insertVersion(trx, tenantId, version, toRow(arrival, seriesId));
  await raiseConflict(trx, tenantId, {
    sop_instance_uid: arrival.attributes.instance.sopInstanceUid,
    kept_instance_id: first.id,
    other_instance_id: arrival.id,
    kind: kindOf(arrival, first),
  });
  await appendOutbox(trx, tenantId, 'instance.stored', { studyInstanceUid });
  await recordAudit(trx, principal, {
    event: 'instancesTransferred',
    action: 'C',
    outcome: 'minor',
    studyInstanceUid,
    detail: { instances: 1, receivedFrom: arrival.bearer.receivedFrom, conflict: true },
  });
};

/** What is sent again is wanted: it no longer waits for its removal, or was removed just now and has to be stored anew. */
const keepWanted = async (context: Context, principal: Principal, version: StoredVersion): Promise<Collision> => {
  if (version.deletion_id === null) return 'duplicate';
  const kept = await context.db.tenant(principal.tenantId, (trx) => keepInstance(trx, version.id));
  return kept ? 'duplicate' : 'gone';
};

/** The very bytes that were acknowledged once: where they were lost or altered since, they are whole again. */
const mends = async (
  context: Context,
  principal: Principal,
  arrival: Arrival,
  version: StoredVersion,
): Promise<boolean> => {
  if (!version.sha256.equals(arrival.sha256)) return false;
  const { blob, blobOffset: offset, byteLength: length } = arrival;
  const { tenantId } = principal;
  const copy = { blob: version.blob, blob_offset: version.blob_offset, byte_length: version.location_length };
  const isLost = !(await isThere(context.objects, copy));
  return context.db.tenant(tenantId, async (trx) => {
    const now = context.clock();
    if (isLost) await noteCopy(trx, { blob: copy.blob, offset: copy.blob_offset }, now, now);
    if (!(await mendCopy(trx, tenantId, version.id, { blob, offset, length }, now))) return false;
    const studyInstanceUid = version.study_instance_uid;
    await appendOutbox(trx, tenantId, 'instance.stored', { studyInstanceUid });
    await recordAudit(trx, principal, {
      event: 'instancesTransferred',
      action: 'U',
      outcome: 'success',
      studyInstanceUid,
      detail: { instances: 1, receivedFrom: arrival.bearer.receivedFrom, repaired: true },
    });
    return true;
  });
};

/** undefined when another version came in between and must be compared first. */
const attempt = async (context: Context, principal: Principal, arrival: Arrival): Promise<Collision | undefined> => {
  const { sopInstanceUid } = arrival.attributes.instance;
  const versions = await context.db.tenant(principal.tenantId, (trx) => versionsOf(trx, sopInstanceUid));
  const [first] = versions;
  if (!first) return 'gone';
  for (const version of versions)
    if (await saysTheSame(context, principal, arrival, version)) {
      const kept = await keepWanted(context, principal, version);
      return kept === 'duplicate' && (await mends(context, principal, arrival, version)) ? 'stored' : kept;
    }
  return context.db.tenant(principal.tenantId, async (trx) => {
    const locked = await lockVersions(trx, sopInstanceUid);
    // As many may be others: one was removed, and stored anew by somebody else.
    if (locked.map(({ id }) => id).join() !== versions.map(({ id }) => id).join()) return undefined;
    await keepBeside(trx, principal, arrival, first, Math.max(...locked.map(({ version }) => version)) + 1);
    return 'conflict';
  });
};

const resolve = async (context: Context, principal: Principal, arrival: Arrival): Promise<Collision> => {
  for (let tries = 0; tries < ATTEMPTS; tries += 1) {
    const outcome = await attempt(context, principal, arrival);
    if (outcome) return outcome;
  }
  throw new Failure('conflict', 'Many versions of this object arrive at once.');
};

const inProgress = new Map<string, Promise<unknown>>();

/** One after the other for each object: of many at once, only those of other processes have to be waited for. */
export const resolveCollision = async (
  context: Context,
  principal: Principal,
  arrival: Arrival,
): Promise<Collision> => {
  const key = `${principal.tenantId} ${arrival.attributes.instance.sopInstanceUid}`;
  const before = inProgress.get(key) ?? Promise.resolve();
  const turn = before.catch(() => undefined).then(() => resolve(context, principal, arrival));
  inProgress.set(key, turn);
  try {
    return await turn;
  } finally {
    if (inProgress.get(key) === turn) inProgress.delete(key);
  }
};
