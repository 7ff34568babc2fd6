/** Documents that studies come with, and the manifest that each study has: what they are and where they are had. */
import { sql } from 'kysely';
import {
  countDocuments as countRows,
  type DocumentListRow,
  type DocumentRow,
  documentsById,
  listDocuments,
} from '../../db/index.ts';
import { type Principal, type Reach, reach } from '../access/index.ts';
import { auditAlone } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { encapsulatedClasses, reportOf } from '../reports/index.ts';
import { type ChartAsk, listOf, type Page, type PageOf, pageOf } from './ask.ts';
import { isId, ofDocuments, reachConditions } from './conditions.ts';

export interface ChartDocument {
  readonly row: DocumentListRow;
  /** Absent: the manifest of the study. */
  readonly document?: { readonly object: DocumentRow; readonly title: string };
}

const columns = {
  updated: { by: sql.ref('i.received_at'), type: 'timestamptz' },
  date: { by: sql.ref('i.received_at'), type: 'timestamptz' },
} as const;

/** A grant that is narrowed to modalities says nothing of documents: it is one of studies. */
const asked = (ask: ChartAsk, allowed: Reach) => ({
  sopClasses: [...encapsulatedClasses],
  conditions: [...ofDocuments(ask), ...reachConditions(allowed)],
});

const find = async (
  context: Context,
  principal: Principal,
  allowed: Reach,
  ask: ChartAsk,
  page: Page,
): Promise<PageOf<ChartDocument>> => {
  const { items, next } = await context.db.tenant(principal.tenantId, async (trx) =>
    pageOf(await listDocuments(trx, { ...asked(ask, allowed), ...listOf(page, columns) }), page),
  );
  await auditAlone(context, principal, { event: 'query', action: 'E', detail: { documents: items.length } });
  const ids = items.filter(({ kind }) => kind === 'document').map(({ id }) => id);
  const objects = ids.length === 0 ? [] : await context.db.tenant(principal.tenantId, (trx) => documentsById(trx, ids));
  const read = objects.map(async (object) => {
    const { title } = await reportOf(context, object);
    return [object.id, { object, title }] as const;
  });
  const documents = new Map(await Promise.all(read));
  return {
    next,
    items: items.map((row) => {
      const document = row.kind === 'document' ? documents.get(row.id) : undefined;
      return { row, ...(document && { document }) };
    }),
  };
};

export const searchDocuments = (context: Context, principal: Principal, ask: ChartAsk, page: Page) =>
  find(context, principal, reach(principal, 'DocumentReference', 's'), ask, page);

export const countDocuments = async (context: Context, principal: Principal, ask: ChartAsk): Promise<number> => {
  const allowed = reach(principal, 'DocumentReference', 's');
  return context.db.tenant(principal.tenantId, (trx) => countRows(trx, asked(ask, allowed)));
};

export const readDocument = async (context: Context, principal: Principal, id: string) => {
  const allowed = reach(principal, 'DocumentReference', 'r');
  if (!isId(id)) return undefined;
  return (await find(context, principal, allowed, { ids: [id] }, { limit: 1 })).items[0];
};
