/** SIU (chapter 10): booked, moved, changed, cancelled, of one patient or several. */
import { type Fields, type Message, readFields, readFirst } from '@throughline/hl7';
import type { PatientStatement } from '../../../db/index.ts';
import { refuse } from '../refusal.ts';
import type { Intent } from './intents.ts';
import { identifiersIn, keyOf, readPatient, saysAnything } from './patient.ts';
import { bounded, type Reading } from './reading.ts';

type Status = Extract<Intent, { kind: 'appointment' }>['status'];

/** 10.3: S16 is discontinued, S17 deleted since it was entered by mistake, S26 that the patient did not come. */
export const appointmentEvents: Readonly<Record<string, Status>> = {
  S12: 'booked',
  S13: 'booked',
  S14: 'booked',
  S15: 'cancelled',
  S16: 'cancelled',
  S17: 'entered-in-error',
  S26: 'noshow',
};

/** The end of an appointment is that of all who were to come, and need name nobody (10.3.4, 10.3.5, 10.3.6). */
const isEnd = (status: Status): boolean => status === 'cancelled' || status === 'entered-in-error';

/** Of each patient what the first PID says of it (10.4: PID repeats). Whoever is named by no identifier cannot be kept, and is flagged. */
const patientsOf = (reading: Reading, status: Status): readonly PatientStatement[] => {
  const [first, ...others] = reading.message.all('PID');
  if (first === undefined) return isEnd(status) ? [] : refuse('100', 'There is no PID segment.', 'PID');
  const { statement } = readPatient(reading, first);
  const found = new Map([[keyOf(statement), statement]]);
  for (const pid of others.filter((each) => saysAnything(reading, each))) {
    if (identifiersIn(reading, readFields('PID', pid)).length === 0) {
      reading.flags.add('other-patients-not-kept');
      continue;
    }
    const other = readPatient(reading, pid).statement;
    if (!found.has(keyOf(other))) found.set(keyOf(other), other);
  }
  return [...found.values()];
};

/**
 * The first service or place that the appointment has: what the message takes away (table 0206 D, of the segment or of its group) is none, but where
 * all of it ends.
 */
const standing = <N extends 'AIS' | 'AIL'>(message: Message, name: N, status: Status): Fields<N> | undefined => {
  if (status !== 'booked') return readFirst(message, name);
  let isGone = false;
  for (const segment of message.segments) {
    if (segment.name === 'RGS') isGone = readFields('RGS', segment).action === 'D';
    if (segment.name !== name || isGone) continue;
    const fields = readFields(name, segment);
    if (fields.action !== 'D') return fields;
  }
  return undefined;
};

export const interpretAppointment = (reading: Reading, event: string): Intent[] => {
  const status = Object.hasOwn(appointmentEvents, event) ? appointmentEvents[event] : undefined;
  if (status === undefined) return refuse('201', 'This event is not processed here.', 'MSH-9');
  const { message } = reading;
  const statements = patientsOf(reading, status);
  const sch = readFirst(message, 'SCH');
  const [ais, ail] = [standing(message, 'AIS', status), standing(message, 'AIL', status)];
  const key = sch?.fillerAppointment?.id ?? sch?.placerAppointment?.id;
  if (key === undefined) return refuse('101', 'The appointment has no number.', 'SCH-1');
  const service = ais?.service ?? sch?.reason ?? sch?.kind;
  const place = ail?.location;
  const start = ais?.start ?? sch?.timing?.start ?? ail?.start;
  return [
    ...statements.map((patient): Intent => ({ kind: 'register', patient })),
    {
      kind: 'appointment',
      patients: statements.map(({ issuer: of, id }) => ({ issuer: of, id })),
      key: bounded(key, 200),
      status,
      start,
      // The end of the whole is that of what starts with it.
      end: start === undefined || start === sch?.timing?.start ? sch?.timing?.end : undefined,
      service: {
        code: service?.code && bounded(service.code, 64),
        text: (service?.text ?? service?.alternateText) && bounded(service.text ?? service.alternateText ?? '', 200),
      },
      location: place && (bounded([place.pointOfCare, place.room].filter(Boolean).join(' '), 64) || undefined),
    },
  ];
};
