/** Account numbers (HL7 v2 PID-18): each is of one patient, the one it was told of last. */
import { sql } from 'kysely';
import type { Trx } from './database.ts';

export interface AccountNumber {
  readonly issuer: string;
  readonly number: string;
}

const accountOf = (trx: Trx, tenantId: string, { issuer, number }: AccountNumber, patientRecordId: string, at: Date) =>
  trx
    .insertInto('patient_accounts')
    .values({ tenant_id: tenantId, issuer, number, patient_record_id: patientRecordId, updated_at: at });

export const putAccount = async (
  trx: Trx,
  tenantId: string,
  account: AccountNumber,
  patientRecordId: string,
  at: Date,
): Promise<void> => {
  await accountOf(trx, tenantId, account, patientRecordId, at)
    .onConflict((conflict) =>
      conflict
        .columns(['tenant_id', 'issuer', 'number'])
        .doUpdateSet({ patient_record_id: patientRecordId, updated_at: at })
        // Each message of a stay tells it again.
        .where(sql<boolean>`patient_accounts.patient_record_id <> excluded.patient_record_id`),
    )
    .execute();
};

/** A number that nobody has yet. */
export const addAccount = async (
  trx: Trx,
  tenantId: string,
  account: AccountNumber,
  patientRecordId: string,
  at: Date,
): Promise<void> => {
  await accountOf(trx, tenantId, account, patientRecordId, at)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
};

export const removeAccount = async (trx: Trx, { issuer, number }: AccountNumber): Promise<void> => {
  await trx.deleteFrom('patient_accounts').where('issuer', '=', issuer).where('number', '=', number).execute();
};
