/** What reports were compared with, and the records whose studies are not shown while nobody has decided whose they are. */

import { sql } from 'kysely';
import { areNone, isAnyOf, type Listed, listOf } from './any-of.ts';
import type { Trx } from './database.ts';
import type { NewRow, Row } from './tables/index.ts';

export type MentionRow = Row<'report_mentions'>;

/** Of these reports, those that have not been read for mentions. */
export const unreadReports = async (trx: Trx, reportIds: readonly string[]): Promise<ReadonlySet<string>> => {
  if (reportIds.length === 0) return new Set();
  const rows = await trx
    .selectFrom('reports_read')
    .select('report_id')
    .where(isAnyOf('report_id', 'text', reportIds))
    .execute();
  const read = new Set(rows.map((row) => row.report_id));
  return new Set(reportIds.filter((id) => !read.has(id)));
};

/** What one report says; a report is read once. */
export const noteMentions = async (
  trx: Trx,
  report: NewRow<'reports_read'>,
  mentions: readonly Pick<NewRow<'report_mentions'>, 'modality' | 'dates'>[],
): Promise<void> => {
  const made = await trx
    .insertInto('reports_read')
    .values(report)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (made.numInsertedOrUpdatedRows !== 1n || mentions.length === 0) return;
  const { tenant_id, report_id, study_instance_uid } = report;
  await trx
    .insertInto('report_mentions')
    .values(mentions.map((mention, place) => ({ ...mention, tenant_id, report_id, study_instance_uid, place })))
    .execute();
};

/** Of the current reports of studies that are filed under these records. */
export const mentionsOfRecords = async (trx: Trx, recordIds: Listed): Promise<MentionRow[]> => {
  if (areNone(recordIds)) return [];
  const result = await sql<MentionRow>`
    select m.* from studies s join report_mentions m using (tenant_id, study_instance_uid)
    where s.patient_record_id = any(${listOf('uuid', recordIds)}) and not exists (
      select from message_reports r where r.tenant_id = m.tenant_id and r.id::text = m.report_id and r.superseded_by is not null)
    order by m.study_instance_uid, m.report_id, m.place`.execute(trx);
  return result.rows;
};

export interface HiddenRecordRow {
  readonly id: string;
  readonly issuer: string;
  readonly studies: number;
}

/** Where these records are from, and how many studies are known of each. */
export const hiddenRecords = async (
  trx: Trx,
  recordIds: readonly string[],
): Promise<ReadonlyMap<string, HiddenRecordRow>> => {
  if (recordIds.length === 0) return new Map();
  const result = await sql<HiddenRecordRow>`
    select r.id, r.issuer, (
      select count(*)::int from (
        select study_instance_uid from studies where patient_record_id = r.id
        union
        select study_instance_uid from holdings where patient_record_id = r.id and vanished_at is null) known) as studies
    from patient_records r where r.id = any(${[...recordIds]}::uuid[])`.execute(trx);
  return new Map(result.rows.map((row) => [row.id, row]));
};
