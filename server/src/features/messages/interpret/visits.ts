/** What a message says of the visit of its patient (PV1, DG1), and of clinicians who have a number (XCN). */
import { type Header, readFields, readFirst, type Segment, type Xcn } from '@throughline/hl7';
import type { NumberedClinician } from '../../../db/index.ts';
import type { SaidDiagnosis, SaidVisit } from '../../visits/index.ts';
import type { Intent } from './intents.ts';
import { clinicianName, issuerOf } from './patient.ts';
import { bounded, type Reading } from './reading.ts';

/** How a visit stands after an event of ADT (HL7 table 0003); an event that is none of these says nothing of it. */
export const visitEvents: Readonly<Record<string, SaidVisit['status']>> = {
  A01: 'in-progress',
  A02: 'in-progress',
  A03: 'finished',
  A04: 'in-progress',
  A05: 'planned',
  A06: 'in-progress',
  A07: 'in-progress',
  A10: 'in-progress',
  A11: 'cancelled',
  A12: 'in-progress',
  A13: 'in-progress',
  A14: 'planned',
  A27: 'cancelled',
  A38: 'cancelled',
};

const some = (text: string | undefined, most: number): string | undefined => bounded(text ?? '', most) || undefined;

const visitOf = (reading: Reading, header: Header): SaidVisit | undefined => {
  const pv1 = readFirst(reading.message, 'PV1');
  const number = pv1?.visit?.id;
  if (pv1 === undefined || number === undefined) return undefined;
  const isAdt = header.messageCode === 'ADT';
  const { location } = pv1;
  const place = [location?.pointOfCare, location?.room, location?.bed].filter(Boolean).join(' ');
  return {
    number: bounded(number, 64),
    issuer: issuerOf(reading, pv1.visit?.authority ?? {}),
    class: some(pv1.patientClass, 16),
    status: isAdt && Object.hasOwn(visitEvents, header.triggerEvent) ? visitEvents[header.triggerEvent] : undefined,
    startedAt: pv1.admittedAt,
    endedAt: pv1.dischargedAt,
    location: some(place, 64),
    attending: clinicianName(pv1.attending[0]),
    referring: clinicianName(pv1.referring[0]),
    saidAt: isAdt ? readFirst(reading.message, 'EVN')?.recordedAt : undefined,
  };
};

const mostDiagnoses = 50;

const kinds = ['A', 'W', 'F'] as const;

const diagnosesOf = ({ message }: Reading): SaidDiagnosis[] =>
  message
    .all('DG1')
    .slice(0, mostDiagnoses)
    .flatMap((segment): SaidDiagnosis[] => {
      const { diagnosis, description, at, kind } = readFields('DG1', segment);
      const code = some(diagnosis?.code, 64) ?? '';
      const display = some(diagnosis?.text ?? description ?? diagnosis?.alternateText, 200) ?? code;
      if (display === '') return [];
      return [{ code, system: some(diagnosis?.system, 32), display, kind: kinds.find((each) => each === kind), at }];
    });

const cliniciansIn = (segment: Segment): readonly (Xcn | undefined)[] => {
  switch (segment.name) {
    case 'PV1': {
      const { attending, referring, consulting, admitting } = readFields('PV1', segment);
      return [...attending, ...referring, ...consulting, ...admitting];
    }
    case 'ORC':
      return [readFields('ORC', segment).orderingProvider];
    case 'OBR': {
      const { orderingProvider, interpreter, assistants, technicians } = readFields('OBR', segment);
      return [orderingProvider, interpreter, ...assistants, ...technicians];
    }
    case 'TXA': {
      const { originator, authenticators } = readFields('TXA', segment);
      return [...originator, ...authenticators];
    }
    default:
      return [];
  }
};

const mostClinicians = 50;

/** Those whom somebody gave a number; each once. */
const cliniciansOf = (reading: Reading): NumberedClinician[] => {
  const found = new Map<string, NumberedClinician>();
  for (const segment of reading.message.segments)
    for (const one of cliniciansIn(segment)) {
      const number = some(one?.id, 64);
      if (one === undefined || number === undefined || found.size >= mostClinicians) continue;
      const issuer = issuerOf(reading, one.authority ?? {});
      // Without a name, `clinicianName` gives the number in its place.
      const isNamed = one.family !== undefined || one.given !== undefined;
      found.set(`${issuer}\n${number}`, { issuer, number, name: isNamed ? clinicianName(one) : undefined });
    }
  return [...found.values()];
};

/** Events that say that a visit or an account has another number or patient: what PV1 says there is not plain. */
const unclear = /^A(35|41|44|45|49|50|51|17)$/;

/** Behind what the message means otherwise; nothing when it is not of one patient. */
export const interpretVisit = (reading: Reading, header: Header, said: readonly Intent[]): Intent[] => {
  const [first] = said;
  if (first?.kind !== 'register' || reading.message.all('PID').length !== 1) return [];
  const patient = { issuer: first.patient.issuer, id: first.patient.id };
  const visit = unclear.test(header.triggerEvent) ? undefined : visitOf(reading, header);
  const [diagnoses, clinicians] = [diagnosesOf(reading), cliniciansOf(reading)];
  return [
    ...(clinicians.length > 0 ? [{ kind: 'clinicians' as const, patient, clinicians }] : []),
    ...(visit !== undefined || diagnoses.length > 0 ? [{ kind: 'visit' as const, patient, visit, diagnoses }] : []),
  ];
};
