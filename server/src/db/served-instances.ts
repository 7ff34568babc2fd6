/** What is served: the first version of each object, with where its bytes are. */
import { sql } from 'kysely';
import type { Trx } from './database.ts';

export interface Selector {
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid?: string;
  readonly sopInstanceUid?: string;
}

const served = (trx: Trx) =>
  trx
    .selectFrom('instances as i')
    .innerJoin('series as se', (join) =>
      join.onRef('se.tenant_id', '=', 'i.tenant_id').onRef('se.id', '=', 'i.series_id'),
    )
    .innerJoin('studies as st', (join) =>
      join.onRef('st.tenant_id', '=', 'se.tenant_id').onRef('st.id', '=', 'se.study_id'),
    )
    .innerJoinLateral(
      (eb) =>
        eb
          .selectFrom('locations')
          .select(['blob', 'blob_offset'])
          .whereRef('locations.tenant_id', '=', 'i.tenant_id')
          .whereRef('locations.instance_id', '=', 'i.id')
          .orderBy('stored_at')
          .limit(1)
          .as('l'),
      (join) => join.onTrue(),
    )
    .select([
      'i.id',
      'i.series_id',
      'i.sop_instance_uid',
      'i.sop_class_uid',
      'i.transfer_syntax_uid',
      'i.instance_number',
      'i.rows',
      'i.columns',
      'i.number_of_frames',
      'i.sha256',
      'i.byte_length',
      'i.dataset_offset',
      'se.series_instance_uid',
      'se.modality',
      'se.series_number',
      'se.description as series_description',
      'st.study_instance_uid',
      'st.patient_record_id',
      'l.blob',
      'l.blob_offset',
    ])
    .where('i.version', '=', 1);

/** All objects of a study, a series or one; in the order of series and instance numbers. */
export const servedInstances = (trx: Trx, selector: Selector) => {
  let query = served(trx).where('st.study_instance_uid', '=', selector.studyInstanceUid);
  if (selector.seriesInstanceUid !== undefined)
    query = query.where('se.series_instance_uid', '=', selector.seriesInstanceUid);
  if (selector.sopInstanceUid !== undefined) query = query.where('i.sop_instance_uid', '=', selector.sopInstanceUid);
  return query
    .orderBy(sql`se.series_number nulls last`)
    .orderBy('se.series_instance_uid')
    .orderBy(sql`i.instance_number nulls last`)
    .orderBy('i.sop_instance_uid')
    .execute();
};
/** The objects of these UIDs, wherever they belong. */
export const servedByUid = (trx: Trx, sopInstanceUids: readonly string[]) =>
  served(trx)
    .where('i.sop_instance_uid', '=', sql<string>`any(${[...sopInstanceUids]}::text[])`)
    .execute();

export const servedById = (trx: Trx, instanceIds: readonly string[]) =>
  served(trx)
    .where('i.id', '=', sql<string>`any(${[...instanceIds]}::uuid[])`)
    .orderBy('se.series_instance_uid')
    .orderBy(sql`i.instance_number nulls last`)
    .execute();

/** Notes that the bytes of these instances were read again and had their digest. */
export const noteVerified = async (trx: Trx, instanceIds: readonly string[], at: Date): Promise<void> => {
  if (instanceIds.length === 0) return;
  await sql`update locations set verified_at = ${at} where instance_id = any(${[...instanceIds]}::uuid[])`.execute(trx);
};

export type ServedInstance = Awaited<ReturnType<typeof servedInstances>>[number];

/** The header pack of a series, if there is one that is true for this many objects. */
export const findSeriesPack = (trx: Trx, seriesId: string, instances: number) =>
  trx
    .selectFrom('series_packs')
    .select('pack')
    .where('series_id', '=', seriesId)
    .where('instances', '=', instances)
    .executeTakeFirst();

export const putSeriesPack = async (
  trx: Trx,
  tenantId: string,
  seriesId: string,
  instances: number,
  pack: Buffer,
): Promise<void> => {
  await trx
    .insertInto('series_packs')
    .values({ tenant_id: tenantId, series_id: seriesId, instances, pack })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'series_id']).doUpdateSet({ instances, pack, built_at: new Date() }),
    )
    .execute();
};
