/** Identifiers that an issuer gave to somebody else: each holder has a record, and the identifier names the last one told of. */
import type { Trx } from './database.ts';
import type { Row } from './tables/index.ts';

/** Records of earlier holders, the last one first. */
export const supersededRecords = (
  trx: Trx,
  patient: { readonly issuer: string; readonly id: string },
): Promise<Row<'patient_records'>[]> =>
  trx
    .selectFrom('patient_records')
    .selectAll()
    .where('issuer', '=', patient.issuer)
    .where('patient_id', '=', patient.id)
    .where('superseded_at', 'is not', null)
    .orderBy('superseded_at', 'desc')
    .execute();

/** The identifier no longer names this record, but `by` when that is there already; false when it did not any more. */
export const supersede = async (trx: Trx, recordId: string, by: string | undefined): Promise<boolean> => {
  const result = await trx
    .updateTable('patient_records')
    .set({ superseded_at: new Date() })
    .where('id', '=', recordId)
    .where('superseded_at', 'is', null)
    .executeTakeFirst();
  if (result.numUpdatedRows === 0n) return false;
  if (by !== undefined)
    await trx.updateTable('patient_records').set({ superseded_at: null }).where('id', '=', by).execute();
  return true;
};
