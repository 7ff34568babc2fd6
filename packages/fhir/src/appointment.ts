/** An appointment for an exam, as its scheduler says it. */
import type { Appointment } from '@medplum/fhirtypes';
import { numberSystem, type Root } from './systems.ts';
import { textOf } from './values.ts';

export interface AppointmentModel {
  readonly id: string;
  readonly sourceName: string;
  /** The scheduler's own number of it. */
  readonly key: string;
  readonly patientRecordId: string;
  /** Digits of a DICOM DT, YYYYMMDD[HHMM[SS]][+ZZXX]; null: not said. */
  readonly startsAt: string | null;
  readonly serviceCode: string | null;
  readonly serviceText: string | null;
  readonly location: string | null;
  readonly status: 'booked' | 'cancelled';
  readonly updatedAt: Date;
}

/** A time without an offset is one of where the scheduler stands, which is where we stand. */
const momentOf = (digits: string | null): Date | undefined => {
  const [, year, month, day, hours = '00', minutes = '00', seconds = '00', sign, zoneHours, zoneMinutes] =
    /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?(?:\.\d+)?(?:([+-])(\d{2})(\d{2}))?$/.exec(digits ?? '') ?? [];
  if (year === undefined) return undefined;
  const zone = sign === undefined ? '' : `${sign}${zoneHours}:${zoneMinutes}`;
  const moment = new Date(`${year}-${month}-${day}T${hours}:${minutes}:${seconds}${zone}`);
  return Number.isNaN(moment.getTime()) ? undefined : moment;
};

const serviceOf = ({ serviceCode, serviceText }: AppointmentModel): Pick<Appointment, 'serviceType'> => {
  const [code, text] = [textOf(serviceCode), textOf(serviceText)];
  if (code === undefined && text === undefined) return {};
  return {
    serviceType: [{ ...(code !== undefined && { coding: [{ code }] }), ...(text !== undefined && { text }) }],
  };
};

/** R4 app-3 wants an end of what is booked: where none is known it is the start, and the comment says so. */
const timesOf = (model: AppointmentModel): Pick<Appointment, 'start' | 'end' | 'comment' | 'status'> => {
  const start = momentOf(model.startsAt)?.toISOString();
  if (model.status === 'cancelled') return { status: 'cancelled', ...(start !== undefined && { start, end: start }) };
  // Booked for a time that nobody told us: R4 has no word for that but this one.
  if (start === undefined) return { status: 'proposed', comment: 'Booked; when it starts is not known here.' };
  return { status: 'booked', start, end: start, comment: 'When it ends is not known here: the end is its start.' };
};

export const toAppointment = (model: AppointmentModel, at: Root): Appointment => {
  const location = textOf(model.location);
  const participants = [
    { actor: { reference: `Patient/${model.patientRecordId}` }, status: 'accepted' as const },
    ...(location === undefined ? [] : [{ actor: { display: location }, status: 'accepted' as const }]),
  ];
  return {
    resourceType: 'Appointment',
    id: model.id,
    meta: { lastUpdated: model.updatedAt.toISOString() },
    identifier: [{ system: numberSystem(model.sourceName, 'appointments', at), value: model.key }],
    ...serviceOf(model),
    ...timesOf(model),
    participant: participants,
  };
};
