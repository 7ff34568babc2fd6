/** Reports whichever way they came, as one list: documents that are objects, and the versions of those that came as messages. */
import { type RawBuilder, sql } from 'kysely';
import type { Trx } from './database.ts';
import { keyset, type ListPage, type ListRow } from './keyset.ts';
import type { MessageReportRow } from './message-reports.ts';

export interface ReportListRow extends ListRow {
  /** Its row: an instance, or one version of a report. */
  readonly version_id: string;
  readonly kind: 'document' | 'message';
}

export interface ReportsAsked {
  readonly sopClasses: readonly string[];
  /** On the aliases i (id, received_at, identifier, source_name, report_date) and p. */
  readonly conditions: readonly RawBuilder<boolean>[];
  /** Of messages, every version by its own id, not the current ones by that of the report. */
  readonly versions?: boolean;
}

const reports = ({ sopClasses, versions = false }: Omit<ReportsAsked, 'conditions'>) => sql`(
  select i.tenant_id, i.id, i.id as version_id, 'document' as kind, i.received_at, i.sop_instance_uid as identifier,
    null::text as source_name, st.study_date as report_date, st.patient_record_id
  from instances i
  join series se on se.tenant_id = i.tenant_id and se.id = i.series_id
  join studies st on st.tenant_id = se.tenant_id and st.id = se.study_id
  where i.served and i.sop_class_uid = any(${[...sopClasses]}::text[])
  union all
  select r.tenant_id, ${versions ? sql`r.id` : sql`r.report_id`}, r.id, 'message', r.received_at, r.report_key, r.source_name,
    left(r.reported_at, 8), r.patient_record_id
  from message_reports r where ${versions ? sql`true` : sql`r.superseded_by is null`}
) i join patient_records p on p.tenant_id = i.tenant_id and p.id = i.patient_record_id`;

export const listReports = async (trx: Trx, asked: ReportsAsked & ListPage): Promise<ReportListRow[]> => {
  const { column, where, end } = keyset(sql.ref('i.id'), asked);
  const result = await sql<ReportListRow>`
    select i.id, i.version_id, i.kind ${column} from ${reports(asked)} where ${where} ${end}`.execute(trx);
  return result.rows;
};

export const countReports = async (trx: Trx, asked: ReportsAsked): Promise<number> => {
  const where = sql.join([sql`true`, ...asked.conditions], sql` and `);
  const result = await sql<{ count: number }>`
    select count(*)::int as count from ${reports(asked)} where ${where}`.execute(trx);
  return result.rows[0]?.count ?? 0;
};

/** One version of a report that came as messages. */
export interface ReportVersionRow extends MessageReportRow {
  /** The study of ours that it is of, of the same person; null: none, or none yet. */
  readonly study_id: string | null;
  readonly study_uid: string | null;
  readonly is_first: boolean;
}

const withStudy = sql`
  select r.*, st.id as study_id, st.study_instance_uid as study_uid, not exists (select from message_reports o
    where o.tenant_id = r.tenant_id and o.report_id = r.report_id and o.id < r.id) as is_first
  from message_reports r left join lateral (
    select s.id, s.study_instance_uid from studies s
    join memberships m on m.tenant_id = s.tenant_id and m.patient_record_id = s.patient_record_id and m.valid_to is null
    join memberships n on n.tenant_id = m.tenant_id and n.person_id = m.person_id and n.valid_to is null
      and n.patient_record_id = r.patient_record_id
    where s.tenant_id = r.tenant_id and (s.study_instance_uid = r.study_instance_uid
      or (r.study_instance_uid is null and s.accession_number = r.accession_number))
    order by s.id limit 1) st on true`;

export const reportVersionsById = async (trx: Trx, ids: readonly string[]): Promise<ReportVersionRow[]> => {
  if (ids.length === 0) return [];
  const result = await sql<ReportVersionRow>`${withStudy} where r.id = any(${[...ids]}::uuid[])`.execute(trx);
  return result.rows;
};

/** Newest first; what is current is the first, also when an older one came late. */
export const versionsOfReport = async (trx: Trx, reportId: string): Promise<ReportVersionRow[]> => {
  const result = await sql<ReportVersionRow>`${withStudy}
    where r.report_id = ${reportId}::uuid order by r.superseded_by is null desc, r.id desc limit 1000`.execute(trx);
  return result.rows;
};
