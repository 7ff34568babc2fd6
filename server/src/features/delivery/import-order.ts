/** The order that a delivered study is imported under: the accession number and procedure that its receiver knows it by. */
import type { DeliveryInput } from '@throughline/contract';
import {
  areOnePerson,
  type DeliveryRow,
  findPatientRecord,
  findStep,
  type LocalOrder,
  scheduledStepsByAccession,
  type Trx,
} from '../../db/index.ts';
import { fail } from '../../errors.ts';

/** Undefined: none is asked for. Fails with `not-found` for an order that is not here, with `conflict` for one of somebody else. */
export const orderFor = async (
  trx: Trx,
  order: DeliveryInput['order'],
  patientRecordId: string,
): Promise<string | undefined> => {
  if (order === undefined) return undefined;
  const [step] = await scheduledStepsByAccession(trx, order.accessionNumber, order.issuer);
  if (step === undefined) return fail('not-found', 'No order here has this accession number.');
  const record = await findPatientRecord(trx, { issuer: step.patient_issuer, id: step.patient_id });
  if (record === undefined || !(await areOnePerson(trx, record.id, patientRecordId)))
    fail('conflict', 'The order is of another patient.');
  return step.id;
};

/** As it is to be written into what goes out; undefined when the order is not here any more. */
export const orderOf = async (trx: Trx, row: DeliveryRow): Promise<LocalOrder | undefined> => {
  const step = row.order_step_id === null ? undefined : await findStep(trx, row.order_step_id);
  if (step === undefined) return undefined;
  const { procedure_code: code, procedure_code_scheme: scheme, procedure_code_meaning: meaning } = step;
  return {
    accessionNumber: step.accession_number,
    accessionIssuer: step.accession_issuer,
    requestedProcedureId: step.requested_procedure_id,
    description: step.requested_procedure_description ?? step.step_description,
    procedureCode: code === null ? null : { code, scheme: scheme ?? 'L', meaning: meaning ?? code },
    since: row.requested_at,
  };
};
