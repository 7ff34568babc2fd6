/** What was corrected of rows that objects made, as it was before and is since, so that it can be undone exactly. */
import { sql } from 'kysely';
import { newId } from '../ids.ts';
import type { Trx } from './database.ts';
import { addNameKeys } from './name-keys.ts';
import type { CorrectedState, CorrectionSubject, NewRow, Row } from './tables/index.ts';

const tables = { patient: 'patient_records', study: 'studies', filing: 'studies', series: 'series' } as const;

/** A row in full, kept from others until the transaction ends. */
export const lockCorrected = async (
  trx: Trx,
  subject: CorrectionSubject,
  id: string,
): Promise<CorrectedState | undefined> => {
  const rows =
    await sql<CorrectedState>`select * from ${sql.table(tables[subject])} where id = ${id} for update`.execute(trx);
  return rows.rows[0];
};

/** `state` names columns of that table; the overlay is one of them. */
export const writeCorrected = async (
  trx: Trx,
  tenantId: string,
  subject: CorrectionSubject,
  id: string,
  state: CorrectedState,
): Promise<void> => {
  const columns = Object.entries(state).map(([name, value]) => {
    const written = name === 'overlay' && value !== null ? JSON.stringify(value) : value;
    return sql`${sql.ref(name)} = ${written}`;
  });
  // A corrected patient is found by other keys: they are made at the next look.
  const unkeyed = subject === 'patient' ? sql`, keyed = 0` : sql``;
  const table = sql.table(tables[subject]);
  await sql`update ${table} set ${sql.join(columns)}, updated_at = now() ${unkeyed} where id = ${id}`.execute(trx);
  if (subject === 'patient' && typeof state.name === 'string') await addNameKeys(trx, tenantId, id, state.name);
};

export const insertCorrection = async (
  trx: Trx,
  tenantId: string,
  correction: Omit<NewRow<'corrections'>, 'tenant_id' | 'id' | 'before' | 'after'> & {
    readonly before: CorrectedState;
    readonly after: CorrectedState;
  },
): Promise<string> => {
  const id = newId();
  const [before, after] = [JSON.stringify(correction.before), JSON.stringify(correction.after)];
  await trx
    .insertInto('corrections')
    .values({ ...correction, tenant_id: tenantId, id, before, after })
    .execute();
  return id;
};

export const lockCorrection = (trx: Trx, id: string): Promise<Row<'corrections'> | undefined> =>
  trx.selectFrom('corrections').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();

/** Corrections of the same row that came later and are in force. */
export const laterCorrections = (trx: Trx, { subject_id, made_at, id }: Row<'corrections'>) =>
  trx
    .selectFrom('corrections')
    .selectAll()
    .where('subject_id', '=', subject_id)
    .where('undone_at', 'is', null)
    .where('made_at', '>=', made_at)
    .where('id', '<>', id)
    .execute();

export const endCorrection = async (trx: Trx, id: string, by: string, at: Date): Promise<void> => {
  await trx.updateTable('corrections').set({ undone_by: by, undone_at: at }).where('id', '=', id).execute();
};

/** What was ever corrected of a study, its series and its patient, oldest first. */
export const correctionsOfStudy = (trx: Trx, study: Pick<Row<'studies'>, 'study_instance_uid' | 'patient_record_id'>) =>
  trx
    .selectFrom('corrections')
    .selectAll()
    .where((eb) =>
      eb.or([eb('study_instance_uid', '=', study.study_instance_uid), eb('subject_id', '=', study.patient_record_id)]),
    )
    .orderBy('made_at')
    .execute();

/** The series of that UID in a study. */
export const findSeries = (trx: Trx, studyId: string, seriesInstanceUid: string) =>
  trx
    .selectFrom('series')
    .selectAll()
    .where('study_id', '=', studyId)
    .where('series_instance_uid', '=', seriesInstanceUid)
    .executeTakeFirst();
