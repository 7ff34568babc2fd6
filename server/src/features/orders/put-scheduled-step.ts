/** What is ordered and planned, as a message, a person or a program says it. */
import type { ScheduledStep, ScheduledStepInput } from '@throughline/contract';
import {
  nameIssuer,
  newId,
  putScheduledStep as putRow,
  type ScheduledStepRow,
  stepsOfIds,
  type Trx,
} from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { authorise, type Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';

const compact = (text: string): string => text.replaceAll(/[-:]/g, '');

const rowOf = (tenantId: string, procedureId: string, stepId: string, input: ScheduledStepInput) => ({
  tenant_id: tenantId,
  id: newId(),
  scheduled_step_id: stepId,
  station_ae_title: input.stationAeTitle,
  station_name: input.stationName ?? null,
  location: input.location ?? null,
  modality: input.modality,
  start_date: compact(input.startDate),
  start_said: true,
  start_offset: null,
  start_time: input.startTime === undefined ? null : compact(input.startTime),
  performing_physician: input.performingPhysician ?? null,
  step_description: input.stepDescription ?? null,
  requested_procedure_id: procedureId,
  requested_procedure_description: input.requestedProcedureDescription ?? null,
  procedure_code: input.procedureCode?.code ?? null,
  procedure_code_scheme: input.procedureCode?.scheme ?? null,
  procedure_code_meaning: input.procedureCode?.meaning ?? null,
  reason_for_exam: input.reasonForExam ?? null,
  study_instance_uid: input.studyInstanceUid,
  accession_number: input.accessionNumber,
  accession_issuer: input.accessionIssuer ?? null,
  referring_physician: input.referringPhysician ?? null,
  requesting_physician: input.requestingPhysician ?? null,
  patient_id: input.patient.patientId,
  patient_issuer: input.patient.issuer,
  patient_name: input.patient.name,
  birth_date: input.patient.birthDate === undefined ? null : compact(input.patient.birthDate),
  sex: input.patient.sex ?? null,
  weight_kg: input.patient.weightKg ?? null,
});

/** The one step that the IDs name becomes one of this issuer; where several senders use them, it has to be one of theirs. */
const takeOver = async (trx: Trx, procedureId: string, stepId: string, issuer: string | null): Promise<void> => {
  const [first, ...others] = await stepsOfIds(trx, procedureId, stepId);
  if (first === undefined || [first, ...others].some((row) => row.accession_issuer === issuer)) return;
  if (others.length > 0)
    fail('conflict', 'Several senders use these numbers: accessionIssuer has to be that of one of them.');
  await nameIssuer(trx, first.id, issuer);
};

export const putScheduledStep = async (
  { db, clock }: Context,
  principal: Principal,
  key: { readonly requestedProcedureId: string; readonly scheduledStepId: string },
  input: ScheduledStepInput,
): Promise<ScheduledStep> => {
  authorise(principal, 'admin');
  const row = rowOf(principal.tenantId, key.requestedProcedureId, key.scheduledStepId, input);
  const stored: ScheduledStepRow = await db.tenant(principal.tenantId, async (trx) => {
    await recordAudit(trx, principal, { event: 'orderRecord', action: 'U', studyInstanceUid: input.studyInstanceUid });
    await takeOver(trx, row.requested_procedure_id, row.scheduled_step_id, row.accession_issuer);
    return putRow(trx, row, clock());
  });
  return { ...input, ...key, status: stored.status };
};
