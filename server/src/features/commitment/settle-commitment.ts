/** Checks the commitment that waits longest and tells who asked; again later while nobody takes the report. */
import { type CommitmentRow, noteCommitment, takeDueCommitment } from '../../db/index.ts';
import { PeerError, reportCommitment } from '../../peers/index.ts';
import type { Principal } from '../access/index.ts';
import { findDestination } from '../application-entities/index.ts';
import type { Context } from '../context.ts';
import { checkReferences } from './check-references.ts';

/** Who is at one says so again every `heartbeatMs`; when it was killed, somebody else takes it up after `leaseMs`. */
const leaseMs = 15_000;
const heartbeatMs = 5_000;
/** Tried for about a day and a half. */
const mostAttempts = 24;
const patienceMs = 30_000;

const backOffMs = (attempts: number): number => Math.min(5_000 * 2 ** Math.min(attempts, 10), 2 * 3_600_000);

type Note = (progress: Parameters<typeof noteCommitment>[2]) => Promise<void>;

const reasonsOf = async (
  context: Context,
  principal: Principal,
  row: CommitmentRow,
  note: Note,
): Promise<readonly number[]> => {
  if (row.reasons !== null) return row.reasons;
  const reasons = await checkReferences(context, principal, row.referenced);
  await note({ reasons, checked_at: context.clock() });
  return reasons;
};

/** Renews the lease until stopped; a renewal that fails is made up by the next. */
const keepAlive = (context: Context, note: Note): (() => void) => {
  const renew = () => note({ next_at: new Date(context.clock().getTime() + leaseMs) }).catch(() => undefined);
  const timer = setInterval(renew, heartbeatMs);
  return () => clearInterval(timer);
};

const report = async (
  context: Context,
  principal: Principal,
  row: CommitmentRow,
  reasons: readonly number[],
  signal: AbortSignal,
): Promise<void> => {
  const { aeTitle, ...address } = await findDestination(context, principal, row.ae_title);
  const results = row.referenced.map(([sopClassUid, sopInstanceUid], index) => ({
    sopClassUid,
    sopInstanceUid,
    reason: reasons[index] ?? 0,
  }));
  const peer = { ...address, calledAeTitle: aeTitle, timeoutMs: patienceMs };
  const own = context.config.dicom.aeTitle;
  await reportCommitment({ ...peer, callingAeTitle: own }, { transactionUid: row.transaction_uid, results }, signal);
};

/** False when none was due. */
export const settleCommitment = async (
  context: Context,
  principal: Principal,
  signal: AbortSignal,
): Promise<boolean> => {
  const row = await context.db.tenant(principal.tenantId, (trx) => takeDueCommitment(trx, context.clock(), leaseMs));
  if (row === undefined) return false;
  const note: Note = (progress) =>
    context.db.tenant(principal.tenantId, (trx) => noteCommitment(trx, row.id, progress));
  const stop = keepAlive(context, note);
  try {
    const reasons = await reasonsOf(context, principal, row, note);
    await report(context, principal, row, reasons, signal);
    stop();
    await note({ reported_at: context.clock() });
  } catch (error) {
    stop();
    const now = context.clock();
    const over = row.attempts >= mostAttempts;
    const why = error instanceof PeerError ? error.kind : 'failed';
    context.log.warn(
      { commitment: row.id, aeTitle: row.ae_title, attempts: row.attempts, why, err: error },
      'no report',
    );
    await note(over ? { given_up_at: now } : { next_at: new Date(now.getTime() + backOffMs(row.attempts)) });
  }
  return true;
};
