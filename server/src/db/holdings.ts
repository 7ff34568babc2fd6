/** What other sources say that they have of a study. */

import { sql } from 'kysely';
import { areNone, isAnyOf, type Listed, listOf } from './any-of.ts';
import type { Trx } from './database.ts';
import type { NewRow, Row } from './tables/index.ts';

const holdingColumns = [
  'source_id',
  'study_instance_uid',
  'patient_record_id',
  'study_date',
  'study_time',
  'accession_number',
  'accession_issuer',
  'description',
  'modalities',
  'body_part',
  'laterality',
  'patient_age',
  'procedure_code',
  'reason_for_exam',
  'institution',
  'timezone_offset',
  'claimed_instances',
  'vanished_at',
] as const satisfies readonly (keyof Row<'holdings'>)[];

export type HoldingRow = Pick<Row<'holdings'>, (typeof holdingColumns)[number]>;
export type HoldingSeriesRow = Omit<Row<'holding_series'>, 'tenant_id'>;
export type HoldingFacts = Omit<
  NewRow<'holdings'>,
  'tenant_id' | 'first_seen_at' | 'last_confirmed_at' | 'vanished_at'
>;

/** What the source says now replaces what it said; a count that it does not give any more stays. */
export const putHolding = async (trx: Trx, tenantId: string, facts: HoldingFacts, at: Date): Promise<void> => {
  await trx
    .insertInto('holdings')
    .values({ ...facts, tenant_id: tenantId, first_seen_at: at, last_confirmed_at: at })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'source_id', 'study_instance_uid']).doUpdateSet({
        ...facts,
        claimed_series: sql`coalesce(excluded.claimed_series, holdings.claimed_series)`,
        claimed_instances: sql`coalesce(excluded.claimed_instances, holdings.claimed_instances)`,
        last_confirmed_at: at,
        vanished_at: null,
      }),
    )
    .execute();
};

/** The patient record that a source files a study under which it still lists; undefined when none does. */
export const recordOfHolding = async (trx: Trx, studyInstanceUid: string): Promise<string | undefined> => {
  const row = await trx
    .selectFrom('holdings')
    .select('patient_record_id')
    .where('study_instance_uid', '=', studyInstanceUid)
    .where('vanished_at', 'is', null)
    .orderBy('first_seen_at')
    .executeTakeFirst();
  return row?.patient_record_id;
};

/** Marks studies of these records that the source listed before and did not list in an answer that began at `at`. */
export const markVanished = async (
  trx: Trx,
  sourceId: string,
  recordIds: readonly string[],
  at: Date,
): Promise<number> => {
  if (recordIds.length === 0) return 0;
  const result = await trx
    .updateTable('holdings')
    .set({ vanished_at: at })
    .where('source_id', '=', sourceId)
    .where(isAnyOf('patient_record_id', 'uuid', recordIds))
    .where('vanished_at', 'is', null)
    .where('last_confirmed_at', '<', at)
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
};

/** What was counted in the source's own lists stands for what it said. */
export const setClaimedInstances = async (
  trx: Trx,
  holding: { readonly sourceId: string; readonly studyInstanceUid: string },
  claimed: number | null,
): Promise<void> => {
  await trx
    .updateTable('holdings')
    .set({ claimed_instances: claimed })
    .where('source_id', '=', holding.sourceId)
    .where('study_instance_uid', '=', holding.studyInstanceUid)
    .execute();
};

/** Replaces the series list of one holding by what the source says now. */
export const replaceHoldingSeries = async (
  trx: Trx,
  tenantId: string,
  holding: { readonly sourceId: string; readonly studyInstanceUid: string },
  series: readonly Omit<NewRow<'holding_series'>, 'tenant_id' | 'source_id' | 'study_instance_uid'>[],
): Promise<void> => {
  await trx
    .deleteFrom('holding_series')
    .where('source_id', '=', holding.sourceId)
    .where('study_instance_uid', '=', holding.studyInstanceUid)
    .execute();
  if (series.length === 0) return;
  await trx
    .insertInto('holding_series')
    .values(
      series.map((each) => ({
        tenant_id: tenantId,
        source_id: holding.sourceId,
        study_instance_uid: holding.studyInstanceUid,
        ...each,
      })),
    )
    .execute();
};

export const holdingsOfRecords = (trx: Trx, recordIds: Listed): Promise<HoldingRow[]> =>
  areNone(recordIds)
    ? Promise.resolve([])
    : trx
        .selectFrom('holdings')
        .select(holdingColumns)
        .where(isAnyOf('patient_record_id', 'uuid', recordIds))
        .execute();

export const seriesOfHoldings = (trx: Trx, studyInstanceUids: Listed): Promise<HoldingSeriesRow[]> =>
  areNone(studyInstanceUids)
    ? Promise.resolve([])
    : trx
        .selectFrom('holding_series')
        .select(['source_id', 'study_instance_uid', 'series_instance_uid', 'modality', 'description', 'body_part'])
        .select(['laterality', 'claimed_instances'])
        .where(isAnyOf('study_instance_uid', 'text', studyInstanceUids))
        .execute();

/**
 * Copies that are there because we delivered them: to an application entity of the source, before the source first listed the
 * study. They witness nothing, and are nowhere to be fetched from.
 */
export const deliveredCopies = async (
  trx: Trx,
  studyInstanceUids: Listed,
): Promise<readonly Pick<HoldingRow, 'source_id' | 'study_instance_uid'>[]> => {
  if (areNone(studyInstanceUids)) return [];
  const result = await sql<Pick<HoldingRow, 'source_id' | 'study_instance_uid'>>`
    select distinct h.source_id, h.study_instance_uid
    from deliveries d
    join application_entities a on a.tenant_id = d.tenant_id and a.ae_title = d.ae_title
    join holdings h on h.tenant_id = d.tenant_id and h.source_id = a.source_id and h.study_instance_uid = d.study_instance_uid
    where d.study_instance_uid = any(${listOf('text', studyInstanceUids)}) and h.first_seen_at >= d.requested_at
      and d.form = 'objects'
      and exists (select from delivered_instances i
        where i.tenant_id = d.tenant_id and i.delivery_id = d.id and i.outcome = 'sent')`.execute(trx);
  return result.rows;
};

/** What the source said of these studies last, where the counts of their series add up to that of the study. */
export const consistentCounts = async (
  trx: Trx,
  sourceId: string,
  studyInstanceUids: readonly string[],
): Promise<ReadonlyMap<string, number>> => {
  if (studyInstanceUids.length === 0) return new Map();
  const result = await sql<{ readonly uid: string; readonly count: number }>`
    select h.study_instance_uid as uid, h.claimed_instances as count
    from holdings h join holding_series s using (tenant_id, source_id, study_instance_uid)
    where h.source_id = ${sourceId} and h.study_instance_uid = any(${[...studyInstanceUids]}::text[])
    group by h.tenant_id, h.source_id, h.study_instance_uid, h.claimed_instances
    having sum(s.claimed_instances) = h.claimed_instances and count(*) = count(s.claimed_instances)`.execute(trx);
  return new Map(result.rows.map((row) => [row.uid, row.count]));
};
