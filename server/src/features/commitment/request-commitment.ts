/** Somebody asks us to answer for objects (PS3.4 J.3.2): noted durably, checked and reported later. */
import { insertCommitment, type ReferencedSop } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { authorise, type Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';

export interface CommitmentRequest {
  /** Who asks, and is told the result. */
  readonly aeTitle: string;
  readonly transactionUid: string;
  readonly referenced: readonly ReferencedSop[];
}

/** As many as one association could have stored in a day; a longer list is refused whole. */
const mostReferenced = 50_000;

export const requestCommitment = async (
  { db, clock }: Context,
  principal: Principal,
  request: CommitmentRequest,
): Promise<void> => {
  authorise(principal, 'store');
  if (request.referenced.length === 0) fail('missing-attribute', 'No object is referenced.');
  if (request.referenced.length > mostReferenced) fail('payload-too-large');
  await db.tenant(principal.tenantId, async (trx) => {
    if (!(await insertCommitment(trx, principal.tenantId, request, clock()))) fail('duplicate-transaction');
    await recordAudit(trx, principal, {
      event: 'applicationActivity',
      action: 'C',
      detail: { commitment: request.transactionUid, referenced: request.referenced.length },
    });
  });
};
