/** The audit, for administrators; reading it is written down too (A27). */
import { listAuditEvents } from '../../db/index.ts';
import { authorise, type Principal } from '../access/index.ts';
import { auditAlone } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { type Page, type Period, pageOf } from './ask.ts';

export interface AuditAsk {
  readonly ids?: readonly string[];
  readonly records?: readonly string[];
  readonly period?: Period;
}

export const searchAudit = async (context: Context, principal: Principal, ask: AuditAsk, page: Page) => {
  authorise(principal, 'admin');
  const { period, ...rest } = ask;
  await auditAlone(context, principal, { event: 'auditLogUsed', action: 'R' });
  const rows = await context.db.tenant(principal.tenantId, (trx) =>
    listAuditEvents(trx, { ...rest, ...period, ...page, limit: page.limit + 1 }),
  );
  return pageOf(rows, page);
};
