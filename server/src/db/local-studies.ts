/** What we hold ourselves of a person's studies, counted. */
import { sql } from 'kysely';
import { areNone, type Listed, listOf } from './any-of.ts';
import type { Trx } from './database.ts';
import type { Row } from './tables/index.ts';

const studyColumns = [
  'id',
  'study_instance_uid',
  'patient_record_id',
  'study_date',
  'study_time',
  'timezone_offset',
  'accession_number',
  'accession_issuer',
  'study_id',
  'description',
  'referring_physician',
  'reason_for_exam',
  'procedure_code',
  'procedure_code_scheme',
  'patient_age',
  'institution',
  'source_id',
  'created_at',
  'updated_at',
] as const satisfies readonly (keyof Row<'studies'>)[];

export interface LocalStudyRow extends Pick<Row<'studies'>, (typeof studyColumns)[number]> {
  readonly instances: number;
  readonly last_received_at: Date | null;
  /** It came to us by itself, not because we fetched it. */
  readonly sent_to_us: boolean;
}

export interface LocalSeriesRow {
  readonly study_instance_uid: string;
  readonly series_instance_uid: string;
  readonly series_number: number | null;
  readonly modality: string | null;
  readonly description: string | null;
  readonly body_part: string | null;
  readonly laterality: string | null;
  readonly protocol_name: string | null;
  readonly view_position: string | null;
  readonly contrast_agent: string | null;
  /** Distinct objects; further versions of one object are no further objects. */
  readonly instances: number;
}

/** The studies of these records, and those of `alsoUids`, whosever record they are filed under. */
export const localStudies = async (trx: Trx, recordIds: Listed, alsoUids: Listed = []): Promise<LocalStudyRow[]> => {
  if (areNone(recordIds) && areNone(alsoUids)) return [];
  // Counted in one pass: asked for each study by itself, a small table is read whole as many times.
  const result = await sql<LocalStudyRow>`
    with wanted as materialized (
      select ${sql.join(studyColumns.map((name) => sql.ref(name)))} from studies
      where patient_record_id = any(${listOf('uuid', recordIds)}) or study_instance_uid = any(${listOf('text', alsoUids)})),
    counted as (
      select e.study_id, count(*) filter (where i.served) as instances, max(i.received_at) as last_received_at
      from wanted w join series e on e.study_id = w.id join instances i on i.tenant_id = e.tenant_id and i.series_id = e.id
      group by e.study_id)
    select w.*, c.instances::int as instances, c.last_received_at, not exists (
      select from transfers t where t.study_instance_uid = w.study_instance_uid and t.queued_at <= w.created_at) as sent_to_us
    from wanted w join counted c on c.study_id = w.id where c.instances > 0`.execute(trx);
  return result.rows;
};

export const localSeries = async (trx: Trx, studyIds: Listed): Promise<LocalSeriesRow[]> => {
  if (areNone(studyIds)) return [];
  const result = await sql<LocalSeriesRow>`
    with wanted as materialized (
      select e.tenant_id, e.id, s.study_instance_uid, e.series_instance_uid, e.series_number, e.modality, e.description, e.body_part,
        e.laterality, e.protocol_name, e.view_position, e.contrast_agent
      from series e join studies s on s.tenant_id = e.tenant_id and s.id = e.study_id
      where e.study_id = any(${listOf('uuid', studyIds)})),
    counted as (
      select i.series_id, count(*) as instances
      from wanted w join instances i on i.tenant_id = w.tenant_id and i.series_id = w.id and i.served group by i.series_id)
    select w.study_instance_uid, w.series_instance_uid, w.series_number, w.modality, w.description, w.body_part, w.laterality,
      w.protocol_name, w.view_position, w.contrast_agent, c.instances::int as instances
    from wanted w join counted c on c.series_id = w.id
    order by w.series_number nulls last, w.series_instance_uid`.execute(trx);
  return result.rows;
};

/** How many bytes of a study are here. */
export const heldBytes = async (trx: Trx, studyInstanceUid: string): Promise<number> => {
  const { bytes } = await trx
    .selectFrom('instances')
    .innerJoin('series', (join) =>
      join.onRef('series.tenant_id', '=', 'instances.tenant_id').onRef('series.id', '=', 'instances.series_id'),
    )
    .innerJoin('studies', (join) =>
      join.onRef('studies.tenant_id', '=', 'series.tenant_id').onRef('studies.id', '=', 'series.study_id'),
    )
    .select(({ fn }) => fn.sum<string | null>('instances.byte_length').as('bytes'))
    .where('studies.study_instance_uid', '=', studyInstanceUid)
    .executeTakeFirstOrThrow();
  return Number(bytes ?? 0);
};

/** The objects of a study that we hold, by series: what a fetch may leave out, with what was rejected. */
export const heldInstances = async (
  trx: Trx,
  studyInstanceUid: string,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> => {
  const rows = await trx
    .selectFrom('instances')
    .innerJoin('series', (join) =>
      join.onRef('series.tenant_id', '=', 'instances.tenant_id').onRef('series.id', '=', 'instances.series_id'),
    )
    .innerJoin('studies', (join) =>
      join.onRef('studies.tenant_id', '=', 'series.tenant_id').onRef('studies.id', '=', 'series.study_id'),
    )
    .select(['series.series_instance_uid', 'instances.sop_instance_uid'])
    .where('studies.study_instance_uid', '=', studyInstanceUid)
    .where('instances.chosen', '=', true)
    .where('instances.deletion_id', 'is', null)
    .execute();
  const bySeries = new Map<string, Set<string>>();
  for (const row of rows) {
    const series = bySeries.get(row.series_instance_uid) ?? new Set<string>();
    series.add(row.sop_instance_uid);
    bySeries.set(row.series_instance_uid, series);
  }
  return bySeries;
};

/** How many distinct objects of a study we hold. */
export const countInstances = async (trx: Trx, studyInstanceUid: string): Promise<number> => {
  const row = await trx
    .selectFrom('instances')
    .innerJoin('series', (join) =>
      join.onRef('series.tenant_id', '=', 'instances.tenant_id').onRef('series.id', '=', 'instances.series_id'),
    )
    .innerJoin('studies', (join) =>
      join.onRef('studies.tenant_id', '=', 'series.tenant_id').onRef('studies.id', '=', 'series.study_id'),
    )
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('studies.study_instance_uid', '=', studyInstanceUid)
    .where('instances.chosen', '=', true)
    .where('instances.deletion_id', 'is', null)
    .executeTakeFirstOrThrow();
  return row.count;
};
