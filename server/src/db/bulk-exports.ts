/** Bulk exports: asked, made file by file, fetched, forgotten. */
import { sql } from 'kysely';
import type { Trx } from './database.ts';
import type { NewRow, Row } from './tables/index.ts';

export type BulkExportRow = Row<'bulk_exports'>;
export type BulkExportFileRow = Row<'bulk_export_files'>;

export const insertExport = async (trx: Trx, row: NewRow<'bulk_exports'>): Promise<void> => {
  await trx.insertInto('bulk_exports').values(row).execute();
};

export const findExport = (trx: Trx, id: string): Promise<BulkExportRow | undefined> =>
  trx.selectFrom('bulk_exports').selectAll().where('id', '=', id).executeTakeFirst();

export const countRunningExports = async (trx: Trx, subject: string): Promise<number> => {
  const row = await trx
    .selectFrom('bulk_exports')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('subject', '=', subject)
    .where('status', '=', 'running')
    .executeTakeFirstOrThrow();
  return Number(row.count);
};

/** The one that waits longest, leased; `attempts` counts how often it was taken since its last file. */
export const takeDueExport = async (trx: Trx, now: Date, leasedUntil: Date): Promise<BulkExportRow | undefined> => {
  const result = await sql<BulkExportRow>`
    update bulk_exports set next_at = ${leasedUntil}, attempts = attempts + 1
    where (tenant_id, id) = (
      select tenant_id, id from bulk_exports where status = 'running' and next_at <= ${now}
      order by next_at limit 1 for update skip locked)
    returning *`.execute(trx);
  return result.rows[0];
};

/** Changes one that still runs; false when it does not: it was cancelled meanwhile. */
export const advanceExport = async (
  trx: Trx,
  id: string,
  change: Partial<Pick<BulkExportRow, 'status' | 'at_type' | 'after' | 'attempts' | 'ended_at' | 'next_at'>>,
): Promise<boolean> => {
  const { numUpdatedRows } = await trx
    .updateTable('bulk_exports')
    .set(change)
    .where('id', '=', id)
    .where('status', '=', 'running')
    .executeTakeFirst();
  return numUpdatedRows > 0n;
};

export const insertExportFile = async (trx: Trx, file: Omit<BulkExportFileRow, 'number'>): Promise<void> => {
  await sql`insert into bulk_export_files (tenant_id, export_id, number, type, resources, body)
    select ${file.tenant_id}::uuid, ${file.export_id}::uuid, coalesce(max(number), 0) + 1, ${file.type}, ${file.resources}::int, ${file.body}::bytea
    from bulk_export_files where export_id = ${file.export_id}::uuid`.execute(trx);
};

export const listExportFiles = (trx: Trx, exportId: string): Promise<Omit<BulkExportFileRow, 'body'>[]> =>
  trx
    .selectFrom('bulk_export_files')
    .select(['tenant_id', 'export_id', 'number', 'type', 'resources'])
    .where('export_id', '=', exportId)
    .orderBy('number')
    .execute();

export const findExportFile = (trx: Trx, exportId: string, number: number): Promise<BulkExportFileRow | undefined> =>
  trx
    .selectFrom('bulk_export_files')
    .selectAll()
    .where('export_id', '=', exportId)
    .where('number', '=', number)
    .executeTakeFirst();

/** Whatever state it is in, it is cancelled and its files are gone. */
export const cancelExport = async (trx: Trx, id: string, at: Date): Promise<void> => {
  await trx.updateTable('bulk_exports').set({ status: 'cancelled', ended_at: at }).where('id', '=', id).execute();
  await trx.deleteFrom('bulk_export_files').where('export_id', '=', id).execute();
};

/** Files of exports that ended before are removed; gives how many exports that were. */
export const forgetExports = async (trx: Trx, before: Date, limit: number): Promise<number> => {
  const old = await trx
    .selectFrom('bulk_exports')
    .select('id')
    .where('status', 'in', ['done', 'failed'])
    .where('ended_at', '<', before)
    .orderBy('ended_at')
    .limit(limit)
    .execute();
  for (const { id } of old) await cancelExport(trx, id, before);
  return old.length;
};
