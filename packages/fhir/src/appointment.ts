/** An appointment for an exam, as its scheduler says it. */
import type { Appointment } from '@medplum/fhirtypes';
import { numberSystem, type Root } from './systems.ts';
import { textOf } from './values.ts';

/** Of R4's value set appointmentstatus, those that we keep. */
export const appointmentStatuses = [
  'proposed',
  'pending',
  'booked',
  'arrived',
  'checked-in',
  'cancelled',
  'noshow',
  'entered-in-error',
] as const satisfies readonly Appointment['status'][];

export type AppointmentStatus = (typeof appointmentStatuses)[number];

export interface AppointmentModel {
  readonly id: string;
  readonly sourceName: string;
  /** The scheduler's own number of it. */
  readonly key: string;
  readonly patientRecordId: string;
  /** Digits of a DICOM DT, YYYYMMDD[HHMM[SS]][+ZZXX]; null: not said. */
  readonly startsAt: string | null;
  /** As `startsAt`. */
  readonly endsAt: string | null;
  readonly serviceCode: string | null;
  readonly serviceText: string | null;
  readonly location: string | null;
  readonly status: AppointmentStatus;
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

const isOff: ReadonlySet<AppointmentStatus> = new Set(['cancelled', 'noshow', 'entered-in-error']);

/** What has no start: R4 app-3 allows that of what is proposed and cancelled only. */
const untimed = (status: AppointmentStatus): Pick<Appointment, 'comment' | 'status'> => {
  if (isOff.has(status)) return { status: 'cancelled' };
  return status === 'proposed'
    ? { status }
    : { status: 'proposed', comment: `It is ${status}; when it starts is not known here.` };
};

/** R4 app-2 wants an end with a start: where none is known it is the start, and the comment says so. */
const timesOf = (model: AppointmentModel): Pick<Appointment, 'start' | 'end' | 'comment' | 'status'> => {
  const { status } = model;
  const [start, end] = [momentOf(model.startsAt), momentOf(model.endsAt)].map((moment) => moment?.toISOString());
  if (start === undefined) return untimed(status);
  if (end !== undefined) return { status, start, end };
  const comment = isOff.has(status) ? {} : { comment: 'When it ends is not known here: the end is its start.' };
  return { status, start, end: start, ...comment };
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
