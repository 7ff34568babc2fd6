/** Patients that their source removed. The record stays with all that hangs on it; by `removed_by` it is found no more. */
import { sql } from 'kysely';
import type { Trx } from './database.ts';
import type { IdentityChangeRow } from './identity-changes.ts';

/** Whoever files something under the record waits until the transaction ends, and brings it back then. */
export const lockRecord = async (trx: Trx, recordId: string): Promise<void> => {
  await trx.selectFrom('patient_records').select('id').where('id', '=', recordId).forUpdate().executeTakeFirst();
};

/** What is filed under the record here or at a source, or will be: a study, a report, an exam that is ordered. */
export const isFiledUnder = async (trx: Trx, recordId: string): Promise<boolean> => {
  const result = await sql<{ filed: boolean }>`
    select exists (select from studies where patient_record_id = ${recordId})
      or exists (select from holdings where patient_record_id = ${recordId} and vanished_at is null)
      or exists (select from message_reports where patient_record_id = ${recordId})
      or exists (
        select from scheduled_steps s join patient_records r on r.issuer = s.patient_issuer and r.patient_id = s.patient_id
        where r.id = ${recordId} and s.status <> 'DISCONTINUED') as filed`.execute(trx);
  return result.rows[0]?.filed === true;
};

/** Whether its source removed this record, and it has not come back. */
export const isRemoved = async (trx: Trx, recordId: string): Promise<boolean> => {
  const row = await trx
    .selectFrom('patient_records')
    .select('removed_by')
    .where('id', '=', recordId)
    .executeTakeFirst();
  return row !== undefined && row.removed_by !== null;
};

export const markRemoved = async (trx: Trx, recordId: string, change: IdentityChangeRow): Promise<void> => {
  await trx.updateTable('patient_records').set({ removed_by: change.id }).where('id', '=', recordId).execute();
};

/** The removal is taken back. */
export const restoreRemoved = async (trx: Trx, change: IdentityChangeRow): Promise<readonly string[]> => {
  const there = trx.updateTable('patient_records').set({ removed_by: null }).where('removed_by', '=', change.id);
  return (await there.returning('id').execute()).map(({ id }) => id);
};

/** The record is told of again: it is found, and its removal is over. False when it was not removed. */
export const bringBack = async (trx: Trx, tenantId: string, recordId: string, by: string): Promise<boolean> => {
  const result = await sql<{ back: boolean }>`
    select bring_patient_back(${tenantId}::uuid, ${recordId}::uuid, ${by}) as back`.execute(trx);
  return result.rows[0]?.back === true;
};
