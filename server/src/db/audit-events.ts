/** Audit rows: inserted, never changed. */

import { sql } from 'kysely';
import { newId } from '../ids.ts';
import type { Trx } from './database.ts';
import type { NewRow, Row } from './tables/index.ts';

export const insertAuditEvents = async (
  trx: Trx,
  rows: readonly Omit<NewRow<'audit_events'>, 'id'>[],
): Promise<void> => {
  if (rows.length === 0) return;
  await trx
    .insertInto('audit_events')
    .values(rows.map((row) => ({ id: newId(), ...row })))
    .execute();
};

export interface AuditPage {
  readonly ids?: readonly string[];
  readonly records?: readonly string[];
  readonly from?: Date;
  readonly before?: Date;
  /** Only what is older than this one. */
  readonly after?: string;
  readonly limit: number;
}

/** Newest first. */
export const listAuditEvents = (trx: Trx, page: AuditPage): Promise<Row<'audit_events'>[]> => {
  let query = trx.selectFrom('audit_events').selectAll();
  if (page.ids) query = query.where('id', '=', sql<string>`any(${[...page.ids]}::uuid[])`);
  if (page.records) query = query.where('patient_record_id', '=', sql<string>`any(${[...page.records]}::uuid[])`);
  if (page.from) query = query.where('at', '>=', page.from);
  if (page.before) query = query.where('at', '<', page.before);
  if (page.after !== undefined) query = query.where('id', '<', page.after);
  return query.orderBy('id', 'desc').limit(page.limit).execute();
};
