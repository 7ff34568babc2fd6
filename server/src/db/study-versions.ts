/** What a study was before: its attributes as they were kept when they changed, and its objects by when they came. */
import { sql } from 'kysely';
import type { Trx } from './database.ts';
import type { Row } from './tables/index.ts';

export type StudyVersionRow = Row<'study_versions'>;

/** Oldest first. */
export const versionsOfStudy = (trx: Trx, studyId: string): Promise<StudyVersionRow[]> =>
  trx.selectFrom('study_versions').selectAll().where('study_id', '=', studyId).orderBy('since').execute();

export interface Arrivals {
  readonly series_instance_uid: string;
  readonly at: Date;
  readonly instances: number;
}

/** Of the objects that are served now; oldest first. */
export const arrivalsOfStudy = async (trx: Trx, studyId: string): Promise<Arrivals[]> => {
  const result = await sql<Arrivals>`
    select e.series_instance_uid, i.received_at as at, count(*)::int as instances
    from series e join instances i on i.series_id = e.id and i.served
    where e.study_id = ${studyId}::uuid group by e.series_instance_uid, i.received_at order by i.received_at`.execute(
    trx,
  );
  return result.rows;
};
