/** Checks the commitment that waits longest and tells who asked; again later while nobody takes the report. */
import { type CommitmentRow, noteCommitment, takeDueCommitment } from '../../db/index.ts';
import { PeerError, reportCommitment } from '../../peers/index.ts';
import type { Principal } from '../access/index.ts';
import { findDestination } from '../application-entities/index.ts';
import type { Context } from '../context.ts';
import { checkReferences } from './check-references.ts';

const leaseMs = 120_000;
/** Tried for about a day and a half. */
const mostAttempts = 24;
const patienceMs = 30_000;

const backOffMs = (attempts: number): number => Math.min(5_000 * 2 ** Math.min(attempts, 10), 2 * 3_600_000);

const reasonsOf = async (context: Context, principal: Principal, row: CommitmentRow): Promise<readonly number[]> => {
  if (row.reasons !== null) return row.reasons;
  const note = (progress: Parameters<typeof noteCommitment>[2]) =>
    context.db.tenant(principal.tenantId, (trx) => noteCommitment(trx, row.id, progress));
  const lease = () => new Date(context.clock().getTime() + leaseMs);
  const reasons = await checkReferences(context, principal, row.referenced, () => note({ next_at: lease() }));
  await note({ reasons, checked_at: context.clock(), next_at: lease() });
  return reasons;
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
  const end = (progress: Parameters<typeof noteCommitment>[2]) =>
    context.db.tenant(principal.tenantId, (trx) => noteCommitment(trx, row.id, progress));
  try {
    const reasons = await reasonsOf(context, principal, row);
    await report(context, principal, row, reasons, signal);
    await end({ reported_at: context.clock() });
  } catch (error) {
    const now = context.clock();
    const over = row.attempts >= mostAttempts;
    const why = error instanceof PeerError ? error.kind : 'failed';
    context.log.warn(
      { commitment: row.id, aeTitle: row.ae_title, attempts: row.attempts, why, err: error },
      'no report',
    );
    await end(over ? { given_up_at: now } : { next_at: new Date(now.getTime() + backOffMs(row.attempts)) });
  }
  return true;
};
