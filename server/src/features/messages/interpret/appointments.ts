/** SIU^S12 to S15 (chapter 10): booked, moved, changed, cancelled. */
import { readFirst } from '@throughline/hl7';
import { refuse } from '../refusal.ts';
import type { Intent } from './intents.ts';
import { readPatient } from './patient.ts';
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

export const interpretAppointment = (reading: Reading, event: string): Intent[] => {
  const status = Object.hasOwn(appointmentEvents, event) ? appointmentEvents[event] : undefined;
  if (status === undefined) return refuse('201', 'This event is not processed here.', 'MSH-9');
  const { message } = reading;
  const [pid = refuse('100', 'There is no PID segment.', 'PID'), ...others] = message.all('PID');
  if (others.length > 0) reading.flags.add('other-patients-not-kept');
  const { statement } = readPatient(reading, pid);
  const [sch, ais, ail] = [readFirst(message, 'SCH'), readFirst(message, 'AIS'), readFirst(message, 'AIL')];
  const key = sch?.fillerAppointment?.id ?? sch?.placerAppointment?.id;
  if (key === undefined) return refuse('101', 'The appointment has no number.', 'SCH-1');
  const service = ais?.service ?? sch?.reason ?? sch?.kind;
  const place = ail?.location;
  const start = ais?.start ?? sch?.timing?.start ?? ail?.start;
  return [
    { kind: 'register', patient: statement },
    {
      kind: 'appointment',
      patient: { issuer: statement.issuer, id: statement.id },
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
