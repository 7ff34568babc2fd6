/** Rules say how long studies are kept; what they want removed can be looked at before they are enabled. */
import {
  dueStudies,
  listRetentionRules,
  putRetentionRule,
  type RetentionRule,
  removeRetentionRule,
} from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { authorise, type Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { requestDeletion } from './delete-study.ts';

const MOST = 1000;

export interface RuleInput {
  readonly siteName?: string | undefined;
  readonly modality?: string | undefined;
  /** `foreign`: fetched as a prior and still listed by its source; `local`: sent to us */
  readonly origin?: 'local' | 'foreign' | undefined;
  readonly olderThanDays: number;
  readonly graceDays: number;
  readonly enabled: boolean;
}

const toRule = (row: RetentionRule) => ({
  name: row.name,
  ...(row.site_name !== null && { siteName: row.site_name }),
  ...(row.modality !== null && { modality: row.modality }),
  ...(row.origin !== null && { origin: row.origin }),
  olderThanDays: row.older_than_days,
  graceDays: row.grace_days,
  enabled: row.enabled,
});

const isWithin = (value: number, most: number): boolean => Number.isInteger(value) && value >= 1 && value <= most;

export const listRules = async (context: Context, principal: Principal) => {
  authorise(principal, 'admin');
  return (await context.db.tenant(principal.tenantId, listRetentionRules)).map(toRule);
};

export const putRule = async (context: Context, principal: Principal, name: string, input: RuleInput) => {
  authorise(principal, 'admin');
  if (!/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/.test(name)) fail('bad-request', 'The name has letters, digits, . _ and -.');
  if (!isWithin(input.olderThanDays, 36_500) || !isWithin(input.graceDays, 3650))
    fail('bad-request', 'Both periods are whole days, one or more.');
  await context.db.tenant(principal.tenantId, async (trx) => {
    await putRetentionRule(trx, {
      tenant_id: principal.tenantId,
      name,
      site_name: input.siteName ?? null,
      modality: input.modality ?? null,
      origin: input.origin ?? null,
      older_than_days: input.olderThanDays,
      grace_days: input.graceDays,
      enabled: input.enabled,
    });
    await recordAudit(trx, principal, { event: 'applicationActivity', action: 'U', detail: { rule: name } });
  });
  return { name, ...input };
};

export const removeRule = async (context: Context, principal: Principal, name: string): Promise<void> => {
  authorise(principal, 'admin');
  await context.db.tenant(principal.tenantId, async (trx) => {
    if (!(await removeRetentionRule(trx, name))) fail('not-found');
    await recordAudit(trx, principal, { event: 'applicationActivity', action: 'D', detail: { rule: name } });
  });
};

/** What each rule, enabled or not, would have removed now. */
export const listDue = async (context: Context, principal: Principal) => {
  authorise(principal, 'admin');
  const now = context.clock();
  return context.db.tenant(principal.tenantId, async (trx) => {
    const due = [];
    for (const rule of await listRetentionRules(trx))
      for (const study of await dueStudies(trx, rule, now, MOST))
        due.push({
          rule: rule.name,
          enabled: rule.enabled,
          studyInstanceUid: study.study_instance_uid,
          instances: study.instances,
          bytes: study.bytes,
          lastReceivedAt: study.last_received_at.toISOString(),
        });
    return due;
  });
};

/** Asks for the removal of what enabled rules want removed; each study by itself. */
export const applyRules = async (context: Context, principal: Principal, signal?: AbortSignal): Promise<number> => {
  let asked = 0;
  const due = (await listDue(context, principal)).filter((one) => one.enabled);
  const rules = new Map((await listRules(context, principal)).map((rule) => [rule.name, rule]));
  for (const { rule, studyInstanceUid } of due) {
    const graceDays = rules.get(rule)?.graceDays;
    if (signal?.aborted || graceDays === undefined) break;
    try {
      await requestDeletion(context, principal, { studyInstanceUid, reason: 'retention', graceDays, rule });
      asked += 1;
    } catch (error) {
      context.log.warn({ rule, err: error }, 'a study that is due could not be marked for removal');
    }
  }
  return asked;
};
