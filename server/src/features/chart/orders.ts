/** Orders: the scheduled steps, in whatever state. */
import { sql } from 'kysely';
import { countOrders as countRows, listOrders, type OrderRow } from '../../db/index.ts';
import { type Principal, type Reach, reach } from '../access/index.ts';
import { auditAlone } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { type ChartAsk, listOf, type Page, type PageOf, pageOf } from './ask.ts';
import { isId, ofOrders, reachConditions } from './conditions.ts';

const columns = {
  updated: { by: sql.ref('s.updated_at'), type: 'timestamptz' },
  date: { by: sql.ref('s.created_at'), type: 'timestamptz' },
} as const;

const find = async (
  context: Context,
  principal: Principal,
  allowed: Reach,
  ask: ChartAsk,
  page: Page,
): Promise<PageOf<OrderRow>> => {
  const conditions = [...ofOrders(ask), ...reachConditions(allowed)];
  const rows = await context.db.tenant(principal.tenantId, (trx) =>
    listOrders(trx, { ...listOf(page, columns), conditions }),
  );
  const found = pageOf(rows, page);
  await auditAlone(context, principal, { event: 'query', action: 'E', detail: { orders: found.items.length } });
  return found;
};

export const searchOrders = (context: Context, principal: Principal, ask: ChartAsk, page: Page) =>
  find(context, principal, reach(principal, 'ServiceRequest', 's'), ask, page);

export const countOrders = async (context: Context, principal: Principal, ask: ChartAsk): Promise<number> => {
  const allowed = reach(principal, 'ServiceRequest', 's');
  const conditions = [...ofOrders(ask), ...reachConditions(allowed)];
  return context.db.tenant(principal.tenantId, (trx) => countRows(trx, conditions));
};

export const readOrder = async (context: Context, principal: Principal, id: string) => {
  const allowed = reach(principal, 'ServiceRequest', 'r');
  if (!isId(id)) return undefined;
  return (await find(context, principal, allowed, { ids: [id] }, { limit: 1 })).items[0];
};
