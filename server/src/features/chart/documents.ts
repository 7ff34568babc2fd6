/** Documents that studies come with, and the manifest that each study has: what they are and where they are had. */
import {
  countDocuments as countRows,
  type DocumentListRow,
  type DocumentRow,
  documentsById,
  listDocuments,
} from '../../db/index.ts';
import type { Principal } from '../access/index.ts';
import type { Context } from '../context.ts';
import { encapsulatedClasses, reportOf } from '../reports/index.ts';
import { ofDocuments } from './conditions.ts';
import { listed } from './listed.ts';

export interface ChartDocument {
  readonly row: DocumentListRow;
  /** Absent: the manifest of the study. */
  readonly document?: { readonly object: DocumentRow; readonly title: string };
}

const sopClasses = [...encapsulatedClasses];

const withTitles = async (
  context: Context,
  { tenantId }: Principal,
  rows: readonly DocumentListRow[],
): Promise<readonly ChartDocument[]> => {
  const ids = rows.filter(({ kind }) => kind === 'document').map(({ id }) => id);
  const objects = ids.length === 0 ? [] : await context.db.tenant(tenantId, (trx) => documentsById(trx, ids));
  const read = objects.map(async (object) => {
    const { title } = await reportOf(context, object);
    return [object.id, { object, title }] as const;
  });
  const documents = new Map(await Promise.all(read));
  return rows.map((row) => {
    const document = row.kind === 'document' ? documents.get(row.id) : undefined;
    return { row, ...(document && { document }) };
  });
};

const documents = listed({
  type: 'DocumentReference',
  called: 'documents',
  // A grant that is narrowed to modalities says nothing of documents: it is one of studies.
  conditions: ofDocuments,
  columns: { updated: ['i.received_at', 'timestamptz'], date: ['i.received_at', 'timestamptz'] },
  list: (trx, page) => listDocuments(trx, { sopClasses, ...page }),
  count: (trx, conditions) => countRows(trx, { sopClasses, conditions }),
  complete: withTitles,
});

export const searchDocuments = documents.search;
export const countDocuments = documents.count;
export const readDocument = documents.read;
