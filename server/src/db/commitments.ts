/** Storage commitments: asked, checked, reported; a lease says who is at one. */
import { sql } from 'kysely';
import { newId } from '../ids.ts';
import type { Trx } from './database.ts';
import type { Row } from './tables/index.ts';

export type CommitmentRow = Row<'commitments'>;

/** SOP Class UID and SOP Instance UID. */
export type ReferencedSop = readonly [sopClassUid: string, sopInstanceUid: string];

/** False when this transaction was asked for before by the same application entity. */
export const insertCommitment = async (
  trx: Trx,
  tenantId: string,
  asked: { readonly aeTitle: string; readonly transactionUid: string; readonly referenced: readonly ReferencedSop[] },
  at: Date,
): Promise<boolean> => {
  const row = await trx
    .insertInto('commitments')
    .values({
      tenant_id: tenantId,
      id: newId(),
      ae_title: asked.aeTitle,
      transaction_uid: asked.transactionUid,
      referenced: JSON.stringify(asked.referenced),
      requested_at: at,
      next_at: at,
    })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'ae_title', 'transaction_uid']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
};

/** The commitment that waits longest, leased; one whose lease ran out is taken up again. */
export const takeDueCommitment = async (trx: Trx, now: Date, leaseMs: number): Promise<CommitmentRow | undefined> => {
  const result = await sql<CommitmentRow>`
    update commitments set attempts = attempts + 1, next_at = ${new Date(now.getTime() + leaseMs)}
    where (tenant_id, id) = (
      select tenant_id, id from commitments
      where reported_at is null and given_up_at is null and next_at <= ${now}
      order by next_at limit 1 for update skip locked)
    returning *`.execute(trx);
  return result.rows[0];
};

type Progress = Partial<Pick<CommitmentRow, 'checked_at' | 'reported_at' | 'given_up_at' | 'next_at'>>;

export const noteCommitment = async (
  trx: Trx,
  id: string,
  progress: Progress & { readonly reasons?: readonly number[] },
): Promise<void> => {
  const { reasons, ...rest } = progress;
  await trx
    .updateTable('commitments')
    .set({ ...rest, ...(reasons && { reasons: JSON.stringify(reasons) }) })
    .where('id', '=', id)
    .execute();
};
