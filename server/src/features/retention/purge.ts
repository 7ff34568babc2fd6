/** Carries out what is due: rows in one transaction that looks again, then bytes that no row refers to any more. */
import {
  dueDeletions,
  forgetExam,
  lockDeletion,
  postponeDeletion,
  referencedBlobs,
  removeDeleted,
} from '../../db/index.ts';
import { toFailure } from '../../errors.ts';
import { authorise, type Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';

const AT_ONCE = 100;
const TRY_AGAIN_MS = 3_600_000;

const removeRows = (context: Context, principal: Principal, id: string): Promise<readonly string[]> =>
  context.db.tenant(principal.tenantId, async (trx) => {
    const deletion = await lockDeletion(trx, id);
    const now = context.clock();
    if (!deletion || deletion.undone_at !== null || deletion.done_at !== null || deletion.not_before > now) return [];
    const blobs = await removeDeleted(trx, principal.tenantId, id, now);
    const studyInstanceUid = deletion.study_instance_uid;
    await forgetExam(trx, studyInstanceUid);
    await recordAudit(trx, principal, {
      event: 'studyDeleted',
      action: 'D',
      studyInstanceUid,
      detail: { removed: id },
    });
    return blobs;
  });

/** Others may share a blob: then its bytes go with the last of them. One that is left over is an orphan for the sweeper. */
const removeBlobs = async (context: Context, tenantId: string, blobs: readonly string[]): Promise<void> => {
  if (blobs.length === 0) return;
  const referenced = await context.db.tenant(tenantId, (trx) => referencedBlobs(trx, blobs));
  for (const blob of blobs)
    if (!referenced.has(blob))
      await context.objects.remove(blob).catch((error: unknown) => {
        context.log.warn({ blob, err: error }, 'the bytes of a removed object are left to the sweeper');
      });
};

const postpone = async (context: Context, principal: Principal, id: string, error: unknown): Promise<void> => {
  context.log.error({ deletion: id, err: error }, 'a study could not be removed and is tried again in an hour');
  const again = new Date(context.clock().getTime() + TRY_AGAIN_MS);
  await context.db.tenant(principal.tenantId, (trx) => postponeDeletion(trx, id, again, toFailure(error).code));
};

export interface PurgeReport {
  readonly removed: number;
  readonly failed: number;
}

export const purgeDue = async (context: Context, principal: Principal, signal?: AbortSignal): Promise<PurgeReport> => {
  authorise(principal, 'admin');
  const due = await context.db.tenant(principal.tenantId, (trx) => dueDeletions(trx, context.clock(), AT_ONCE));
  let removed = 0;
  let failed = 0;
  for (const { id } of due) {
    if (signal?.aborted) break;
    try {
      await removeBlobs(context, principal.tenantId, await removeRows(context, principal, id));
      removed += 1;
    } catch (error) {
      failed += 1;
      await postpone(context, principal, id, error);
    }
  }
  return { removed, failed };
};
