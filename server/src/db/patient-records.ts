/** Records of patients as their sources say them: found by issuer and identifier, never merged here. */

import { newId } from '../ids.ts';
import type { Trx } from './database.ts';
import { addNameKeys } from './name-keys.ts';
import type { Row } from './tables.ts';

export interface PatientIdentifier {
  readonly issuer: string;
  readonly id: string;
}

export interface Demographics {
  /** DICOM PN, UTF-8 */
  readonly name: string | null;
  /** DICOM DA */
  readonly birthDate: string | null;
  readonly sex: string | null;
  readonly otherIds: readonly PatientIdentifier[];
}

export interface PatientStatement extends PatientIdentifier, Demographics {}

export const findPatientRecord = (trx: Trx, patient: PatientIdentifier): Promise<Row<'patient_records'> | undefined> =>
  trx
    .selectFrom('patient_records')
    .selectAll()
    .where('issuer', '=', patient.issuer)
    .where('patient_id', '=', patient.id)
    .executeTakeFirst();

const insertPatientRecord = async (
  trx: Trx,
  tenantId: string,
  patient: PatientStatement,
): Promise<string | undefined> => {
  const row = await trx
    .insertInto('patient_records')
    .values({
      tenant_id: tenantId,
      id: newId(),
      issuer: patient.issuer,
      patient_id: patient.id,
      name: patient.name,
      birth_date: patient.birthDate,
      sex: patient.sex,
      other_ids: JSON.stringify(patient.otherIds),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id;
};

/** What the source says now replaces what it said; silence about a field leaves the field. */
export const updatePatientRecord = async (
  trx: Trx,
  tenantId: string,
  record: Row<'patient_records'>,
  patient: Demographics,
): Promise<boolean> => {
  const next = {
    name: patient.name ?? record.name,
    birth_date: patient.birthDate ?? record.birth_date,
    sex: patient.sex ?? record.sex,
  };
  const renamed = next.name !== record.name;
  if (!renamed && next.birth_date === record.birth_date && next.sex === record.sex) return false;
  await trx
    .updateTable('patient_records')
    .set({ ...next, updated_at: new Date() })
    .where('id', '=', record.id)
    .execute();
  if (renamed && next.name) await addNameKeys(trx, tenantId, record.id, next.name);
  return true;
};

export interface EnsuredPatient {
  readonly id: string;
  readonly created: boolean;
  /** the record as it was before, when it was there */
  readonly before: Row<'patient_records'> | undefined;
}

/** The record of this issuer and identifier, made when there is none; two at once make one (I17). */
export const ensurePatientRecord = async (
  trx: Trx,
  tenantId: string,
  patient: PatientStatement,
): Promise<EnsuredPatient> => {
  const known = await findPatientRecord(trx, patient);
  if (known) return { id: known.id, created: false, before: known };
  const id = await insertPatientRecord(trx, tenantId, patient);
  if (id === undefined) {
    // Somebody else was quicker: ours waited for that transaction, so the next statement sees its row.
    const other = await findPatientRecord(trx, patient);
    if (!other) throw new Error('A patient record vanished.');
    return { id: other.id, created: false, before: other };
  }
  if (patient.name) await addNameKeys(trx, tenantId, id, patient.name);
  return { id, created: true, before: undefined };
};
