/** The same UID came with other bytes: both are kept, and a person says which is served. */
import {
  appendOutbox,
  chooseInstance,
  listConflictRows,
  lockConflict,
  settleConflict,
  type Trx,
  versionRows,
} from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { authorise, type Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';

const MOST = 1000;

export const listConflicts = async (context: Context, principal: Principal, open: boolean) => {
  authorise(principal, 'admin');
  const rows = await context.db.tenant(principal.tenantId, (trx) => listConflictRows(trx, open, MOST));
  return rows.map((row) => ({
    id: row.id,
    sopInstanceUid: row.sop_instance_uid,
    kind: row.kind,
    versions: [row.kept_version, row.other_version],
    chosenVersion: row.chosen_version,
    receivedFrom: row.received_from,
    raisedAt: row.raised_at.toISOString(),
    resolvedBy: row.resolved_by,
    resolvedAt: row.resolved_at?.toISOString() ?? null,
  }));
};

const tell = async (trx: Trx, principal: Principal, id: string, version: number, studies: readonly string[]) => {
  for (const studyInstanceUid of new Set(studies)) {
    await appendOutbox(trx, principal.tenantId, 'instance.stored', { studyInstanceUid });
    const detail = { conflict: id, version };
    await recordAudit(trx, principal, { event: 'instancesAccessed', action: 'U', studyInstanceUid, detail });
  }
};

/** Serves that version from now on, or goes on serving it. */
export const resolveConflict = async (
  context: Context,
  principal: Principal,
  id: string,
  version: number,
): Promise<void> => {
  authorise(principal, 'admin');
  await context.db.tenant(principal.tenantId, async (trx) => {
    const conflict = (await lockConflict(trx, id)) ?? fail('not-found');
    if (conflict.resolved_at !== null) fail('conflict', 'It was resolved already.');
    const versions = await versionRows(trx, conflict.sop_instance_uid);
    const wanted = versions.find((one) => one.version === version) ?? fail('not-found', 'There is no such version.');
    if (wanted.id !== conflict.kept_instance_id && wanted.id !== conflict.other_instance_id)
      fail('bad-request', 'The conflict is between other versions.');
    const replaced = versions.find((one) => one.chosen)?.id ?? null;
    await chooseInstance(trx, conflict.sop_instance_uid, wanted.id);
    const chosen = { chosen_instance_id: wanted.id, replaced_instance_id: replaced };
    await settleConflict(trx, id, { ...chosen, resolved_at: context.clock(), resolved_by: principal.subject });
    await tell(
      trx,
      principal,
      id,
      version,
      versions.map((one) => one.study_instance_uid),
    );
  });
};

/** Serves again what was served before, and asks the question anew. */
export const undoResolution = async (context: Context, principal: Principal, id: string): Promise<void> => {
  authorise(principal, 'admin');
  await context.db.tenant(principal.tenantId, async (trx) => {
    const conflict = (await lockConflict(trx, id)) ?? fail('not-found');
    if (conflict.resolved_at === null) fail('conflict', 'It is not resolved.');
    const versions = await versionRows(trx, conflict.sop_instance_uid);
    if (versions.find((one) => one.chosen)?.id !== conflict.chosen_instance_id)
      fail('conflict', 'A later decision on this object has to be undone first.');
    const earlier = versions.find((one) => one.id === conflict.replaced_instance_id) ?? fail('gone');
    await chooseInstance(trx, conflict.sop_instance_uid, earlier.id);
    const open = { chosen_instance_id: null, replaced_instance_id: null, resolved_at: null, resolved_by: null };
    await settleConflict(trx, id, open);
    await tell(
      trx,
      principal,
      id,
      earlier.version,
      versions.map((one) => one.study_instance_uid),
    );
  });
};
