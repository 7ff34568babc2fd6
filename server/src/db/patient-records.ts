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

const MOST_STATED = 64;

/** Identifiers that a source once stated stay stated; both ends find each other by them. */
const addStatedIdentifiers = async (
  trx: Trx,
  tenantId: string,
  patientRecordId: string,
  stated: readonly PatientIdentifier[],
): Promise<void> => {
  if (stated.length === 0) return;
  await trx
    .insertInto('stated_identifiers')
    .values(
      stated.slice(0, MOST_STATED).map(({ issuer, id }) => ({
        tenant_id: tenantId,
        patient_record_id: patientRecordId,
        issuer,
        patient_id: id,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
};

const isIdentifier = (value: unknown): value is PatientIdentifier =>
  typeof value === 'object' &&
  value !== null &&
  'issuer' in value &&
  'id' in value &&
  typeof value.issuer === 'string' &&
  typeof value.id === 'string';

/** The identifiers of other issuers that the record's source has stated. */
export const statedIdentifiers = (record: Row<'patient_records'>): readonly PatientIdentifier[] =>
  record.other_ids.filter(isIdentifier);

const withStated = (
  known: readonly PatientIdentifier[],
  stated: readonly PatientIdentifier[],
): readonly PatientIdentifier[] => {
  const isKnown = (one: PatientIdentifier): boolean =>
    known.some((other) => other.issuer === one.issuer && other.id === one.id);
  return [...known, ...stated.filter((one) => !isKnown(one))].slice(0, MOST_STATED);
};

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

/** What the source says now replaces what it said, unless that was corrected; silence about a field leaves the field. */
export const updatePatientRecord = async (
  trx: Trx,
  tenantId: string,
  record: Row<'patient_records'>,
  patient: Demographics,
): Promise<boolean> => {
  const isCorrected = (tag: string): boolean => record.overlay?.[tag] !== undefined;
  const next = {
    name: isCorrected('00100010') ? record.name : (patient.name ?? record.name),
    birth_date: isCorrected('00100030') ? record.birth_date : (patient.birthDate ?? record.birth_date),
    sex: isCorrected('00100040') ? record.sex : (patient.sex ?? record.sex),
  };
  const renamed = next.name !== record.name;
  const known = statedIdentifiers(record);
  const stated = withStated(known, patient.otherIds);
  const unchanged = !renamed && next.birth_date === record.birth_date && next.sex === record.sex;
  if (unchanged && stated.length === known.length) return false;
  await trx
    .updateTable('patient_records')
    .set({ ...next, other_ids: JSON.stringify(stated), updated_at: new Date() })
    .where('id', '=', record.id)
    .execute();
  if (renamed && next.name) await addNameKeys(trx, tenantId, record.id, next.name);
  await addStatedIdentifiers(trx, tenantId, record.id, patient.otherIds);
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
  await addStatedIdentifiers(trx, tenantId, id, patient.otherIds);
  return { id, created: true, before: undefined };
};
