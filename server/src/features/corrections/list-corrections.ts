import { correctionsOfStudy, findStudy } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { authorise, type Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';

/** Everything that was corrected of a study, its series and its patient, with what was undone. */
export const listCorrections = async (context: Context, principal: Principal, studyInstanceUid: string) => {
  authorise(principal, 'admin');
  return context.db.tenant(principal.tenantId, async (trx) => {
    const study = (await findStudy(trx, studyInstanceUid)) ?? fail('not-found');
    await recordAudit(trx, principal, { event: 'instancesAccessed', action: 'R', studyInstanceUid });
    const rows = await correctionsOfStudy(trx, study);
    return rows.map((row) => ({
      id: row.id,
      subject: row.subject,
      before: row.before,
      after: row.after,
      reason: row.reason,
      madeBy: row.made_by,
      madeAt: row.made_at.toISOString(),
      undoneBy: row.undone_by,
      undoneAt: row.undone_at?.toISOString() ?? null,
    }));
  });
};
