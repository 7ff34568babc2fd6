/** A measurement that another system writes as an Observation: it joins the series of the person. */
import type { Measurement } from '@throughline/measurements';
import { findObservation, lockNamed, newId, putObservation, type Trx } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { authorise, type Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import { type StudyNamed, studyUidOf } from './study-named.ts';
import { type SubjectNamed, subjectIn } from './subject.ts';
import { checkTaking, type Taken, type Taking } from './taking.ts';

interface WrittenObservation {
  readonly subject: SubjectNamed;
  /** A URI: whose number it is. */
  readonly system: string;
  readonly key: string;
  /** The study that it was measured on, by our id or by its UID. */
  readonly study: StudyNamed;
  /** Of FHIR's ObservationStatus. */
  readonly status: string;
  readonly measurement: Measurement;
  readonly performer: string | undefined;
}

/** Fails with `forbidden` for who may not store, and as `checkTaking` does. */
export const takeObservationIn = async (
  trx: Trx,
  principal: Principal,
  observation: WrittenObservation,
  taking: Taking,
  at: Date,
): Promise<Taken> => {
  authorise(principal, 'store');
  const { system, key, status, measurement, performer } = observation;
  const { record } = await subjectIn(trx, observation.subject);
  if (principal.writesOf?.has(record.id) === false) fail('forbidden');
  await lockNamed(trx, principal.tenantId, `observation ${system}\n${key}`);
  const there = await findObservation(trx, system, key);
  // A number is never given to a second patient by an update.
  if (there !== undefined && there.patient_record_id !== record.id)
    return fail('conflict', 'The number is one of another observation.');
  checkTaking(taking, there && { id: there.id, version: String(there.updated_at.getTime()) });
  if (there !== undefined && taking.unlessThere) return { id: there.id, created: false };
  const id = await putObservation(trx, {
    tenant_id: principal.tenantId,
    id: there?.id ?? newId(),
    system,
    number: key,
    patient_record_id: record.id,
    study_instance_uid: (await studyUidOf(trx, observation.study)) ?? null,
    status,
    measurement: JSON.stringify(measurement),
    written_by: principal.subject,
    performer: performer ?? null,
    updated_at: at,
  });
  await recordAudit(trx, principal, {
    event: 'patientRecord',
    action: there === undefined ? 'C' : 'U',
    patientRecordId: record.id,
    detail: { observation: id, status },
  });
  return { id, created: there === undefined };
};
