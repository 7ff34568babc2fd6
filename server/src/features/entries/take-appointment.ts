/** An appointment that another system writes, other than by message; gathering starts as with one that comes by HL7. */
import {
  type AppointmentStatus,
  appendOutbox,
  bookedStatuses,
  findAppointments,
  lockNamed,
  putAppointment,
  type Trx,
} from '../../db/index.ts';
import { authorise, type Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import { type SubjectNamed, subjectIn } from './subject.ts';
import { checkTaking, type Taken, type Taking } from './taking.ts';

interface WrittenAppointment {
  readonly subject: SubjectNamed;
  /** A URI: whose number it is. No sender of messages is called so. */
  readonly system: string;
  readonly key: string;
  /** Digits of a DICOM DT. */
  readonly start: string | undefined;
  readonly end: string | undefined;
  readonly service: { readonly code: string | undefined; readonly text: string | undefined };
  readonly location: string | undefined;
  readonly status: AppointmentStatus;
}

/** Fails with `forbidden` for who may not store, and as `checkTaking` does. */
export const takeAppointmentIn = async (
  trx: Trx,
  principal: Principal,
  appointment: WrittenAppointment,
  taking: Taking,
  at: Date,
): Promise<Taken> => {
  authorise(principal, 'store');
  const { system, key, start, end, service, location, status } = appointment;
  await lockNamed(trx, principal.tenantId, `appointment ${system}\n${key}`);
  const [there] = await findAppointments(trx, system, key);
  checkTaking(taking, there && { id: there.id, version: String(there.updated_at.getTime()) });
  if (there !== undefined && taking.unlessThere) return { id: there.id, created: false };
  const { record, personId } = await subjectIn(trx, appointment.subject);
  const row = {
    tenant_id: principal.tenantId,
    source_name: system,
    appointment_key: key,
    patient_record_id: record.id,
    starts_at: start ?? null,
    ends_at: end ?? null,
    service_code: service.code ?? null,
    service_text: service.text ?? null,
    location: location ?? null,
    status,
    message_id: null,
    updated_at: at,
  };
  const id = await putAppointment(trx, row, there?.id);
  await recordAudit(trx, principal, {
    event: 'orderRecord',
    action: there === undefined ? 'C' : 'U',
    patientRecordId: record.id,
    detail: { appointment: id, status },
  });
  if (bookedStatuses.includes(status)) await appendOutbox(trx, principal.tenantId, 'order.placed', { personId });
  return { id, created: there === undefined };
};
