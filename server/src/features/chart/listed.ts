/** A kind of a chart that is a list of its own in the database: searched, counted and read alike, each search written down. */
import { sql } from 'kysely';
import type { ListOrder, ListPage, ListRow, Trx } from '../../db/index.ts';
import { type Principal, type Reach, type ReadableType, reach } from '../access/index.ts';
import { auditAlone } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { type ChartAsk, type ChartSort, listOf, type Page, type PageOf, pageOf } from './ask.ts';
import { type Condition, isId, reachConditions } from './conditions.ts';

type Column = readonly [column: string, type: ListOrder['type']];

const orderBy = ([column, type]: Column) => ({ by: sql.ref(column), type });

interface Listing<T extends ListRow, R> {
  readonly type: ReadableType;
  /** What the audit trail calls it. */
  readonly called: string;
  readonly conditions: (ask: ChartAsk) => readonly Condition[];
  /** Columns of when it was last changed here, and of the date that it is known by. */
  readonly columns: Readonly<Record<ChartSort['by'], Column>>;
  readonly list: (trx: Trx, page: ListPage) => Promise<readonly T[]>;
  readonly count: (trx: Trx, conditions: readonly Condition[]) => Promise<number>;
  /** Reads what the list does not hold, in its order, when the search is written down. */
  readonly complete: (context: Context, principal: Principal, rows: readonly T[]) => Promise<readonly R[]>;
}

export const listed = <T extends ListRow, R>(listing: Listing<T, R>) => {
  const { type, called, conditions, columns, list, count, complete } = listing;
  const sorts = { updated: orderBy(columns.updated), date: orderBy(columns.date) };
  const find = async (
    context: Context,
    principal: Principal,
    allowed: Reach,
    ask: ChartAsk,
    page: Page,
  ): Promise<PageOf<R>> => {
    const asked = { ...listOf(page, sorts), conditions: [...conditions(ask), ...reachConditions(allowed)] };
    const found = pageOf(await context.db.tenant(principal.tenantId, (trx) => list(trx, asked)), page);
    await auditAlone(context, principal, { event: 'query', action: 'E', detail: { [called]: found.items.length } });
    return { next: found.next, items: await complete(context, principal, found.items) };
  };
  return {
    search: (context: Context, principal: Principal, ask: ChartAsk, page: Page): Promise<PageOf<R>> =>
      find(context, principal, reach(principal, type, 's'), ask, page),
    count: (context: Context, principal: Principal, ask: ChartAsk): Promise<number> => {
      const all = [...conditions(ask), ...reachConditions(reach(principal, type, 's'))];
      return context.db.tenant(principal.tenantId, (trx) => count(trx, all));
    },
    read: async (context: Context, principal: Principal, id: string): Promise<R | undefined> => {
      const allowed = reach(principal, type, 'r');
      if (!isId(id)) return undefined;
      return (await find(context, principal, allowed, { ids: [id] }, { limit: 1 })).items[0];
    },
  };
};

/** The same of a list that holds everything. */
export const listedWhole = <T extends ListRow>(listing: Omit<Listing<T, T>, 'complete'>) =>
  listed<T, T>({ ...listing, complete: (_context, _principal, rows) => Promise.resolve(rows) });
