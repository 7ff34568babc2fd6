/** Studies and their series: rows are made by the first object that names them. */

import { newId } from '../ids.ts';
import { isAnyOf } from './any-of.ts';
import type { Trx } from './database.ts';
import type { NewRow, Row } from './tables/index.ts';

export type StudyAttributes = Omit<
  NewRow<'studies'>,
  'tenant_id' | 'id' | 'patient_record_id' | 'source_id' | 'created_at' | 'updated_at'
>;
export type SeriesAttributes = Omit<NewRow<'series'>, 'tenant_id' | 'id' | 'study_id' | 'created_at' | 'updated_at'>;

export const findStudy = (trx: Trx, studyInstanceUid: string): Promise<Row<'studies'> | undefined> =>
  trx.selectFrom('studies').selectAll().where('study_instance_uid', '=', studyInstanceUid).executeTakeFirst();

/** Whose study it is; no person while nobody has judged the record. */
export const ownerOfStudy = (
  trx: Trx,
  studyInstanceUid: string,
): Promise<{ readonly patientRecordId: string; readonly personId: string | null } | undefined> =>
  trx
    .selectFrom('studies as s')
    .leftJoin('memberships as m', (join) =>
      join
        .onRef('m.tenant_id', '=', 's.tenant_id')
        .onRef('m.patient_record_id', '=', 's.patient_record_id')
        .on('m.valid_to', 'is', null),
    )
    .select(['s.patient_record_id as patientRecordId', 'm.person_id as personId'])
    .where('s.study_instance_uid', '=', studyInstanceUid)
    .executeTakeFirst();

export const findStudies = (trx: Trx, studyInstanceUids: readonly string[]): Promise<Row<'studies'>[]> =>
  studyInstanceUids.length === 0
    ? Promise.resolve([])
    : trx
        .selectFrom('studies')
        .selectAll()
        .where(isAnyOf('study_instance_uid', 'text', studyInstanceUids))
        .execute();

export const findStudyById = (trx: Trx, id: string): Promise<Row<'studies'> | undefined> =>
  trx.selectFrom('studies').selectAll().where('id', '=', id).executeTakeFirst();

/** The date of the newest study of a record that we hold. */
export const newestStudyDate = async (trx: Trx, patientRecordId: string): Promise<string | null> => {
  const row = await trx
    .selectFrom('studies')
    .select((eb) => eb.fn.max('study_date').as('date'))
    .where('patient_record_id', '=', patientRecordId)
    .executeTakeFirst();
  return row?.date ?? null;
};

interface StudyOwner {
  readonly tenantId: string;
  readonly patientRecordId: string;
  readonly sourceId: string | null;
}

export const ensureStudy = async (trx: Trx, owner: StudyOwner, attributes: StudyAttributes): Promise<string> => {
  const known = await findStudy(trx, attributes.study_instance_uid);
  if (known) return known.id;
  const made = await trx
    .insertInto('studies')
    .values({
      ...attributes,
      tenant_id: owner.tenantId,
      id: newId(),
      patient_record_id: owner.patientRecordId,
      source_id: owner.sourceId,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  const id = made?.id ?? (await findStudy(trx, attributes.study_instance_uid))?.id;
  if (id === undefined) throw new Error('A study vanished.');
  return id;
};

const findSeriesId = async (trx: Trx, studyId: string, seriesInstanceUid: string): Promise<string | undefined> => {
  const row = await trx
    .selectFrom('series')
    .select('id')
    .where('study_id', '=', studyId)
    .where('series_instance_uid', '=', seriesInstanceUid)
    .executeTakeFirst();
  return row?.id;
};

export const ensureSeries = async (
  trx: Trx,
  tenantId: string,
  studyId: string,
  attributes: SeriesAttributes,
): Promise<string> => {
  const known = await findSeriesId(trx, studyId, attributes.series_instance_uid);
  if (known !== undefined) return known;
  const made = await trx
    .insertInto('series')
    .values({ ...attributes, tenant_id: tenantId, id: newId(), study_id: studyId })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  const id = made?.id ?? (await findSeriesId(trx, studyId, attributes.series_instance_uid));
  if (id === undefined) throw new Error('A series vanished.');
  return id;
};

/** Whether we hold a series of this UID, in whichever study. */
export const hasSeries = async (trx: Trx, seriesInstanceUid: string): Promise<boolean> => {
  const row = await trx
    .selectFrom('series')
    .select('id')
    .where('series_instance_uid', '=', seriesInstanceUid)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
};
