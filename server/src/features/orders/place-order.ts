/** An order as a message says it: a step on the worklist, and priors gathered before the patient comes. */
import { createHash } from 'node:crypto';
import { type Correction, conceptOf } from '@throughline/terminology';
import {
  appendOutbox,
  newId,
  type PatientRecordRow,
  putScheduledStep,
  scheduledStepsByAccession,
  setStepStatus,
  stepsInPlaceOf,
  type Trx,
} from '../../db/index.ts';
import { authorise, type Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import { readCorrections } from '../concepts/index.ts';
import { checkPatientOf } from './whose-order.ts';

export interface OrderedStep {
  readonly accessionNumber: string;
  readonly requestedProcedureId: string;
  readonly scheduledStepId: string;
  /** undefined: one is made that is the same whenever this procedure is told of */
  readonly studyInstanceUid: string | undefined;
  readonly modality: string | undefined;
  readonly stationAeTitle: string | undefined;
  readonly stationName: string | undefined;
  readonly location: string | undefined;
  /** YYYYMMDD[HHMM[SS]][±ZZXX]; undefined: nothing is said of it, an earlier one stays; null: there is none (any more) */
  readonly start: string | null | undefined;
  readonly description: string | undefined;
  readonly code: { readonly code: string; readonly scheme: string; readonly meaning: string } | undefined;
  readonly reason: string | undefined;
  /** DICOM person names */
  readonly performer: string | undefined;
  readonly referrer: string | undefined;
  readonly requester: string | undefined;
  readonly weightKg: number | undefined;
}

export interface PlacedOrder {
  readonly patient: PatientRecordRow;
  readonly personId: string;
  /** who gave the accession number */
  readonly issuer: string;
  readonly step: OrderedStep;
}

/** A UID of a UUID (PS3.5 B.2) that is made of what names the procedure. */
const uidOf = (...parts: readonly string[]): string => {
  const hash = createHash('sha256').update(parts.join('\n')).digest().subarray(0, 16);
  // Version 8 (RFC 9562 5.8): made by a rule of ours.
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x80, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  return `2.25.${BigInt(`0x${hash.toString('hex')}`)}`;
};

/** What the name of the exam tells when the order does not; DICOM has no code for all of radiography. */
const modalityOf = ({ modality, description, code }: OrderedStep, correction: Correction | undefined): string => {
  if (modality !== undefined) return modality;
  const named = conceptOf({ name: description ?? code?.meaning ?? '' }, correction).modality;
  if (named === 'NONE') return 'OT';
  return named === 'XR' ? 'DX' : named;
};

/** The parts of a start that has its day at least. */
const startOf = (start: string | null | undefined) => {
  const [, day, time, offset] = /^(\d{8})(\d{4}(?:\d{2})?)?\d*([+-]\d{4})?$/.exec(start ?? '') ?? [];
  return day === undefined ? undefined : { day, time: time ?? null, offset: (time && offset) ?? null };
};

const today = (at: Date): string => at.toISOString().slice(0, 10).replaceAll('-', '');

/** What the site's own code map says of the exam that is ordered. */
const correctionOf = async (trx: Trx, { issuer }: PatientRecordRow, { code, description, modality }: OrderedStep) => {
  const exam = { issuer, localCode: code?.code, name: description ?? code?.meaning, modality };
  return (await readCorrections(trx, [exam]))(exam);
};

/** Puts the step, or changes it; the status of a step under way stays. Fails with `conflict` for an order of somebody else. */
export const placeOrderIn = async (
  trx: Trx,
  principal: Principal,
  { patient, personId, issuer, step }: PlacedOrder,
  at: Date,
): Promise<{ readonly id: string; readonly studyInstanceUid: string }> => {
  authorise(principal, 'store');
  const { tenantId } = principal;
  const names = {
    scheduled_step_id: step.scheduledStepId,
    requested_procedure_id: step.requestedProcedureId,
    accession_number: step.accessionNumber,
    accession_issuer: issuer,
  };
  await checkPatientOf(trx, await stepsInPlaceOf(trx, names), patient);
  const studyInstanceUid =
    step.studyInstanceUid ?? uidOf(tenantId, issuer, step.accessionNumber, step.requestedProcedureId);
  const start = startOf(step.start);
  const stored = await putScheduledStep(
    trx,
    {
      tenant_id: tenantId,
      id: newId(),
      ...names,
      station_ae_title: step.stationAeTitle ?? '',
      station_name: step.stationName ?? null,
      location: step.location ?? null,
      modality: modalityOf(step, await correctionOf(trx, patient, step)),
      start_date: start?.day ?? today(at),
      start_said: start !== undefined,
      start_time: start?.time ?? null,
      start_offset: start?.offset ?? null,
      performing_physician: step.performer ?? null,
      step_description: step.description ?? null,
      requested_procedure_description: step.description ?? null,
      procedure_code: step.code?.code ?? null,
      procedure_code_scheme: step.code?.scheme ?? null,
      procedure_code_meaning: step.code?.meaning ?? null,
      reason_for_exam: step.reason ?? null,
      study_instance_uid: studyInstanceUid,
      referring_physician: step.referrer ?? null,
      requesting_physician: step.requester ?? null,
      patient_id: patient.patient_id,
      patient_issuer: patient.issuer,
      patient_name: patient.name ?? '',
      birth_date: patient.birth_date,
      sex: patient.sex,
      weight_kg: step.weightKg ?? null,
    },
    at,
    step.start === null ? 'withdrawn' : 'left',
  );
  await recordAudit(trx, principal, {
    event: 'orderRecord',
    action: 'U',
    patientRecordId: patient.id,
    studyInstanceUid,
  });
  await appendOutbox(trx, tenantId, 'order.placed', { personId, studyInstanceUid });
  return { id: stored.id, studyInstanceUid };
};

/** How far the steps of an order are, as its sender says; those that are over stay so. Fails as `placeOrderIn` does. */
export const setOrderStatusIn = async (
  trx: Trx,
  principal: Principal,
  order: { readonly patient: PatientRecordRow; readonly issuer: string; readonly accessionNumber: string },
  status: 'STARTED' | 'COMPLETED' | 'DISCONTINUED',
  at: Date,
): Promise<readonly string[]> => {
  authorise(principal, 'store');
  const steps = await scheduledStepsByAccession(trx, order.accessionNumber, order.issuer);
  await checkPatientOf(trx, steps, order.patient);
  await setStepStatus(
    trx,
    steps.map((step) => step.id),
    status,
    at,
  );
  for (const step of steps)
    await recordAudit(trx, principal, {
      event: 'orderRecord',
      action: status === 'DISCONTINUED' ? 'D' : 'U',
      studyInstanceUid: step.study_instance_uid,
      detail: { status },
    });
  return steps.map((step) => step.id);
};
