/** Studies to read: those that were sent to us, not those that we fetched as priors. */
import { type ExpressionBuilder, sql } from 'kysely';
import type { Trx } from './database.ts';
import type { Tables } from './tables/index.ts';
import { isSeriesServed, isStudyServed } from './visibility.ts';

/** Where the next page begins: after this time and study. */
export interface WorklistCursor {
  readonly time: string;
  readonly studyInstanceUid: string;
}

const wasSentToUs = (eb: ExpressionBuilder<Tables, 'studies'>) =>
  eb.not(
    eb.exists(
      eb
        .selectFrom('transfers')
        .select(sql`1`.as('one'))
        .whereRef('transfers.tenant_id', '=', 'studies.tenant_id')
        .whereRef('transfers.study_instance_uid', '=', 'studies.study_instance_uid')
        // A study that was sent to us may still be completed from its source afterwards.
        .whereRef('transfers.queued_at', '<=', 'studies.created_at'),
    ),
  );

/** Of these records, and of none of those; absent: of any patient. */
interface Among {
  readonly records?: ReadonlySet<string> | undefined;
  readonly withheld?: ReadonlySet<string> | undefined;
}

const isAmong = ({ records, withheld }: Among) =>
  sql<boolean>`(${records === undefined ? sql`true` : sql`studies.patient_record_id = any(${[...records]}::uuid[])`}
    and ${withheld === undefined ? sql`true` : sql`studies.patient_record_id <> all(${[...withheld]}::uuid[])`})`;

interface WorklistPage extends Among {
  readonly after: WorklistCursor | undefined;
  readonly limit: number;
}

/** The days of the last studies that have something to read, newest first. */
export const worklistDays = (trx: Trx, days: number, among: Among) =>
  trx
    .selectFrom('studies')
    .where(isAmong(among))
    .select(['study_date', (eb) => eb.fn.countAll<number>().as('studies')])
    .where('study_date', 'is not', null)
    .where(wasSentToUs)
    .where(isStudyServed('studies'))
    .groupBy('study_date')
    .orderBy('study_date', 'desc')
    .limit(days)
    .execute();

const modalities = sql<string[]>`array(
  select distinct series.modality from series
  where series.tenant_id = studies.tenant_id and series.study_id = studies.id and series.modality is not null
    and ${isSeriesServed('series')}
  order by 1)`;

/** What a list says of a study. */
const listed = (trx: Trx) =>
  trx
    .selectFrom('studies')
    .innerJoin('patient_records', (join) =>
      join
        .onRef('patient_records.tenant_id', '=', 'studies.tenant_id')
        .onRef('patient_records.id', '=', 'studies.patient_record_id'),
    )
    .leftJoin('sources', (join) =>
      join.onRef('sources.tenant_id', '=', 'studies.tenant_id').onRef('sources.id', '=', 'studies.source_id'),
    )
    .leftJoin('sites', (join) =>
      join.onRef('sites.tenant_id', '=', 'sources.tenant_id').onRef('sites.id', '=', 'sources.site_id'),
    )
    .selectAll('studies')
    .select([
      'patient_records.name as patient_name',
      'patient_records.patient_id',
      'patient_records.issuer',
      'patient_records.birth_date',
      'patient_records.sex',
      'sites.name as site_name',
      modalities.as('modalities'),
    ])
    .where(isStudyServed('studies'));

/** One page of a day's studies by time. */
export const worklistStudies = (trx: Trx, day: string, { after, limit, ...among }: WorklistPage) => {
  const time = sql<string>`coalesce(studies.study_time, '')`;
  const page = listed(trx)
    .where('studies.study_date', '=', day)
    .where(isAmong(among))
    .where(wasSentToUs)
    .orderBy(time)
    .orderBy('studies.study_instance_uid')
    .limit(limit);
  if (after === undefined) return page.execute();
  return page
    .where(sql<boolean>`(${time}, studies.study_instance_uid) > (${after.time}, ${after.studyInstanceUid})`)
    .execute();
};

/** Studies of any day as a list says them, the newest first. */
export const listedStudies = (trx: Trx, ids: readonly string[]) =>
  listed(trx)
    .where('studies.id', 'in', [...ids])
    .orderBy(sql`studies.study_date desc nulls last`)
    .orderBy(sql`studies.study_time desc nulls last`)
    .orderBy('studies.study_instance_uid')
    .execute();
export type WorklistRow = Awaited<ReturnType<typeof worklistStudies>>[number];

/** Studies that an accession number of this issuer means; more than one when a source reuses its numbers. */
export const studiesOfAccession = (trx: Trx, accessionNumber: string, issuer: string | undefined) =>
  trx
    .selectFrom('studies')
    .select(['study_instance_uid', 'patient_record_id'])
    .where('accession_number', '=', accessionNumber)
    .$if(issuer !== undefined, (query) => query.where('accession_issuer', '=', issuer ?? ''))
    .where(isStudyServed('studies'))
    .limit(2)
    .execute();
