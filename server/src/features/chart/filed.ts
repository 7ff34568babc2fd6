/** What is filed under patients and is a list of its own: visits, diagnoses, consents. */
import { sql } from 'kysely';
import { countFiled, type FiledTable, type ListRow, listFiled, type Row } from '../../db/index.ts';
import { type Principal, type Reach, type ReadableType, reach } from '../access/index.ts';
import { auditAlone } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { type ChartAsk, listOf, type Page, type PageOf, pageOf } from './ask.ts';
import { type Condition, isId, ofConsents, ofDiagnoses, ofVisits, reachConditions } from './conditions.ts';

interface Filing<T extends FiledTable> {
  readonly table: T;
  readonly type: ReadableType;
  readonly conditions: (ask: ChartAsk) => readonly Condition[];
  /** The date that it is known by, as text. */
  readonly date: string;
}

const filed = <T extends FiledTable>({ table, type, conditions, date }: Filing<T>) => {
  const columns = {
    updated: { by: sql.ref('f.updated_at'), type: 'timestamptz' },
    date: { by: sql.ref(date), type: 'text' },
  } as const;
  const find = async (
    context: Context,
    principal: Principal,
    allowed: Reach,
    ask: ChartAsk,
    page: Page,
  ): Promise<PageOf<Row<T> & ListRow>> => {
    const asked = { ...listOf(page, columns), conditions: [...conditions(ask), ...reachConditions(allowed)] };
    const rows = await context.db.tenant(principal.tenantId, (trx) => listFiled(trx, table, asked));
    const found = pageOf(rows, page);
    await auditAlone(context, principal, { event: 'query', action: 'E', detail: { [table]: found.items.length } });
    return found;
  };
  return {
    search: (context: Context, principal: Principal, ask: ChartAsk, page: Page) =>
      find(context, principal, reach(principal, type, 's'), ask, page),
    count: (context: Context, principal: Principal, ask: ChartAsk): Promise<number> => {
      const all = [...conditions(ask), ...reachConditions(reach(principal, type, 's'))];
      return context.db.tenant(principal.tenantId, (trx) => countFiled(trx, table, all));
    },
    read: async (context: Context, principal: Principal, id: string): Promise<(Row<T> & ListRow) | undefined> => {
      const allowed = reach(principal, type, 'r');
      if (!isId(id)) return undefined;
      return (await find(context, principal, allowed, { ids: [id] }, { limit: 1 })).items[0];
    },
  };
};

export const filedVisits = filed({ table: 'visits', type: 'Encounter', conditions: ofVisits, date: 'f.started_at' });
export const filedDiagnoses = filed({
  table: 'diagnoses',
  type: 'Condition',
  conditions: ofDiagnoses,
  date: 'f.diagnosed_at',
});
export const filedConsents = filed({
  table: 'consents',
  type: 'Consent',
  conditions: ofConsents,
  date: 'f.consented_at',
});
