/** Which objects a rejection note names (IHE RAD TF-3 4.66), and whether that is in force. */
import { sql } from 'kysely';
import type { Trx } from './database.ts';
import type { RejectionCode, Row } from './tables/index.ts';

export interface Rejected {
  readonly studyInstanceUid: string;
  readonly sopInstanceUid: string;
}

/**
 * Whether a note that names an object is in force. What is given are SQL expressions; a note that speaks of one issuer's objects only is in
 * force for those whose study is filed under a patient of that issuer.
 */
export const isRejectedSql = (tenantId: string, sopInstanceUid: string, seriesId: string): string => `exists (
  select from rejections r where r.tenant_id = ${tenantId} and r.sop_instance_uid = ${sopInstanceUid} and r.undone_at is null
    and (r.only_issuer is null or r.only_issuer = (
      select p.issuer from series s join studies t on t.id = s.study_id join patient_records p on p.id = t.patient_record_id
      where s.id = ${seriesId})))`;

/** An object is hidden as long as any note that names it is in force. */
const refresh = async (trx: Trx, sopInstanceUids: readonly string[]): Promise<void> => {
  const rejected = sql.raw(isRejectedSql('i.tenant_id', 'i.sop_instance_uid', 'i.series_id'));
  await sql`update instances i set rejected = ${rejected}
    where i.sop_instance_uid = any(${[...sopInstanceUids]}::text[]) and i.rejected <> ${rejected}`.execute(trx);
};

/** How many objects this note newly names; one that was undone stays undone when it is sent again. */
export const insertRejections = async (
  trx: Trx,
  tenantId: string,
  note: { readonly sopInstanceUid: string; readonly code: RejectionCode; readonly onlyIssuer: string | null },
  rejected: readonly Rejected[],
  at: Date,
): Promise<number> => {
  const uids = rejected.map((one) => one.sopInstanceUid);
  const inserted = await sql`insert into rejections
      (tenant_id, note_sop_instance_uid, sop_instance_uid, study_instance_uid, code, only_issuer, rejected_at)
    select ${tenantId}::uuid, ${note.sopInstanceUid}, t.uid, min(t.study), ${note.code}, ${note.onlyIssuer}, ${at}
    from unnest(${uids}::text[], ${rejected.map((one) => one.studyInstanceUid)}::text[]) as t (uid, study) group by t.uid
    on conflict do nothing returning 1`.execute(trx);
  await refresh(trx, uids);
  return inserted.rows.length;
};

/** What a note says; nothing when there is no such note. */
export const rejectionsOfNote = (trx: Trx, noteSopInstanceUid: string): Promise<Row<'rejections'>[]> =>
  trx
    .selectFrom('rejections')
    .selectAll()
    .where('note_sop_instance_uid', '=', noteSopInstanceUid)
    .orderBy('sop_instance_uid')
    .forUpdate()
    .execute();

/** The note itself stays hidden: what it says is no longer true. */
export const endRejections = async (
  trx: Trx,
  rows: readonly Row<'rejections'>[],
  by: string,
  at: Date,
): Promise<void> => {
  const [first] = rows;
  if (!first) return;
  await trx
    .updateTable('rejections')
    .set({ undone_by: by, undone_at: at })
    .where('note_sop_instance_uid', '=', first.note_sop_instance_uid)
    .whereRef('sop_instance_uid', '<>', 'note_sop_instance_uid')
    .where('undone_at', 'is', null)
    .execute();
  await refresh(
    trx,
    rows.map((row) => row.sop_instance_uid),
  );
};

/** Notes with how many objects each names, newest first; of one study or of all. */
export const listRejectionNotes = async (trx: Trx, studyInstanceUid: string | undefined, limit: number) => {
  const ofStudy = studyInstanceUid === undefined ? sql`true` : sql`study_instance_uid = ${studyInstanceUid}`;
  const { rows } = await sql<{
    note_sop_instance_uid: string;
    code: RejectionCode;
    studies: string[];
    instances: number;
    rejected_at: Date;
    undone_by: string | null;
    undone_at: Date | null;
  }>`select note_sop_instance_uid, min(code) as code, array_agg(distinct study_instance_uid order by study_instance_uid) as studies,
      count(*)::int as instances, min(rejected_at) as rejected_at, min(undone_by) as undone_by, min(undone_at) as undone_at
    from rejections where sop_instance_uid <> note_sop_instance_uid and ${ofStudy}
    group by note_sop_instance_uid order by min(rejected_at) desc limit ${limit}`.execute(trx);
  return rows;
};
