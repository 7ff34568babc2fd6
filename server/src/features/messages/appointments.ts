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
import { refuse } from './refusal.ts';

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
 * What becomes of those whom the message does not name. Where an appointment is booked or changed (S14) they do not come any more. Cancelled and
 * discontinued it takes place for nobody who was still to come, and one that was entered by mistake never was (10.3.4 to 10.3.6). That somebody did
 * not come (S26) is said of those who are named.
 */
const becomes: Readonly<Record<Told['status'], (row: AppointmentRow) => Told['status'] | undefined>> = {
  booked: ({ status }) => (status === 'booked' ? 'cancelled' : undefined),
  cancelled: ({ status }) => (bookedStatuses.includes(status) ? 'cancelled' : undefined),
  'entered-in-error': () => 'entered-in-error',
  noshow: () => undefined,
};

export const keepAppointments = async (
  applying: Applying,
  told: Told,
  named: readonly Named[],
): Promise<readonly string[]> => {
  const { trx, principal, sourceName } = applying;
  const there = await findAppointments(trx, sourceName, told.key);
  if (named.length === 0 && there.length === 0) return refuse('204', 'There is no such appointment.', 'SCH-2');
  const left = there.filter(({ patient_record_id: id }) => !named.some(({ recordId }) => recordId === id));
  const added = named.filter(({ recordId }) => !there.some(({ patient_record_id: id }) => recordId === id));
  const corrected = correctedBy(added, left);
  const ids: string[] = [];
  for (const one of named)
    ids.push(
      await putAppointment(trx, rowOf(applying, told, one.recordId), added.includes(one) ? corrected : undefined),
    );
  for (const row of left) {
    const status = row.id === corrected ? undefined : becomes[told.status](row);
    if (status !== undefined)
      ids.push(await putAppointment(trx, { ...rowOf(applying, told, row.patient_record_id), status }, row.id));
  }
  if (told.status !== 'booked') return ids;
  for (const { personId } of named)
    if (personId !== undefined) await appendOutbox(trx, principal.tenantId, 'order.placed', { personId });
  return ids;
};
