/** Preferences of departments and users, as packs of the relevance engine. */

import { sql } from 'kysely';
import { isAnyOf } from './any-of.ts';
import type { Trx } from './database.ts';
import type { NewRow, Row } from './tables/index.ts';

export type RelevancePackRow = Row<'relevance_packs'>;

/** Those in force for everybody and, over them, for this subject; in the order in which they are laid over one another. */
export const packIdsInForce = async (trx: Trx, subject: string): Promise<readonly string[]> => {
  const rows = await trx
    .selectFrom('relevance_packs')
    .select('id')
    .where('withdrawn_at', 'is', null)
    .where('subject', 'in', ['', subject])
    .orderBy('subject')
    .orderBy('name')
    .execute();
  return rows.map((row) => row.id);
};

export const packsById = (trx: Trx, ids: readonly string[]): Promise<Pick<RelevancePackRow, 'id' | 'pack'>[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : trx
        .selectFrom('relevance_packs')
        .select(['id', 'pack'])
        .where(isAnyOf('id', 'uuid', ids))
        .execute();

/** Users with a pack of their own who opened this study, the last to open it first. */
export const readersWithPacks = async (
  trx: Trx,
  studyInstanceUid: string,
  limit: number,
): Promise<readonly string[]> => {
  const result = await sql<{ readonly subject: string }>`
    select o.subject from openings o
    where o.study_instance_uid = ${studyInstanceUid} and exists (
      select from relevance_packs p where p.subject = o.subject and p.withdrawn_at is null)
    group by o.subject order by max(o.opened_at) desc limit ${limit}`.execute(trx);
  return result.rows.map((row) => row.subject);
};

/** Ends what is in force under this name for this subject; false when nothing was. */
export const withdrawPack = async (
  trx: Trx,
  { subject, name }: { readonly subject: string; readonly name: string },
  { by, at }: { readonly by: string; readonly at: Date },
): Promise<boolean> => {
  const ended = await trx
    .updateTable('relevance_packs')
    .set({ withdrawn_by: by, withdrawn_at: at })
    .where('subject', '=', subject)
    .where('name', '=', name)
    .where('withdrawn_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return ended !== undefined;
};

export const insertPack = async (trx: Trx, row: NewRow<'relevance_packs'>): Promise<void> => {
  await trx.insertInto('relevance_packs').values(row).execute();
};

/** Every pack that was ever adopted, the last first. */
export const listPacks = (trx: Trx, limit: number): Promise<RelevancePackRow[]> =>
  trx
    .selectFrom('relevance_packs')
    .selectAll()
    .orderBy('adopted_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
