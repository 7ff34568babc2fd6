/** When a transaction's commit is answered. */
import { sql } from 'kysely';
import type { Trx } from './database.ts';

const answer = async (trx: Trx, when: 'on' | 'off'): Promise<void> => {
  await sql`select set_config('synchronous_commit', ${when}, true)`.execute(trx);
};

/**
 * Before its rows are on the disk: within a second they are, and only a crash of the machine in between loses them, never a part of them.
 * For notes by which nothing is acknowledged to anybody (docs/adr/0059).
 */
export const commitLater = (trx: Trx): Promise<void> => answer(trx, 'off');

/** When its rows are on the disk, as it is unless `commitLater` was asked. */
export const commitDurably = (trx: Trx): Promise<void> => answer(trx, 'on');
