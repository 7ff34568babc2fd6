/** Whose an order is: what names another patient's changes nothing of it. */
import { areOnePerson, type OrderRow, type PatientRecordRow, type Trx } from '../../db/index.ts';
import { fail } from '../../errors.ts';

const isOf = async (trx: Trx, step: OrderRow, patient: PatientRecordRow): Promise<boolean> => {
  if (step.patient_id === patient.patient_id && step.patient_issuer === patient.issuer) return true;
  return step.patient_record_id !== null && (await areOnePerson(trx, step.patient_record_id, patient.id));
};

/** Fails with `conflict` when one of these steps is of somebody who is not this patient, and not the same person by now. */
export const checkPatientOf = async (
  trx: Trx,
  steps: readonly OrderRow[],
  patient: PatientRecordRow,
): Promise<void> => {
  for (const step of steps)
    if (!(await isOf(trx, step, patient))) fail('conflict', 'The order is one of another patient.');
};
