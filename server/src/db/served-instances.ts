/** What is served: the chosen version of each object that is not hidden, with where its bytes are and what was corrected. */
import { type CompiledQuery, sql } from 'kysely';
import type { Trx } from './database.ts';
import type { PatientIdentifier } from './patient-records.ts';
import type { Overlay } from './tables/index.ts';

export interface Selector {
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid?: string;
  readonly sopInstanceUid?: string;
}

/** By which identifiers a receiver knows the patient: laid over what it is given, never kept. */
export interface LocalIdentity {
  readonly identifier: PatientIdentifier;
  /** What the same person is called elsewhere. */
  readonly others: readonly PatientIdentifier[];
  /** When the identifiers came together; what is given is the same as long as they stay. */
  readonly since: Date;
}

/** What lies over the header of an object: who it is filed under when that was changed, and what was corrected. */
const overlay = sql<Overlay | null>`case when st.moved_at is not null or p.overlay is not null or st.overlay is not null
  or se.overlay is not null then
    case when st.moved_at is null then '{}'::jsonb else jsonb_build_object(
      '00100010', jsonb_build_array(p.name, st.moved_at),
      '00100020', jsonb_build_array(p.patient_id, st.moved_at),
      '00100021', jsonb_build_array(p.issuer, st.moved_at),
      '00100030', jsonb_build_array(p.birth_date, st.moved_at),
      '00100040', jsonb_build_array(p.sex, st.moved_at)) end
    || coalesce(p.overlay, '{}') || coalesce(st.overlay, '{}') || coalesce(se.overlay, '{}') end`;

const versions = (trx: Trx) =>
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
          .select(['blob', 'blob_offset', 'damaged_at'])
          .whereRef('locations.tenant_id', '=', 'i.tenant_id')
          .whereRef('locations.instance_id', '=', 'i.id')
          .orderBy(sql`damaged_at is not null`)
          .orderBy('stored_at')
          .limit(1)
          .as('l'),
      (join) => join.onTrue(),
    )
    .innerJoin('patient_records as p', (join) =>
      join.onRef('p.tenant_id', '=', 'st.tenant_id').onRef('p.id', '=', 'st.patient_record_id'),
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
      'p.issuer as patient_issuer',
      'l.blob',
      'l.blob_offset',
      sql<boolean>`l.damaged_at is not null`.as('damaged'),
      overlay.as('overlay'),
    ]);

const served = (trx: Trx) => versions(trx).where('i.served', '=', true);

const selected = (trx: Trx, selector: Selector) => {
  let query = served(trx).where('st.study_instance_uid', '=', selector.studyInstanceUid);
  if (selector.seriesInstanceUid !== undefined)
    query = query.where('se.series_instance_uid', '=', selector.seriesInstanceUid);
  if (selector.sopInstanceUid !== undefined) query = query.where('i.sop_instance_uid', '=', selector.sopInstanceUid);
  return query
    .orderBy(sql`se.series_number nulls last`)
    .orderBy('se.series_instance_uid')
    .orderBy(sql`i.instance_number nulls last`)
    .orderBy('i.sop_instance_uid');
};

type SelectedRow = Awaited<ReturnType<ReturnType<typeof selected>['execute']>>[number];

/** Each part of a selector is written as its own name. */
const named = { studyInstanceUid: 'study', seriesInstanceUid: 'series', sopInstanceUid: 'object' } as const;
const written = new Map<string, CompiledQuery<SelectedRow>>();

/** All objects of a study, a series or one; in the order of series and instance numbers. Asked for each frame: written once. */
export const servedInstances = async (trx: Trx, selector: Selector): Promise<SelectedRow[]> => {
  const parts = (Object.keys(named) as (keyof Selector)[]).filter((part) => selector[part] !== undefined);
  const form = parts.join(' ');
  const query =
    written.get(form) ??
    selected(trx, Object.fromEntries(parts.map((part) => [part, named[part]])) as unknown as Selector).compile();
  written.set(form, query);
  const asAsked = (parameter: unknown): unknown => {
    const part = parts.find((one) => named[one] === parameter);
    return part === undefined ? parameter : selector[part];
  };
  return (await trx.executeQuery<SelectedRow>({ ...query, parameters: query.parameters.map(asAsked) })).rows;
};

/** The objects of these studies that are of one of these SOP classes. */
export const servedOfClasses = async (
  trx: Trx,
  studyInstanceUids: readonly string[],
  sopClassUids: readonly string[],
) =>
  studyInstanceUids.length === 0
    ? []
    : served(trx)
        .where('st.study_instance_uid', '=', sql<string>`any(${[...studyInstanceUids]}::text[])`)
        .where('i.sop_class_uid', '=', sql<string>`any(${[...sopClassUids]}::text[])`)
        .execute();

/** Whether a study has a served series of one of these modalities. */
export const hasModality = async (
  trx: Trx,
  studyInstanceUid: string,
  modalities: readonly string[],
): Promise<boolean> => {
  const row = await served(trx)
    .where('st.study_instance_uid', '=', studyInstanceUid)
    .where('se.modality', '=', sql<string>`any(${[...modalities]}::text[])`)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
};

/** Every version of an object, hidden or not, first to last. */
export const allVersions = (trx: Trx, sopInstanceUid: string) =>
  versions(trx)
    .select(['i.version', 'i.chosen', 'i.rejected', 'i.deletion_id', 'i.served', 'i.received_from', 'i.received_at'])
    .where('i.sop_instance_uid', '=', sopInstanceUid)
    .orderBy('i.version')
    .execute();

/** These versions, hidden or not. */
export const versionsById = (trx: Trx, instanceIds: readonly string[]) =>
  versions(trx)
    .where('i.id', '=', sql<string>`any(${[...instanceIds]}::uuid[])`)
    .execute();

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

/** An order of the receiver, under which a study of elsewhere is imported there. */
export interface LocalOrder {
  readonly accessionNumber: string;
  readonly accessionIssuer: string | null;
  readonly requestedProcedureId: string | null;
  readonly description: string | null;
  readonly procedureCode: { readonly code: string; readonly scheme: string; readonly meaning: string } | null;
  /** When it was asked for. */
  readonly since: Date;
}

export type ServedInstance = Awaited<ReturnType<typeof servedInstances>>[number] & {
  /** How who is given it knows the patient; absent: as the object itself says. */
  readonly localIdentity?: LocalIdentity;
  /** The order that it is given under; absent: that of the object itself. */
  readonly localOrder?: LocalOrder;
};

/** When the newest object of a study came; null when it has none. */
export const newestArrival = async (trx: Trx, studyInstanceUid: string): Promise<Date | null> => {
  const row = await trx
    .selectFrom('instances as i')
    .innerJoin('series as se', (join) =>
      join.onRef('se.tenant_id', '=', 'i.tenant_id').onRef('se.id', '=', 'i.series_id'),
    )
    .innerJoin('studies as st', (join) =>
      join.onRef('st.tenant_id', '=', 'se.tenant_id').onRef('st.id', '=', 'se.study_id'),
    )
    .select(({ fn }) => fn.max('i.received_at').as('newest'))
    .where('st.study_instance_uid', '=', studyInstanceUid)
    .executeTakeFirst();
  return row?.newest ?? null;
};

/** The header pack of a series, if there is one that was made of exactly what the mark names. */
export const findSeriesPack = (trx: Trx, seriesId: string, mark: Buffer) =>
  trx
    .selectFrom('series_packs')
    .select('pack')
    .where('series_id', '=', seriesId)
    .where('mark', '=', mark)
    .executeTakeFirst();

export const putSeriesPack = async (
  trx: Trx,
  tenantId: string,
  seriesId: string,
  made: { readonly instances: number; readonly mark: Buffer; readonly pack: Buffer },
): Promise<void> => {
  await trx
    .insertInto('series_packs')
    .values({ tenant_id: tenantId, series_id: seriesId, ...made })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'series_id']).doUpdateSet({ ...made, built_at: new Date() }),
    )
    .execute();
};

/** These objects, each with the study that it is of. */
export const documentsById = (trx: Trx, instanceIds: readonly string[]) =>
  served(trx)
    .where('i.id', '=', sql<string>`any(${[...instanceIds]}::uuid[])`)
    .select(['st.id as study_id', 'st.study_date', 'i.received_at'])
    .execute();
export type DocumentRow = Awaited<ReturnType<typeof documentsById>>[number];
