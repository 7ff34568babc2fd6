/** How the database plans what it was asked before. */
import { sql } from 'kysely';
import type { Trx } from './database.ts';

/**
 * Until the transaction ends, prepared statements are planned for all values, not for each anew: with lists among the values PostgreSQL
 * takes that for dearer than it is, and planning takes longer than the statement. For transactions of statements that look up by key,
 * whatever the values are; not for searches, whose best plan depends on what is searched for.
 */
export const planOnce = async (trx: Trx): Promise<void> => {
  await sql`select set_config('plan_cache_mode', ${'force_generic_plan'}, true)`.execute(trx);
};
