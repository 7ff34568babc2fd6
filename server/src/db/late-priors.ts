/** Priors that were here only after a study had been opened or signed, and those who read it without them. */
import { sql } from 'kysely';
import { isAnyOf } from './any-of.ts';
import type { Trx } from './database.ts';
import type { NewRow, Row } from './tables/index.ts';

export type LatePriorRow = Row<'late_priors'>;
export type NewLatePrior = NewRow<'late_priors'>;

export interface Reader {
  readonly study_instance_uid: string;
  readonly subject: string;
  /** The last day's first opening. */
  readonly opened_at: Date;
}

/** Who opened any of these studies since then. */
export const readersOf = async (trx: Trx, studyInstanceUids: readonly string[], since: Date): Promise<Reader[]> => {
  if (studyInstanceUids.length === 0) return [];
  const result = await sql<Reader>`
    select study_instance_uid, subject, max(opened_at) as opened_at from openings
    where study_instance_uid = any(${[...studyInstanceUids]}::text[]) and opened_at >= ${since}
    group by study_instance_uid, subject`.execute(trx);
  return result.rows;
};

/** What was told before is not told again. */
export const insertLatePriors = async (trx: Trx, rows: readonly NewLatePrior[]): Promise<void> => {
  if (rows.length === 0) return;
  await trx
    .insertInto('late_priors')
    .values([...rows])
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'study_instance_uid', 'subject', 'prior_study_instance_uid']).doNothing(),
    )
    .execute();
};

const MOST_FOR_READER = 100;

/** What came too late for this reader and was not seen since, the newest first. */
export const latePriorsFor = (trx: Trx, subject: string): Promise<LatePriorRow[]> =>
  trx
    .selectFrom('late_priors')
    .selectAll()
    .where('subject', '=', subject)
    .where('seen_at', 'is', null)
    .orderBy('arrived_at', 'desc')
    .limit(MOST_FOR_READER)
    .execute();

/** The reader has the study before them again, with what came since. */
export const latePriorsSeen = async (
  trx: Trx,
  { studyInstanceUid, subject }: { readonly studyInstanceUid: string; readonly subject: string },
  at: Date,
): Promise<void> => {
  await trx
    .updateTable('late_priors')
    .set({ seen_at: at })
    .where('subject', '=', subject)
    .where('study_instance_uid', '=', studyInstanceUid)
    .where('seen_at', 'is', null)
    .execute();
};

/** Of these studies, when a final report of each was there first. */
export const signedSince = async (
  trx: Trx,
  studyInstanceUids: readonly string[],
): Promise<ReadonlyMap<string, Date>> => {
  if (studyInstanceUids.length === 0) return new Map();
  const rows = await trx
    .selectFrom('message_reports')
    .select(({ fn }) => ['study_instance_uid', fn.min('received_at').as('since')])
    .where(isAnyOf('study_instance_uid', 'text', studyInstanceUids))
    .where('status', 'in', ['final', 'corrected', 'addended'])
    .groupBy('study_instance_uid')
    .execute();
  return new Map(rows.map((row) => [row.study_instance_uid ?? '', row.since as Date]));
};
