/** Removing is an intention first: hidden at once, taken back until the day, and carried out by nobody's request. */
import {
  appendOutbox,
  endDeletion,
  findStudy,
  insertDeletion,
  listDeletionRows,
  lockDeletion,
} from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { authorise, type Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';

const DAY_MS = 86_400_000;
const MOST = 1000;

export interface DeletionInput {
  readonly studyInstanceUid: string;
  readonly reason: string;
  /** At least 1: bytes that are being written now are never near one that goes. */
  readonly graceDays: number;
  readonly rule?: string;
}

export const requestDeletion = async (
  context: Context,
  principal: Principal,
  { studyInstanceUid, reason, graceDays, rule }: DeletionInput,
): Promise<{ readonly id: string; readonly instances: number; readonly notBefore: string }> => {
  authorise(principal, 'admin');
  if (reason.trim() === '') fail('bad-request', 'Say why.');
  if (!Number.isInteger(graceDays) || graceDays < 1) fail('bad-request', 'The grace period is one day or more.');
  const now = context.clock();
  const notBefore = new Date(now.getTime() + graceDays * DAY_MS);
  const { tenantId, subject } = principal;
  return context.db.tenant(tenantId, async (trx) => {
    const study = (await findStudy(trx, studyInstanceUid)) ?? fail('not-found');
    const made = await insertDeletion(trx, tenantId, {
      study_instance_uid: studyInstanceUid,
      rule: rule ?? null,
      reason,
      requested_by: subject,
      requested_at: now,
      not_before: notBefore,
    });
    if (!made) return fail('not-found', 'Nothing of this study is left to remove.');
    await appendOutbox(trx, tenantId, 'instance.stored', { studyInstanceUid });
    const detail = { deletion: made.id, instances: made.instances, notBefore: notBefore.toISOString() };
    const patientRecordId = study.patient_record_id;
    await recordAudit(trx, principal, {
      event: 'studyDeleted',
      action: 'D',
      patientRecordId,
      studyInstanceUid,
      detail,
    });
    return { ...made, notBefore: notBefore.toISOString() };
  });
};

export const undelete = async (
  context: Context,
  principal: Principal,
  id: string,
): Promise<{ readonly instances: number }> => {
  authorise(principal, 'admin');
  return context.db.tenant(principal.tenantId, async (trx) => {
    const deletion = (await lockDeletion(trx, id)) ?? fail('not-found');
    if (deletion.done_at !== null) fail('gone', 'The grace period is over.');
    if (deletion.undone_at !== null) fail('conflict', 'It was undone already.');
    const instances = await endDeletion(trx, id, principal.subject, context.clock());
    const studyInstanceUid = deletion.study_instance_uid;
    await appendOutbox(trx, principal.tenantId, 'instance.stored', { studyInstanceUid });
    const detail = { undone: id, instances };
    await recordAudit(trx, principal, { event: 'instancesAccessed', action: 'U', studyInstanceUid, detail });
    return { instances };
  });
};

/** Newest first. */
export const listDeletions = async (context: Context, principal: Principal) => {
  authorise(principal, 'admin');
  const rows = await context.db.tenant(principal.tenantId, (trx) => listDeletionRows(trx, MOST));
  return rows.map((row) => ({
    id: row.id,
    studyInstanceUid: row.study_instance_uid,
    instances: row.instances,
    rule: row.rule,
    reason: row.reason,
    requestedBy: row.requested_by,
    requestedAt: row.requested_at.toISOString(),
    notBefore: row.not_before.toISOString(),
    undoneAt: row.undone_at?.toISOString() ?? null,
    doneAt: row.done_at?.toISOString() ?? null,
    attempts: row.attempts,
    errorCode: row.error_code,
  }));
};
