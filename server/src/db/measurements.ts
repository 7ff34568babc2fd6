/** What was measured, and which dose was recorded: derived from objects and reports, and replaced as a whole when derived again. */
import { createHash } from 'node:crypto';
import type { DoseRecord, Measurement } from '@throughline/measurements';
import { type RawBuilder, sql } from 'kysely';
import { isAnyOf } from './any-of.ts';
import type { Trx } from './database.ts';
import type { Row } from './tables/index.ts';

export interface ReadOfObject {
  readonly instanceId: string;
  readonly measurements: readonly Measurement[];
  readonly dose: DoseRecord | null;
}

export interface StudyReading {
  readonly studyInstanceUid: string;
  /** The version of the reading. */
  readonly reading: number;
  /** Names the objects that were read. */
  readonly mark: Buffer;
  readonly at: Date;
  readonly objects: readonly ReadOfObject[];
}

/** The same for the same place of the same origin: a UUID of version 8 (RFC 9562 5.8). */
const idOf = (origin: string, place: number): string => {
  const hash = createHash('sha256').update(`${origin}/${place}`).digest();
  hash.writeUInt8(0x80 | (hash.readUInt8(6) & 0x0f), 6);
  hash.writeUInt8(0x80 | (hash.readUInt8(8) & 0x3f), 8);
  const hex = hash.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
};

const rowsAtOnce = 1_000;

const insertMeasurements = async (
  trx: Trx,
  origin: {
    readonly tenant_id: string;
    readonly study_instance_uid: string | null;
    readonly instance_id?: string;
    readonly report_id?: string;
  },
  measurements: readonly Measurement[],
): Promise<void> => {
  const key = origin.instance_id ?? origin.report_id ?? '';
  const rows = measurements.map((measurement, place) => ({
    ...origin,
    id: idOf(key, place),
    place,
    measurement: JSON.stringify(measurement),
  }));
  for (let at = 0; at < rows.length; at += rowsAtOnce)
    await trx
      .insertInto('measurements')
      .values(rows.slice(at, at + rowsAtOnce))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
};

export const findReading = (trx: Trx, studyInstanceUid: string): Promise<Row<'measurement_readings'> | undefined> =>
  trx
    .selectFrom('measurement_readings')
    .selectAll()
    .where('study_instance_uid', '=', studyInstanceUid)
    .executeTakeFirst();

/** In the place of whatever was read of the study before. */
export const putReading = async (trx: Trx, tenantId: string, read: StudyReading): Promise<void> => {
  const { studyInstanceUid, reading, mark, at } = read;
  const values = { reading, mark, read_at: at };
  // Held until the transaction ends: two processes that read one study write one after the other.
  await trx
    .insertInto('measurement_readings')
    .values({ tenant_id: tenantId, study_instance_uid: studyInstanceUid, ...values })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'study_instance_uid']).doUpdateSet(values))
    .execute();
  await trx
    .deleteFrom('measurements')
    .where('study_instance_uid', '=', studyInstanceUid)
    .where('instance_id', 'is not', null)
    .execute();
  await trx.deleteFrom('radiation_doses').where('study_instance_uid', '=', studyInstanceUid).execute();
  for (const { instanceId, measurements, dose } of read.objects) {
    const origin = { tenant_id: tenantId, study_instance_uid: studyInstanceUid, instance_id: instanceId };
    await insertMeasurements(trx, origin, measurements);
    if (dose !== null)
      await trx
        .insertInto('radiation_doses')
        .values({ ...origin, dose: JSON.stringify(dose) })
        .execute();
  }
};

/** The numbers among the results of one version of a report, in their order. */
export const measurementsOfMessage = async (trx: Trx, reportId: string): Promise<readonly Measurement[]> => {
  const rows = await trx
    .selectFrom('measurements')
    .select('measurement')
    .where('report_id', '=', reportId)
    .orderBy('place')
    .execute();
  return rows.map(({ measurement }) => measurement);
};

/** What a report says that came as a message; a report is kept once. */
export const putReportMeasurements = (
  trx: Trx,
  report: { readonly tenantId: string; readonly reportId: string; readonly studyInstanceUid: string | null },
  measurements: readonly Measurement[],
): Promise<void> =>
  insertMeasurements(
    trx,
    { tenant_id: report.tenantId, study_instance_uid: report.studyInstanceUid, report_id: report.reportId },
    measurements,
  );

export interface WrittenObservation {
  readonly system: string;
  readonly number: string;
  readonly performer: string | null;
}

export interface MeasurementRow {
  readonly id: string;
  readonly measurement: Measurement;
  readonly patient_record_id: string;
  readonly study_instance_uid: string | null;
  readonly series_instance_uid: string | null;
  readonly sop_instance_uid: string | null;
  readonly report_id: string | null;
  /** It was written as an Observation: by whom it was measured, as its writer says. */
  readonly observation: WrittenObservation | null;
  /** When it came to us. */
  readonly at: Date;
}

const most = 20_000;

const written = sql`jsonb_build_object('system', m.system, 'number', m.number, 'performer', m.performer)`;

/** What was taken back is no measurement. */
const stands = sql`m.status not in ('cancelled', 'entered-in-error')`;

/** All that is known of these records, of objects that are served, reports and Observations that stand; the newest to arrive first. */
export const measurementsOfRecords = async (trx: Trx, recordIds: readonly string[]): Promise<MeasurementRow[]> => {
  if (recordIds.length === 0) return [];
  const records = sql`any(${[...recordIds]}::uuid[])`;
  const result = await sql<MeasurementRow>`
    select * from (
      select m.id, m.measurement, s.patient_record_id, m.study_instance_uid, e.series_instance_uid, i.sop_instance_uid,
        null::uuid as report_id, null::jsonb as observation, i.received_at as at, m.place
      from studies s
      join measurements m on m.study_instance_uid = s.study_instance_uid and m.instance_id is not null
      join instances i on i.id = m.instance_id and i.served
      join series e on e.id = i.series_id and e.study_id = s.id
      where s.patient_record_id = ${records}
      union all
      select m.id, m.measurement, r.patient_record_id, r.study_instance_uid, null, null, r.id, null, r.received_at, m.place
      from message_reports r join measurements m on m.report_id = r.id
      where r.patient_record_id = ${records} and r.superseded_by is null and r.status <> 'cancelled'
      union all
      select m.id, m.measurement, m.patient_record_id, m.study_instance_uid, null, null, null, ${written}, m.updated_at, 0
      from observations m where m.patient_record_id = ${records} and ${stands}
    ) known order by at desc, place limit ${most}`.execute(trx);
  return result.rows;
};

export interface FoundMeasurement extends MeasurementRow {
  /** Our id of the study; null for a report that came without one. */
  readonly study_id: string | null;
  readonly report_status: string | null;
}

export interface MeasurementQuery {
  readonly ids?: readonly string[];
  /** Each: filed under one of these records. */
  readonly records: readonly (readonly string[])[];
  /** Each: one of these codes; a scheme that is undefined is any. */
  readonly codes: readonly (readonly { readonly scheme: string | undefined; readonly value: string }[])[];
  /** DICOM DA, from and before. */
  readonly days: readonly { readonly from?: string; readonly before?: string }[];
  readonly updated: readonly { readonly from?: Date; readonly before?: Date }[];
  /** Filed under none of these. */
  readonly withheld: readonly string[];
}

const all = (conditions: readonly RawBuilder<boolean>[]): RawBuilder<boolean> =>
  conditions.length === 0 ? sql<boolean>`true` : sql<boolean>`${sql.join([...conditions], sql` and `)}`;

const codeIs = ({ scheme, value }: { readonly scheme: string | undefined; readonly value: string }) => {
  const same = sql`m.measurement #>> '{what,value}' = ${value}`;
  return scheme === undefined
    ? sql<boolean>`(${same})`
    : sql<boolean>`(${same} and m.measurement #>> '{what,scheme}' = ${scheme})`;
};

const within = (moment: RawBuilder<unknown>, from: unknown, before: unknown): RawBuilder<boolean> =>
  sql<boolean>`(${from === undefined ? sql`true` : sql`${moment} >= ${from}`} and ${before === undefined ? sql`true` : sql`${moment} < ${before}`})`;

const conditionsOf = (query: MeasurementQuery, record: string, arrived: string): RawBuilder<boolean> =>
  all([
    ...(query.ids === undefined ? [] : [isAnyOf('m.id', 'uuid', query.ids)]),
    ...query.records.map((ids) => isAnyOf(record, 'uuid', ids)),
    ...(query.withheld.length === 0 ? [] : [sql<boolean>`not ${isAnyOf(record, 'uuid', query.withheld)}`]),
    ...query.codes.map((codes) =>
      codes.length === 0 ? sql<boolean>`false` : sql<boolean>`(${sql.join(codes.map(codeIs), sql` or `)})`,
    ),
    ...query.days.map(({ from, before }) => within(sql`m.measurement ->> 'at'`, from, before)),
    ...query.updated.map(({ from, before }) => within(sql`${sql.ref(arrived)}`, from, before)),
  ]);

/** Of objects that are served and reports that stand. */
const found = (query: MeasurementQuery, after: string | undefined) => {
  const later = after === undefined ? sql`true` : sql`m.id > ${after}::uuid`;
  return sql`
    select m.id, m.measurement, s.patient_record_id, m.study_instance_uid, e.series_instance_uid, i.sop_instance_uid,
      null::uuid as report_id, null::jsonb as observation, null::text as report_status, s.id as study_id, i.received_at as at
    from studies s
    join measurements m on m.study_instance_uid = s.study_instance_uid and m.instance_id is not null
    join instances i on i.id = m.instance_id and i.served
    join series e on e.id = i.series_id and e.study_id = s.id
    where ${later} and ${conditionsOf(query, 's.patient_record_id', 'i.received_at')}
    union all
    select m.id, m.measurement, r.patient_record_id, r.study_instance_uid, null, null, r.id, null, r.status, s.id, r.received_at
    from message_reports r
    join measurements m on m.report_id = r.id
    left join studies s on s.study_instance_uid = r.study_instance_uid
    where ${later} and r.superseded_by is null and r.status <> 'cancelled'
      and ${conditionsOf(query, 'r.patient_record_id', 'r.received_at')}
    union all
    select m.id, m.measurement, m.patient_record_id, m.study_instance_uid, null, null, null, ${written}, m.status, s.id,
      m.updated_at
    from observations m
    left join studies s on s.study_instance_uid = m.study_instance_uid
    where ${later} and ${conditionsOf(query, 'm.patient_record_id', 'm.updated_at')}`;
};

/** In the order of their ids. */
export const searchMeasurements = async (
  trx: Trx,
  query: MeasurementQuery,
  page: { readonly limit: number; readonly after?: string },
): Promise<FoundMeasurement[]> => {
  const result = await sql<FoundMeasurement>`
    select * from (${found(query, page.after)}) known order by id limit ${page.limit}`.execute(trx);
  return result.rows;
};

/** Exact up to one more than ten thousand. */
export const countMeasurements = async (trx: Trx, query: MeasurementQuery): Promise<number> => {
  const result = await sql<{ readonly count: number }>`
    select count(*)::int as count from (select from (${found(query, undefined)}) known limit 10001) as counted`.execute(
    trx,
  );
  return result.rows[0]?.count ?? 0;
};

export interface DoseRow {
  readonly study_instance_uid: string;
  readonly dose: DoseRecord;
}

export const dosesOfStudies = async (trx: Trx, studyInstanceUids: readonly string[]): Promise<DoseRow[]> => {
  if (studyInstanceUids.length === 0) return [];
  const result = await sql<DoseRow>`
    select d.study_instance_uid, d.dose from radiation_doses d join instances i on i.id = d.instance_id and i.served
    where d.study_instance_uid = any(${[...studyInstanceUids]}::text[])
    order by d.study_instance_uid, d.instance_id`.execute(trx);
  return result.rows;
};

/** Of these studies, those that were read. */
export const studiesRead = async (trx: Trx, studyInstanceUids: readonly string[]): Promise<ReadonlySet<string>> => {
  if (studyInstanceUids.length === 0) return new Set();
  const rows = await trx
    .selectFrom('measurement_readings')
    .select('study_instance_uid')
    .where(isAnyOf('study_instance_uid', 'text', studyInstanceUids))
    .execute();
  return new Set(rows.map((row) => row.study_instance_uid));
};

/** Studies behind this one, in order: the walk over what was here before. */
export const studiesAfter = async (trx: Trx, after: string | null, limit: number): Promise<readonly string[]> => {
  const studies = trx.selectFrom('studies').select('study_instance_uid').orderBy('study_instance_uid').limit(limit);
  const rows = await (after === null ? studies : studies.where('study_instance_uid', '>', after)).execute();
  return rows.map((row) => row.study_instance_uid);
};

export const findMeasurementWalk = (trx: Trx): Promise<Row<'measurement_walks'> | undefined> =>
  trx.selectFrom('measurement_walks').selectAll().executeTakeFirst();

export const putMeasurementWalk = async (
  trx: Trx,
  tenantId: string,
  walk: { readonly reading: number; readonly after: string | null; readonly finishedAt: Date | null },
): Promise<void> => {
  const values = { reading: walk.reading, after_study: walk.after, finished_at: walk.finishedAt };
  await trx
    .insertInto('measurement_walks')
    .values({ tenant_id: tenantId, ...values })
    .onConflict((conflict) => conflict.column('tenant_id').doUpdateSet(values))
    .execute();
};
