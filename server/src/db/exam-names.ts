/** The distinct exams of all studies, counted as studies become known. */
import { sql } from 'kysely';
import { newId } from '../ids.ts';
import type { ExamKey } from './code-map.ts';
import type { Trx } from './database.ts';
import type { Row } from './tables/index.ts';

export type ExamNameRow = Row<'exam_names'>;

/** A study as it is counted. */
export interface CountedStudy extends ExamKey {
  readonly studyInstanceUid: string;
  readonly examName: string;
  readonly unclear: boolean;
}

/** An entry of the code map that says something of the exam `n`. */
const isMapped = sql<boolean>`exists (
  select from code_map_entries e
  where e.correction is not null and e.issuer = n.issuer and e.local_code in ('', n.local_code)
    and e.name_key in ('', n.name_key) and e.modality in ('', n.modality))`;

const textColumn = <T>(rows: readonly T[], of: (row: T) => string) => sql`${rows.map(of)}::text[]`;

/** Of these, the studies that are not counted as this exam yet. */
export const notCounted = async (trx: Trx, studies: readonly CountedStudy[]): Promise<readonly CountedStudy[]> => {
  if (studies.length === 0) return [];
  const counted = await trx
    .selectFrom('exam_name_studies as s')
    .innerJoin('exam_names as n', (join) =>
      join.onRef('n.tenant_id', '=', 's.tenant_id').onRef('n.id', '=', 's.exam_name_id'),
    )
    .select(['s.study_instance_uid', 's.unclear', 'n.issuer', 'n.local_code', 'n.name_key', 'n.modality'])
    .where('s.study_instance_uid', '=', sql<string>`any(${studies.map((study) => study.studyInstanceUid)}::text[])`)
    .execute();
  const known = new Map(counted.map((row) => [row.study_instance_uid, row]));
  return studies.filter((study) => {
    const row = known.get(study.studyInstanceUid);
    return !(
      row?.unclear === study.unclear &&
      row.issuer === study.issuer &&
      row.local_code === study.localCode &&
      row.name_key === study.nameKey &&
      row.modality === study.modality
    );
  });
};

const ensureNames = async (trx: Trx, tenantId: string, studies: readonly CountedStudy[]): Promise<void> => {
  await sql`
    insert into exam_names (tenant_id, id, issuer, local_code, name_key, exam_name, modality, mapped)
    select ${tenantId}, n.id, n.issuer, n.local_code, n.name_key, n.exam_name, n.modality, ${isMapped}
    from unnest(${studies.map(() => newId())}::uuid[], ${textColumn(studies, (study) => study.issuer)},
      ${textColumn(studies, (study) => study.localCode)}, ${textColumn(studies, (study) => study.nameKey)},
      ${textColumn(studies, (study) => study.examName)}, ${textColumn(studies, (study) => study.modality)})
      as n (id, issuer, local_code, name_key, exam_name, modality)
    on conflict (tenant_id, issuer, local_code, name_key, modality) do nothing`.execute(trx);
};

/** Takes the studies out of the counts that they are in. */
const uncount = async (trx: Trx, studyInstanceUids: readonly string[]): Promise<void> => {
  await sql`
    with gone as (
      delete from exam_name_studies where study_instance_uid = any(${[...studyInstanceUids]}::text[])
      returning exam_name_id, unclear
    ), less as (
      select exam_name_id, count(*)::int as studies, count(*) filter (where unclear)::int as unclear from gone group by 1
    )
    update exam_names n set studies = n.studies - less.studies, unclear = n.unclear - less.unclear
    from less where n.id = less.exam_name_id`.execute(trx);
};

/** Counts each of these studies once, as the exam that it is now. The caller holds the lock of the code map. */
export const countExams = async (trx: Trx, tenantId: string, studies: readonly CountedStudy[]): Promise<void> => {
  if (studies.length === 0) return;
  await ensureNames(trx, tenantId, studies);
  await uncount(
    trx,
    studies.map((study) => study.studyInstanceUid),
  );
  await sql`
    with said as (
      select a.uid, n.id, a.unclear
      from unnest(${textColumn(studies, (study) => study.studyInstanceUid)}, ${textColumn(studies, (study) => study.issuer)},
        ${textColumn(studies, (study) => study.localCode)}, ${textColumn(studies, (study) => study.nameKey)},
        ${textColumn(studies, (study) => study.modality)}, ${studies.map((study) => study.unclear)}::boolean[])
        as a (uid, issuer, local_code, name_key, modality, unclear)
      join exam_names n using (issuer, local_code, name_key, modality)
    ), more as (
      select id, count(*)::int as studies, count(*) filter (where unclear)::int as unclear from said group by 1
    ), counted as (
      update exam_names n set studies = n.studies + more.studies, unclear = n.unclear + more.unclear
      from more where n.id = more.id
    )
    insert into exam_name_studies (tenant_id, study_instance_uid, exam_name_id, unclear)
    select ${tenantId}, uid, id, unclear from said`.execute(trx);
};

/** A study that was removed, unless something of it is here or a source still has it. */
export const forgetExam = async (trx: Trx, studyInstanceUid: string): Promise<void> => {
  const known = await sql`
    select from studies s where s.study_instance_uid = ${studyInstanceUid} and exists (
      select from series e join instances i on i.series_id = e.id where e.study_id = s.id)
    union all
    select from holdings h where h.study_instance_uid = ${studyInstanceUid} and h.vanished_at is null`.execute(trx);
  if (known.rows.length === 0) await uncount(trx, [studyInstanceUid]);
};

/** After the map changed for one key: which exams it speaks of now. */
export const remarkMapped = async (trx: Trx, key: ExamKey): Promise<void> => {
  const by = key.nameKey === '' ? sql`true` : sql`n.name_key = ${key.nameKey}`;
  const code = key.localCode === '' ? sql`true` : sql`n.local_code = ${key.localCode}`;
  await sql`
    update exam_names n set mapped = ${isMapped}
    where n.issuer = ${key.issuer} and ${by} and ${code} and n.mapped <> ${isMapped}`.execute(trx);
};

/** Persons with a study of this exam for whom something was gathered since then, those gathered last first. */
export const personsOfExam = async (
  trx: Trx,
  key: ExamKey,
  { since, limit }: { readonly since: Date; readonly limit: number },
): Promise<readonly string[]> => {
  const part = (column: string, value: string) =>
    value === '' ? sql`true` : sql`${sql.ref(`n.${column}`)} = ${value}`;
  const result = await sql<{ readonly person_id: string }>`
    with studied as (
      select s.study_instance_uid from exam_names n join exam_name_studies s on s.exam_name_id = n.id
      where n.issuer = ${key.issuer} and ${part('local_code', key.localCode)} and ${part('name_key', key.nameKey)}
        and ${part('modality', key.modality)}
    ), records as (
      select h.patient_record_id from studied join holdings h using (study_instance_uid)
      union select t.patient_record_id from studied join studies t using (study_instance_uid)
    )
    select m.person_id from records join memberships m using (patient_record_id)
    cross join lateral (select max(g.started_at) as last from gatherings g where g.person_id = m.person_id) g
    where m.valid_to is null and g.last >= ${since}
    group by m.person_id order by max(g.last) desc limit ${limit}`.execute(trx);
  return result.rows.map((row) => row.person_id);
};

/** Where the next page of the queue begins: behind this exam. */
export interface QueueCursor {
  readonly unclear: number;
  readonly id: string;
}

/** Exams that nobody has spoken of, those first that most studies wait for. */
export const unmappedExams = (
  trx: Trx,
  { after, limit }: { readonly after: QueueCursor | undefined; readonly limit: number },
): Promise<ExamNameRow[]> => {
  const queue = trx
    .selectFrom('exam_names')
    .selectAll()
    .where('unclear', '>', 0)
    .where('mapped', '=', false)
    .orderBy('unclear', 'desc')
    .orderBy('id', 'desc')
    .limit(limit);
  if (after === undefined) return queue.execute();
  return queue.where(sql<boolean>`(unclear, id) < (${after.unclear}::int, ${after.id}::uuid)`).execute();
};

const MOST_COUNTED = 10_000;

/** How many exams wait, exact up to ten thousand. */
export const countUnmapped = async (trx: Trx): Promise<number> => {
  const result = await sql<{ count: number }>`
    select count(*)::int as count from (
      select from exam_names where unclear > 0 and not mapped limit ${MOST_COUNTED}) as waiting`.execute(trx);
  return result.rows[0]?.count ?? 0;
};

/** Persons behind this one, in order: the walk over what was known before. */
export const personsAfter = async (trx: Trx, after: string | null, limit: number): Promise<readonly string[]> => {
  const persons = trx.selectFrom('persons').select('id').orderBy('id').limit(limit);
  const rows = await (after === null ? persons : persons.where('id', '>', after)).execute();
  return rows.map((row) => row.id);
};

export const findWalk = (trx: Trx): Promise<Row<'exam_name_walks'> | undefined> =>
  trx.selectFrom('exam_name_walks').selectAll().executeTakeFirst();

export const putWalk = async (
  trx: Trx,
  tenantId: string,
  walk: { readonly reading: number; readonly after: string | null; readonly finishedAt: Date | null },
): Promise<void> => {
  const values = { reading: walk.reading, after_person: walk.after, finished_at: walk.finishedAt };
  await trx
    .insertInto('exam_name_walks')
    .values({ tenant_id: tenantId, ...values })
    .onConflict((conflict) => conflict.column('tenant_id').doUpdateSet(values))
    .execute();
};
