/** What readers were shown of completeness, as it changed. */
import { newId } from '../ids.ts';
import type { Trx } from './database.ts';
import { commitDurably } from './durability.ts';
import type { NewRow, Row } from './tables/index.ts';

export type ShownStatementRow = Row<'shown_statements'>;

/** Kept when it differs from what was shown of this study last, to whomever. */
export const noteShown = async (
  trx: Trx,
  shown: Omit<NewRow<'shown_statements'>, 'id' | 'statement'>,
  statement: unknown,
): Promise<void> => {
  const last = await trx
    .selectFrom('shown_statements')
    .select('digest')
    .where('study_instance_uid', '=', shown.study_instance_uid)
    .orderBy('shown_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (last?.digest === shown.digest) return;
  // What somebody was shown is evidence: on the disk before it is shown.
  await commitDurably(trx);
  await trx
    .insertInto('shown_statements')
    .values({ ...shown, id: newId(), statement: JSON.stringify(statement) })
    .execute();
};

/** The newest first, of those shown up to a time. */
export const shownUntil = (
  trx: Trx,
  studyInstanceUid: string,
  until: Date,
  limit: number,
): Promise<ShownStatementRow[]> =>
  trx
    .selectFrom('shown_statements')
    .selectAll()
    .where('study_instance_uid', '=', studyInstanceUid)
    .where('shown_at', '<=', until)
    .orderBy('shown_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
