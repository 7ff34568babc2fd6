import { appendOutbox, endRejections, listRejectionNotes, rejectionsOfNote } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { authorise, type Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { rejectionTitles } from './apply-note.ts';

const MOST = 1000;

/** Notes that reject, newest first, of one study or of all. */
export const listRejections = async (context: Context, principal: Principal, studyInstanceUid?: string) => {
  authorise(principal, 'admin');
  const rows = await context.db.tenant(principal.tenantId, (trx) => listRejectionNotes(trx, studyInstanceUid, MOST));
  return rows.map((row) => ({
    note: row.note_sop_instance_uid,
    code: row.code,
    title: rejectionTitles[row.code],
    studies: row.studies,
    instances: row.instances,
    rejectedAt: row.rejected_at.toISOString(),
    undoneBy: row.undone_by,
    undoneAt: row.undone_at?.toISOString() ?? null,
  }));
};

/** What the note names is served again, unless another note names it too. */
export const undoRejection = async (context: Context, principal: Principal, note: string): Promise<void> => {
  authorise(principal, 'admin');
  const { tenantId } = principal;
  await context.db.tenant(tenantId, async (trx) => {
    const rows = await rejectionsOfNote(trx, note);
    if (rows.length === 0) fail('not-found');
    if (!rows.some((row) => row.undone_at === null && row.sop_instance_uid !== note))
      fail('conflict', 'It was undone already.');
    await endRejections(trx, rows, principal.subject, context.clock());
    for (const studyInstanceUid of new Set(rows.map((row) => row.study_instance_uid))) {
      await appendOutbox(trx, tenantId, 'instance.stored', { studyInstanceUid });
      const detail = { undone: note };
      await recordAudit(trx, principal, { event: 'instancesAccessed', action: 'U', studyInstanceUid, detail });
    }
  });
};
