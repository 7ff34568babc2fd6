/** What people decided about patients and studies, for administrators: the reasons are words of people, and may name anybody. */
import { sql } from 'kysely';
import { type ChangeListRow, countChanges as countRows, listChanges } from '../../db/index.ts';
import { authorise, type Principal } from '../access/index.ts';
import { auditAlone } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { type ChartAsk, listOf, type Page, type PageOf, pageOf } from './ask.ts';
import { ofChanges } from './conditions.ts';

const moment = { by: sql.ref('c.made_at'), type: 'timestamptz' } as const;
const columns = { updated: moment, date: moment };

/** Newest first unless asked for otherwise. */
export const searchChanges = async (
  context: Context,
  principal: Principal,
  ask: ChartAsk,
  page: Page,
): Promise<PageOf<ChangeListRow>> => {
  authorise(principal, 'admin');
  const { sort = { by: 'date', descending: true } } = page;
  const rows = await context.db.tenant(principal.tenantId, (trx) =>
    listChanges(trx, { ...listOf({ ...page, sort }, columns), conditions: ofChanges(ask) }),
  );
  const found = pageOf(rows, page);
  await auditAlone(context, principal, { event: 'query', action: 'E', detail: { changes: found.items.length } });
  return found;
};

export const countChanges = async (context: Context, principal: Principal, ask: ChartAsk): Promise<number> => {
  authorise(principal, 'admin');
  return context.db.tenant(principal.tenantId, (trx) => countRows(trx, { conditions: ofChanges(ask) }));
};
