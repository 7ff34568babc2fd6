/** Instances, where their bytes are, and what is told of them: written for many objects by one statement. */

import { CompiledQuery, sql } from 'kysely';
import { newId } from '../ids.ts';
import { isAnyOf } from './any-of.ts';
import type { Database, Trx } from './database.ts';
import { isRejectedSql } from './rejections.ts';
import type { NewRow, Row } from './tables/index.ts';

export interface InstanceAttributes {
  readonly sopInstanceUid: string;
  readonly sopClassUid: string;
  readonly transferSyntaxUid: string;
  readonly instanceNumber: number | null;
  readonly rows: number | null;
  readonly columns: number | null;
  readonly numberOfFrames: number | null;
  readonly bitsAllocated: number | null;
}

/** Who brought it, as the audit names them. */
interface Bearer {
  readonly receivedFrom: string;
  readonly subject: string;
  readonly door: string;
  readonly address: string | null;
  readonly eventCode: string;
}

export interface NewInstance {
  readonly id: string;
  readonly seriesId: string;
  readonly studyInstanceUid: string;
  readonly attributes: InstanceAttributes;
  readonly sha256: Buffer;
  readonly byteLength: number;
  readonly datasetOffset: number;
  readonly blob: string;
  readonly blobOffset: number;
  readonly bearer: Bearer;
}

/** One round trip: instances that are new, their locations, one outbox row a study, one audit row a study and bearer. */
const insertInstancesSql = `
with incoming as materialized (
  select * from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::int[], $9::int[], $10::int[],
    $11::int[], $12::bytea[], $13::bigint[], $14::int[], $15::text[], $16::bigint[], $17::text[], $18::text[], $19::text[],
    $20::text[], $21::text[], $22::int[])
  as t (id, series_id, study_instance_uid, sop_instance_uid, sop_class_uid, transfer_syntax_uid, instance_number, rows, columns,
    number_of_frames, sha256, byte_length, dataset_offset, blob, blob_offset, received_from, subject, door, address, event_code,
    bits_allocated)
), stored as (
  insert into instances (tenant_id, id, series_id, sop_instance_uid, sop_class_uid, transfer_syntax_uid, instance_number, rows,
    columns, number_of_frames, bits_allocated, sha256, byte_length, dataset_offset, received_from, rejected)
  select $1::uuid, id, series_id, sop_instance_uid, sop_class_uid, transfer_syntax_uid, instance_number, rows, columns,
    number_of_frames, bits_allocated, sha256, byte_length, dataset_offset, received_from,
    ${isRejectedSql('$1::uuid', 'incoming.sop_instance_uid', 'incoming.series_id')}
  from incoming order by sop_instance_uid collate "C", id
  on conflict do nothing
  returning id
), placed as (
  insert into locations (tenant_id, instance_id, blob, blob_offset, byte_length)
  select $1::uuid, id, blob, blob_offset, byte_length from incoming join stored using (id)
), told as (
  insert into outbox (tenant_id, topic, payload)
  select $1::uuid, 'instance.stored', jsonb_build_object('studyInstanceUid', study_instance_uid)
  from incoming join stored using (id) group by study_instance_uid
), audited as (
  insert into audit_events (tenant_id, id, event_code, action, outcome, subject, door, address, study_instance_uid, detail)
  select $1::uuid, (array_agg(id))[1], event_code, 'C', 'success', subject, door, address, study_instance_uid,
    jsonb_build_object('instances', count(*), 'receivedFrom', received_from)
  from incoming join stored using (id) group by event_code, subject, door, address, received_from, study_instance_uid
)
select id from stored`;

const insertInstancesValues = (tenantId: string, rows: readonly NewInstance[]): unknown[] => [
  tenantId,
  rows.map((row) => row.id),
  rows.map((row) => row.seriesId),
  rows.map((row) => row.studyInstanceUid),
  rows.map((row) => row.attributes.sopInstanceUid),
  rows.map((row) => row.attributes.sopClassUid),
  rows.map((row) => row.attributes.transferSyntaxUid),
  rows.map((row) => row.attributes.instanceNumber),
  rows.map((row) => row.attributes.rows),
  rows.map((row) => row.attributes.columns),
  rows.map((row) => row.attributes.numberOfFrames),
  rows.map((row) => row.sha256),
  rows.map((row) => row.byteLength),
  rows.map((row) => row.datasetOffset),
  rows.map((row) => row.blob),
  rows.map((row) => row.blobOffset),
  rows.map((row) => row.bearer.receivedFrom),
  rows.map((row) => row.bearer.subject),
  rows.map((row) => row.bearer.door),
  rows.map((row) => row.bearer.address),
  rows.map((row) => row.bearer.eventCode),
  rows.map((row) => row.attributes.bitsAllocated),
];

interface Inserted {
  readonly id: string;
}

const idsOf = (rows: readonly Inserted[]): Set<string> => new Set(rows.map((row) => row.id));

/** Inserts version 1 of each; the answer names those that are new. */
export const insertInstances = async (
  trx: Trx,
  tenantId: string,
  rows: readonly NewInstance[],
): Promise<Set<string>> => {
  const query = CompiledQuery.raw(insertInstancesSql, insertInstancesValues(tenantId, rows));
  return idsOf((await trx.executeQuery<Inserted>(query)).rows);
};

/** The same as a transaction of its own: committed when it is answered. */
export const commitInstances = async (
  db: Database,
  tenantId: string,
  rows: readonly NewInstance[],
): Promise<Set<string>> =>
  idsOf(await db.statement<Inserted>(tenantId, insertInstancesSql, insertInstancesValues(tenantId, rows)));

/** Which of these rows there are: what to ask when a connection was lost during COMMIT (I5). */
export const existingInstances = async (trx: Trx, ids: readonly string[]): Promise<Set<string>> => {
  const rows = await trx
    .selectFrom('instances')
    .select('id')
    .where(isAnyOf('id', 'uuid', ids))
    .execute();
  return new Set(rows.map((row) => row.id));
};

export interface WholeCopy {
  readonly sha256: Buffer;
  readonly blob: string;
  readonly blob_offset: number;
  readonly byte_length: number;
}

/** The copies of all versions of an object that we mean to keep, but for those that are known to be damaged. */
export const wholeCopiesOf = (trx: Trx, sopInstanceUid: string): Promise<WholeCopy[]> =>
  trx
    .selectFrom('instances as i')
    .innerJoin('locations as l', (join) =>
      join.onRef('l.tenant_id', '=', 'i.tenant_id').onRef('l.instance_id', '=', 'i.id'),
    )
    .select(['i.sha256', 'l.blob', 'l.blob_offset', 'l.byte_length'])
    .where('i.sop_instance_uid', '=', sopInstanceUid)
    .where('i.deletion_id', 'is', null)
    .where('l.damaged_at', 'is', null)
    .execute();

export interface StoredVersion extends Row<'instances'> {
  readonly blob: string;
  readonly blob_offset: number;
  readonly location_length: number;
  readonly series_instance_uid: string;
  readonly study_instance_uid: string;
  readonly patient_record_id: string;
}

/** Every version of an object that we hold, first to last, each with its oldest location. */
export const versionsOf = (trx: Trx, sopInstanceUid: string): Promise<StoredVersion[]> =>
  trx
    .selectFrom('instances')
    .innerJoin('locations', (join) =>
      join.onRef('locations.tenant_id', '=', 'instances.tenant_id').onRef('locations.instance_id', '=', 'instances.id'),
    )
    .innerJoin('series', (join) =>
      join.onRef('series.tenant_id', '=', 'instances.tenant_id').onRef('series.id', '=', 'instances.series_id'),
    )
    .innerJoin('studies', (join) =>
      join.onRef('studies.tenant_id', '=', 'series.tenant_id').onRef('studies.id', '=', 'series.study_id'),
    )
    .selectAll('instances')
    .select([
      'locations.blob',
      'locations.blob_offset',
      'locations.byte_length as location_length',
      'series.series_instance_uid',
      'studies.study_instance_uid',
      'studies.patient_record_id',
    ])
    .distinctOn('instances.version')
    .where('instances.sop_instance_uid', '=', sopInstanceUid)
    .orderBy('instances.version')
    .orderBy(sql`locations.damaged_at is not null`)
    .orderBy('locations.stored_at')
    .execute();

/**
 * Keeps other writers of this object away until the transaction ends, and gives the versions that there are then: asked by a
 * second statement, since the first one, having waited, still sees what was there before.
 */
export const lockVersions = async (
  trx: Trx,
  sopInstanceUid: string,
): Promise<readonly { readonly id: string; readonly version: number }[]> => {
  const versions = trx
    .selectFrom('instances')
    .select(['id', 'version'])
    .where('sop_instance_uid', '=', sopInstanceUid)
    .orderBy('version');
  await versions.forUpdate().execute();
  return versions.execute();
};

/** One more version of an object that is there already. */
export const insertVersion = async (trx: Trx, tenantId: string, version: number, row: NewInstance): Promise<void> => {
  await trx
    .insertInto('instances')
    .values({
      tenant_id: tenantId,
      id: row.id,
      series_id: row.seriesId,
      sop_instance_uid: row.attributes.sopInstanceUid,
      version,
      chosen: false,
      rejected: sql<boolean>`(select ${sql.raw(isRejectedSql('incoming.tenant_id', 'incoming.uid', 'incoming.series_id'))}
        from (select ${tenantId}::uuid as tenant_id, ${row.attributes.sopInstanceUid}::text as uid, ${row.seriesId}::uuid as series_id)
          as incoming)`,
      sop_class_uid: row.attributes.sopClassUid,
      transfer_syntax_uid: row.attributes.transferSyntaxUid,
      instance_number: row.attributes.instanceNumber,
      rows: row.attributes.rows,
      columns: row.attributes.columns,
      number_of_frames: row.attributes.numberOfFrames,
      sha256: row.sha256,
      byte_length: row.byteLength,
      dataset_offset: row.datasetOffset,
      received_from: row.bearer.receivedFrom,
    })
    .execute();
  await trx
    .insertInto('locations')
    .values({
      tenant_id: tenantId,
      instance_id: row.id,
      blob: row.blob,
      blob_offset: row.blobOffset,
      byte_length: row.byteLength,
    })
    .execute();
};

export const raiseConflict = async (
  trx: Trx,
  tenantId: string,
  conflict: Omit<NewRow<'conflicts'>, 'tenant_id' | 'id'>,
): Promise<void> => {
  await trx
    .insertInto('conflicts')
    .values({ tenant_id: tenantId, id: newId(), ...conflict })
    .execute();
};

/** Which of these blobs a row refers to. */
export const referencedBlobs = async (trx: Trx, blobs: readonly string[]): Promise<Set<string>> => {
  const rows = await trx
    .selectFrom('locations')
    .select('blob')
    .where(isAnyOf('blob', 'text', blobs))
    .execute();
  return new Set(rows.map((row) => row.blob));
};

interface LocationCursor {
  readonly blob: string;
  readonly offset: number;
}

/** Locations in the order of their blobs, behind `after`: a walk over all of them in bounded steps. */
export const locationsAfter = (trx: Trx, after: LocationCursor, limit: number) =>
  trx
    .selectFrom('locations')
    .select(['blob', 'blob_offset', 'byte_length', 'instance_id'])
    .where(sql<boolean>`(blob, blob_offset) > (${after.blob}, ${after.offset})`)
    .orderBy('blob')
    .orderBy('blob_offset')
    .limit(limit)
    .execute();
