/** An appointment of a message is kept for each of its patients, under one number. */
import {
  type AppointmentRow,
  appendOutbox,
  bookedStatuses,
  findAppointments,
  type NewAppointment,
  putAppointment,
} from '../../db/index.ts';
import type { Applying } from './applying.ts';
import type { Intent } from './interpret/index.ts';

type Told = Extract<Intent, { kind: 'appointment' }>;

interface Named {
  readonly recordId: string;
  readonly personId: string | undefined;
}

/** What is silent in a message (2.5.3) leaves what was said before; an end holds for the start that it was told with. */
const saidOf = ({ start, end, service: { code, text }, location }: Told) => ({
  ...(start !== undefined && { starts_at: start, ends_at: end ?? null }),
  ...(code !== undefined && { service_code: code }),
  ...(text !== undefined && { service_text: text }),
  ...(location !== undefined && { location }),
});

/**
 * One patient in the place of another who was to come: the first was named by mistake, or by a number that is no longer used. It is the same
 * appointment. Who was cancelled before was no mistake, and stays cancelled.
 */
const correctedBy = (added: readonly Named[], left: readonly AppointmentRow[]): string | undefined => {
  const expected = left.filter(({ status }) => bookedStatuses.includes(status));
  return added.length === 1 && expected.length === 1 ? expected[0]?.id : undefined;
};

const rowOf = ({ principal, sourceName, messageId, at }: Applying, told: Told, recordId: string): NewAppointment => ({
  tenant_id: principal.tenantId,
  source_name: sourceName,
  appointment_key: told.key,
  patient_record_id: recordId,
  ...saidOf(told),
  status: told.status,
  message_id: messageId,
  updated_at: at,
});

/**
 * Where an appointment is booked or changed its patients are those that are named: whose name is gone does not come any more. What else becomes
 * of it, as that somebody did not come (S26), becomes of those who are named.
 */
export const keepAppointments = async (
  applying: Applying,
  told: Told,
  named: readonly Named[],
): Promise<readonly string[]> => {
  const { trx, principal, sourceName } = applying;
  const there = await findAppointments(trx, sourceName, told.key);
  const left = there.filter(({ patient_record_id: id }) => !named.some(({ recordId }) => recordId === id));
  const added = named.filter(({ recordId }) => !there.some(({ patient_record_id: id }) => recordId === id));
  const corrected = correctedBy(added, left);
  const ids: string[] = [];
  for (const one of named)
    ids.push(
      await putAppointment(trx, rowOf(applying, told, one.recordId), added.includes(one) ? corrected : undefined),
    );
  if (told.status !== 'booked') return ids;
  for (const row of left)
    if (row.id !== corrected && row.status === 'booked')
      ids.push(
        await putAppointment(trx, { ...rowOf(applying, told, row.patient_record_id), status: 'cancelled' }, row.id),
      );
  for (const { personId } of named)
    if (personId !== undefined) await appendOutbox(trx, principal.tenantId, 'order.placed', { personId });
  return ids;
};
