/** Reports that came as messages. Every version stays; the one that nothing superseded is current. */
import { type RawBuilder, sql } from 'kysely';
import { newId } from '../ids.ts';
import type { Trx } from './database.ts';
import type { NewRow, Row } from './tables/index.ts';

export type MessageReportRow = Row<'message_reports'>;

/** The current version, held until the transaction ends, so that two new versions come one after the other. */
export const currentReport = (trx: Trx, sourceName: string, key: string): Promise<MessageReportRow | undefined> =>
  trx
    .selectFrom('message_reports')
    .selectAll()
    .where('source_name', '=', sourceName)
    .where('report_key', '=', key)
    .where('superseded_by', 'is', null)
    .forUpdate()
    .executeTakeFirst();

type NewReport = Omit<NewRow<'message_reports'>, 'id' | 'report_id' | 'superseded_by'>;

/** The new version takes the place of the current one. */
export const supersedeReport = async (
  trx: Trx,
  report: NewReport,
  current: MessageReportRow | undefined,
): Promise<string> => {
  const id = newId();
  if (current !== undefined)
    await trx.updateTable('message_reports').set({ superseded_by: id }).where('id', '=', current.id).execute();
  await trx
    .insertInto('message_reports')
    .values({ ...report, id, report_id: current?.report_id ?? id })
    .execute();
  return id;
};

/** A version that came after a later one: kept, and superseded from the start. */
export const keepOldReport = async (trx: Trx, report: NewReport, current: MessageReportRow): Promise<string> => {
  const id = newId();
  await trx
    .insertInto('message_reports')
    .values({ ...report, id, report_id: current.report_id, superseded_by: current.id })
    .execute();
  return id;
};

export interface StudyReportRow extends MessageReportRow {
  readonly of_study: string;
}

/**
 * The current reports of studies that we hold: by study UID, else by accession number, and then only those of the same person, since
 * two hospitals may give one number twice.
 */
const reportsJoined = (studyUids: readonly string[], columns: RawBuilder<unknown>) => sql`
    select ${columns}
    from studies s
    join message_reports r on r.superseded_by is null and r.study_instance_uid = s.study_instance_uid
    where s.study_instance_uid = any(${[...studyUids]}::text[])
    union all
    select ${columns}
    from studies s
    join message_reports r on r.superseded_by is null and r.study_instance_uid is null and r.accession_number = s.accession_number
    join memberships m on m.patient_record_id = s.patient_record_id and m.valid_to is null
    join memberships n on n.patient_record_id = r.patient_record_id and n.valid_to is null and n.person_id = m.person_id
    where s.study_instance_uid = any(${[...studyUids]}::text[])`;

export const reportsOfStudies = async (trx: Trx, studyUids: readonly string[]): Promise<StudyReportRow[]> => {
  if (studyUids.length === 0) return [];
  const result = await reportsJoined(studyUids, sql`r.*, s.study_instance_uid as of_study`).execute(trx);
  return result.rows as StudyReportRow[];
};

/** Of these studies, those that `reportsOfStudies` has something for. */
export const studiesWithReports = async (trx: Trx, studyUids: readonly string[]): Promise<ReadonlySet<string>> => {
  if (studyUids.length === 0) return new Set();
  const result = await reportsJoined(studyUids, sql`s.study_instance_uid as of_study`).execute(trx);
  return new Set((result.rows as Pick<StudyReportRow, 'of_study'>[]).map((row) => row.of_study));
};
