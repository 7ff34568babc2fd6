/** Fetches one study from one source: takes what we do not hold, counts what came, and says how it ended. */
import {
  countInstances,
  endTransfer,
  findSource,
  heldBytes,
  heldInstances,
  noteFailure,
  noteProgress,
  noteSilence,
  noteSuccess,
  recordsOfPersons,
  type SourceRow,
  type TransferEnd,
  type TransferRow,
  together,
} from '../../db/index.ts';
import { type ErrorCode, Failure } from '../../errors.ts';
import { type ObjectOutcome, PeerError, type PeerObject, peerLimits } from '../../peers/index.ts';
import { authorise, type Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { readPicture } from '../history/index.ts';
import { peerOfSource } from '../sources/index.ts';
import { storeInstance } from '../store/index.ts';
import { announcePerson, announceSources } from './announce.ts';
import { askAgainAfter, fetchAgainAfter, MOST_ATTEMPTS } from './back-off.ts';
import { studyCounts } from './counts.ts';
import { noteLatePriors } from './late-priors.ts';
import { atPaceOf, portionsAtPace } from './pace.ts';

export const LEASE_MS = 15_000;
const HEARTBEAT_MS = 3_000;
const STEP_MS = 400;

interface Fetching {
  readonly context: Context;
  readonly principal: Principal;
  readonly transfer: TransferRow;
  readonly source: SourceRow;
  readonly worker: string;
  /** Identifiers under which the source may send it: the person's. */
  readonly patientIds: readonly string[];
  readonly abort: AbortController;
  readonly startedAt: Date;
  /** Of the study, here before it began. */
  readonly bytesBefore: number;
  /** It alone has cost what may be spent on a person, and was broken off. */
  overBudget: boolean;
  failed: number;
  faults: number;
  /** Our own trouble, which no other object will fare better with. */
  trouble: Failure | undefined;
}

const ownTrouble = new Set<ErrorCode>(['storage-unhealthy', 'out-of-resources', 'database-unavailable', 'unavailable']);

/** An object that is not what it was announced as is refused and counted; the rest goes on. */
const take = async (fetching: Fetching, object: PeerObject): Promise<ObjectOutcome> => {
  const { context, principal, source, transfer, patientIds } = fetching;
  try {
    await storeInstance(context, principal, {
      body: atPaceOf(source, object.body, fetching.abort.signal),
      receivedFrom: source.ae_title ?? source.name,
      issuer: source.issuer,
      sourceId: source.id,
      expect: {
        studyInstanceUid: transfer.study_instance_uid,
        patientIds,
        ...(object.sopInstanceUid !== undefined && { sopInstanceUid: object.sopInstanceUid }),
        // What was damaged on its way is asked for again; who gives it under another series to the last means it.
        ...(transfer.attempts < MOST_ATTEMPTS &&
          object.seriesInstanceUid !== undefined && { seriesInstanceUid: object.seriesInstanceUid }),
      },
    });
    return 'taken';
  } catch (error) {
    const failure = error instanceof Failure ? error : new Failure('processing-failure', undefined, error);
    context.log.warn({ source: source.name, code: failure.code, err: failure.cause }, 'an object was not taken');
    if (failure.code === 'sop-mismatch' || failure.code === 'cannot-understand') fetching.faults += 1;
    if (ownTrouble.has(failure.code)) {
      fetching.trouble = failure;
      fetching.abort.abort();
    }
    fetching.failed += 1;
    return 'failed';
  }
};

/** One that is begun is finished, unless it alone costs all that may be spent on a person. */
const isOverBudget = ({ context, transfer, startedAt, bytesBefore }: Fetching, bytesNow: number): boolean => {
  const { bytes, milliseconds } = context.config.gathering;
  const busy = context.clock().getTime() - startedAt.getTime();
  const isTooMuch = bytes !== null && bytesNow - bytesBefore > bytes;
  return !transfer.exempt && (isTooMuch || (milliseconds !== null && busy > milliseconds));
};

/** Writes how far it is, in small steps; somebody else's lease ends our work. */
const keepProgress = (fetching: Fetching) => {
  const { context, principal, transfer, worker, abort } = fetching;
  let last = 0;
  let writing: Promise<void> | undefined;
  const write = async (): Promise<void> => {
    const { failed, faults } = fetching;
    const leased_until = new Date(context.clock().getTime() + LEASE_MS);
    const { ours, bytes } = await context.db.tenant(principal.tenantId, async (trx) => {
      const [received, bytes] = await together(trx, (trx) => [
        countInstances(trx, transfer.study_instance_uid),
        heldBytes(trx, transfer.study_instance_uid),
      ]);
      return { ours: await noteProgress(trx, transfer.id, worker, { received, failed, faults, leased_until }), bytes };
    });
    fetching.overBudget ||= isOverBudget(fetching, bytes);
    if (!ours || fetching.overBudget) abort.abort();
    announcePerson(context, transfer.person_id);
  };
  const step = (): void => {
    if (writing !== undefined || performance.now() - last < STEP_MS) return;
    last = performance.now();
    writing = write()
      .catch((error: unknown) => context.log.warn({ err: error }, 'progress could not be written'))
      .finally(() => {
        writing = undefined;
      });
  };
  const heartbeat = setInterval(step, HEARTBEAT_MS).unref();
  const stop = async (): Promise<void> => {
    clearInterval(heartbeat);
    await writing;
  };
  return { step, stop };
};

const codes = {
  refused: 'peer-refused',
  unreachable: 'peer-unreachable',
  'timed-out': 'peer-timed-out',
  misbehaved: 'peer-misbehaved',
  cancelled: 'unavailable',
} as const satisfies Record<PeerError['kind'], ErrorCode>;

const fetchStudy = async (fetching: Fetching, onProgress: () => void): Promise<ErrorCode | null> => {
  const { context, principal, source, transfer, abort } = fetching;
  const held = await context.db.tenant(principal.tenantId, (trx) => heldInstances(trx, transfer.study_instance_uid));
  const request = { studyInstanceUid: transfer.study_instance_uid, held, maxInstances: peerLimits.instances };
  const bytesHere = () => context.db.tenant(principal.tenantId, (trx) => heldBytes(trx, transfer.study_instance_uid));
  const pace = source.retrieve_by === 'c-move' ? portionsAtPace(source, bytesHere) : undefined;
  try {
    const result = await peerOfSource(context, source).fetch(
      request,
      { onObject: (object) => take(fetching, object), onProgress, ...(pace && { pace }) },
      abort.signal,
    );
    fetching.failed = Math.max(fetching.failed, result.failed);
    fetching.faults += result.faults;
    return null;
  } catch (error) {
    if (fetching.trouble) return fetching.trouble.code;
    if (error instanceof PeerError) return codes[error.kind];
    context.log.error({ source: source.name, err: error }, 'a transfer failed');
    return 'processing-failure';
  }
};

const endOf = (
  transfer: TransferRow,
  whole: boolean,
  received: number,
  errorCode: ErrorCode | null,
  { now, overBudget }: { readonly now: Date; readonly overBudget: boolean },
): TransferEnd => {
  const common = { received, error_code: errorCode, finished_at: now, not_before: now };
  if (whole) return { ...common, state: 'done' };
  if (overBudget) return { ...common, error_code: null, state: received > 0 ? 'partial' : 'failed' };
  const again = new Date(now.getTime() + fetchAgainAfter(transfer.attempts));
  if (transfer.attempts < MOST_ATTEMPTS) return { ...common, state: 'queued', not_before: again };
  return { ...common, state: received > 0 ? 'partial' : 'failed' };
};

const isSilence = (code: ErrorCode | null): boolean => code === 'peer-unreachable' || code === 'peer-timed-out';

const settle = async (fetching: Fetching, errorCode: ErrorCode | null): Promise<TransferEnd['state']> => {
  const { context, principal, transfer, source, worker } = fetching;
  const now = context.clock();
  let hasChanged = false;
  const state = await context.db.tenant(principal.tenantId, async (trx) => {
    const picture = await readPicture(trx, transfer.person_id);
    const counts = studyCounts(picture, transfer.study_instance_uid);
    const [received, bytes] = await together(trx, (trx) => [
      countInstances(trx, transfer.study_instance_uid),
      heldBytes(trx, transfer.study_instance_uid),
    ]);
    const cost = {
      bytes: Math.max(0, bytes - fetching.bytesBefore),
      milliseconds: Math.max(0, now.getTime() - fetching.startedAt.getTime()),
    };
    const isCounted = counts?.expected != null && counts.received < counts.expected;
    // Without a count of this copy, a fetch that ended well is all that can be known.
    const whole = counts?.whole === true || (!isCounted && errorCode === null && fetching.failed === 0);
    const next = endOf(transfer, whole, received, errorCode, { now, overBudget: fetching.overBudget });
    const { failed, faults } = fetching;
    const end = { ...next, failed, faults, expected: counts?.expected ?? null };
    await endTransfer(trx, transfer.id, worker, end, cost);
    if (next.state === 'done') await noteLatePriors(trx, principal.tenantId, picture, now);
    await recordAudit(trx, principal, {
      event: 'instancesTransferred',
      action: 'R',
      outcome: errorCode === null ? 'success' : 'serious',
      studyInstanceUid: transfer.study_instance_uid,
      detail: { source: source.name, state: next.state, received, failed, faults, error: errorCode },
    });
    if (isSilence(errorCode)) {
      const silence = { personId: transfer.person_id, sourceId: source.id, at: now };
      await noteSilence(trx, principal.tenantId, silence, askAgainAfter);
      const failure = { sourceId: source.id, at: now, errorCode: errorCode ?? 'peer-unreachable' };
      hasChanged = await noteFailure(trx, principal.tenantId, failure, askAgainAfter);
    }
    if (errorCode === null) hasChanged = await noteSuccess(trx, principal.tenantId, source.id, now);
    return next.state;
  });
  if (hasChanged) announceSources(context, principal.tenantId);
  announcePerson(context, transfer.person_id);
  return state;
};

/** `signal` ends it early; what came stays, and the next attempt goes on from there. */
export const runTransfer = async (
  context: Context,
  principal: Principal,
  transfer: TransferRow,
  worker: string,
  signal: AbortSignal,
): Promise<TransferEnd['state']> => {
  authorise(principal, 'store');
  const { source, patientIds, bytesBefore } = await context.db.tenant(principal.tenantId, async (trx) => {
    const [found, records, bytesBefore] = await together(trx, (trx) => [
      findSource(trx, transfer.source_id),
      recordsOfPersons(trx, [transfer.person_id]),
      heldBytes(trx, transfer.study_instance_uid),
    ]);
    return { source: found, patientIds: records.map((record) => record.patient_id), bytesBefore };
  });
  if (!source) throw new Error('A transfer has no source.');
  const abort = new AbortController();
  const ended = (): void => abort.abort();
  signal.addEventListener('abort', ended, { once: true });
  if (signal.aborted) ended();
  const fetching: Fetching = {
    context,
    principal,
    transfer,
    source,
    worker,
    patientIds,
    abort,
    startedAt: context.clock(),
    bytesBefore,
    overBudget: false,
    failed: 0,
    faults: 0,
    trouble: undefined,
  };
  const progress = keepProgress(fetching);
  progress.step();
  try {
    const errorCode = await fetchStudy(fetching, progress.step);
    await progress.stop();
    return await settle(fetching, errorCode);
  } finally {
    await progress.stop();
    signal.removeEventListener('abort', ended);
  }
};
