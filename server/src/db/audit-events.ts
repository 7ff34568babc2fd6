/** Audit rows: inserted, never changed. */

import { sql } from 'kysely';
import { newId } from '../ids.ts';
import { type Database, isConnectionLoss, type Trx } from './database.ts';
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

const columns = [
  ['id', 'uuid'],
  ['event_code', 'text'],
  ['action', 'text'],
  ['outcome', 'text'],
  ['subject', 'text'],
  ['door', 'text'],
  ['address', 'text'],
  ['patient_record_id', 'uuid'],
  ['study_instance_uid', 'text'],
  ['detail', 'jsonb'],
] as const satisfies readonly (readonly [keyof NewRow<'audit_events'>, string])[];

const names = columns.map(([name]) => name).join(', ');
const arrays = columns.map(([, type], at) => `$${at + 2}::${type}[]`).join(', ');

/** One text however many rows, so that it is prepared. */
const commitSql = `insert into audit_events (tenant_id, ${names}) select $1::uuid, told.* from unnest(${arrays}) as told (${names})`;

/**
 * The same as a transaction of its own: committed when it is answered. After a connection was lost nobody knows whether it was: then
 * it is written again, as what happened must be told at least once.
 */
export const commitAuditEvents = async (
  db: Database,
  tenantId: string,
  rows: readonly Omit<NewRow<'audit_events'>, 'id' | 'tenant_id'>[],
): Promise<void> => {
  const values = () => {
    const told = rows.map((row) => ({ id: newId(), ...row }));
    return [tenantId, ...columns.map(([name]) => told.map((row) => row[name] ?? null))];
  };
  try {
    await db.statement(tenantId, commitSql, values());
  } catch (error) {
    if (!isConnectionLoss(error)) throw error;
    await db.statement(tenantId, commitSql, values());
  }
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
