/** Keys that candidates for being the same person are found by: digests, since only equality is leak-proof and quick. */
import { hash } from 'node:crypto';
import { blockingKeys, neighbourhoodOf, type PatientRecord } from '@throughline/identity';
import { sql } from 'kysely';
import type { Trx } from './database.ts';

/** Raised when the keys of `packages/identity` or their digests change: a migration says that records of an older form are keyed anew. */
export const KEYED = 5;

const digest = (text: string): string => hash('sha256', text, 'hex');

/**
 * Four bytes of the neighbourhood's digest and four of the key's, as the database's bigint: neighbours are side by side in its index. Not the
 * same four: PostgreSQL's hash of a bigint folds its halves, and a key that is a neighbourhood of its own would be the lock of all.
 */
const digestOf = (key: string): string =>
  BigInt.asIntN(64, BigInt(`0x${digest(neighbourhoodOf(key)).slice(0, 8)}${digest(key).slice(8, 16)}`)).toString();

/** What a record is found by; in one order, so that whoever locks several locks them alike. */
export const blockingDigests = (record: PatientRecord): readonly string[] => blockingKeys(record).map(digestOf).sort();

/** The upper halves, each once and in one order. */
const neighbourhoods = (digests: readonly string[]): readonly number[] =>
  [...new Set(digests.map((key) => Number(BigInt(key) >> 32n)))].sort((one, other) => one - other);

/** The keys of a record that was made just now. */
export const addBlockingKeys = async (
  trx: Trx,
  tenantId: string,
  recordId: string,
  digests: readonly string[],
): Promise<void> => {
  await sql`
    insert into blocking_keys (tenant_id, key, patient_record_id)
    select ${tenantId}, key, ${recordId} from unnest(${[...digests]}::bigint[]) as key
    on conflict do nothing`.execute(trx);
};

/** Replaces the keys of a record, and says that it has them. */
export const putBlockingKeys = async (
  trx: Trx,
  tenantId: string,
  recordId: string,
  digests: readonly string[],
): Promise<void> => {
  await sql`
    delete from blocking_keys where tenant_id = ${tenantId} and patient_record_id = ${recordId}
    and not key = any(${[...digests]}::bigint[])`.execute(trx);
  await addBlockingKeys(trx, tenantId, recordId, digests);
  await trx
    .updateTable('patient_records')
    .set({ keyed: KEYED })
    .where('id', '=', recordId)
    .where('keyed', '<>', KEYED)
    .execute();
};

/**
 * Makes whoever judges a record that could be a candidate of this one wait until the transaction ends: both have a key in common, and so
 * its neighbourhood, of which there are half as many. Records that share none are judged side by side (I17).
 */
export const lockBlocks = async (trx: Trx, tenantId: string, digests: readonly string[]): Promise<void> => {
  await sql`
    select pg_advisory_xact_lock(hashint8extended(near, hashtextextended(${tenantId}, 0)))
    from unnest(${neighbourhoods(digests)}::bigint[]) as near`.execute(trx);
};
