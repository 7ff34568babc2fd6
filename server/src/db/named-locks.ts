/** Locks on what has no row yet, until the transaction ends. */
import { sql } from 'kysely';
import type { Trx } from './database.ts';

/** Of those who name the same thing one goes on; the others see what it made. Names are of a tenant. */
export const lockNamed = async (trx: Trx, tenantId: string, name: string): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${tenantId}:${name}`}, 0))`.execute(trx);
};
