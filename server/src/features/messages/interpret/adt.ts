/** ADT (chapter 3): what each event says about patients; what it says of their visit is read by visits.ts. */
import { groupsOf, type Segment } from '@throughline/hl7';
import { refuse } from '../refusal.ts';
import type { Intent } from './intents.ts';
import { readPatient, readPriors } from './patient.ts';
import type { Reading } from './reading.ts';

type Effect = 'register' | 'merge' | 'link' | 'unlink' | 'move' | 'visit' | 'none';

/** By trigger event, HL7 table 0003. A18, A34 to A36 and A39 are the merges of older versions. */
export const adtEvents: Readonly<Record<string, Effect>> = {
  ...Object.fromEntries(
    // Admissions, transfers, discharges, visits and their cancellations: each tells the demographics of now.
    [
      '01',
      '02',
      '03',
      '04',
      '05',
      '06',
      '07',
      '08',
      '09',
      '10',
      '11',
      '12',
      '13',
      '14',
      '15',
      '16',
      '21',
      '22',
      '25',
      '26',
      '27',
    ]
      .concat(['28', '31', '32', '33', '38', '52', '53', '54', '55', '60', '61', '62'])
      .map((event) => [`A${event}`, 'register'] as const),
  ),
  A18: 'merge',
  A34: 'merge',
  A36: 'merge',
  A39: 'merge',
  A40: 'merge',
  // The identifier of one patient was wrong: the same human, under another number from now on.
  A46: 'merge',
  A47: 'merge',
  A24: 'link',
  A37: 'unlink',
  A43: 'move',
  // Accounts that change their number or patient: accounts.ts.
  A35: 'register',
  A41: 'register',
  A44: 'register',
  A49: 'register',
  // Visits that do: no imaging is filed by them.
  A45: 'visit',
  A50: 'visit',
  A51: 'visit',
  // Beds, leave and alerts.
  A17: 'register',
  A20: 'none',
};

const pidsOf = (reading: Reading): readonly Segment[] => reading.message.all('PID');

const registrations = (reading: Reading): Intent[] => {
  const [pid, ...more] = pidsOf(reading);
  if (pid === undefined) return refuse('100', 'There is no PID segment.', 'PID');
  return [pid, ...more].flatMap((segment): Intent[] => {
    const { statement, mothers } = readPatient(reading, segment);
    const child = { issuer: statement.issuer, id: statement.id };
    return [
      { kind: 'register', patient: statement },
      ...mothers.slice(0, 1).map((mother): Intent => ({ kind: 'mother', mother, child, witness: 'PID-21' })),
    ];
  });
};

/** PID, then what MRG says goes with it; A40 may hold several of these groups (3.3.40). */
const withPrior = (reading: Reading, kind: 'merge' | 'move'): Intent[] => {
  const groups = groupsOf(reading.message, (segment) => segment.name === 'PID');
  if (groups.length === 0) return refuse('100', 'There is no PID segment.', 'PID');
  return groups.flatMap((group): Intent[] => {
    const [pid] = group;
    const mrgs = group.filter((segment) => segment.name === 'MRG');
    if (pid === undefined || mrgs.length === 0) return refuse('100', 'There is no MRG segment behind PID.', 'MRG');
    const { statement } = readPatient(reading, pid);
    // One is what the Standard has. Whoever writes several means all of them.
    const priors = mrgs.flatMap((mrg) => readPriors(reading, mrg, statement.issuer));
    if (priors.some(({ issuer, id }) => issuer === statement.issuer && id === statement.id))
      return refuse('204', 'A patient cannot be merged with, or moved to, itself.', 'MRG-1');
    if (kind === 'merge') return priors.map((absorbed) => ({ kind, survivor: statement, absorbed }));
    const to = { issuer: statement.issuer, id: statement.id };
    return [{ kind: 'register', patient: statement }, ...priors.map((moved) => ({ kind, moved, to }))];
  });
};

/** Two patients in two PID segments (3.3.24, 3.3.37). */
const pairs = (reading: Reading, kind: 'link' | 'unlink'): Intent[] => {
  const [first, second, ...more] = pidsOf(reading);
  if (first === undefined || second === undefined || more.length > 0)
    return refuse('100', 'There must be two PID segments.', 'PID');
  const [one, other] = [readPatient(reading, first).statement, readPatient(reading, second).statement];
  if (one.issuer === other.issuer && one.id === other.id)
    return refuse('204', 'Both are the same identifier.', 'PID-3');
  const registers: Intent[] = kind === 'link' ? [one, other].map((patient) => ({ kind: 'register', patient })) : [];
  return [
    ...registers,
    { kind, one: { issuer: one.issuer, id: one.id }, other: { issuer: other.issuer, id: other.id } },
  ];
};

export const interpretAdt = (reading: Reading, event: string): Intent[] => {
  const effect = Object.hasOwn(adtEvents, event) ? adtEvents[event] : undefined;
  switch (effect) {
    case 'register':
      return registrations(reading);
    case 'merge':
    case 'move':
      return withPrior(reading, effect);
    case 'link':
    case 'unlink':
      return pairs(reading, effect);
    case 'visit':
      // The patient that it names now is told of all the same.
      reading.flags.add('changes-of-visits-are-not-followed');
      return registrations(reading);
    case 'none':
      return [];
    case undefined:
      return refuse('201', 'This event is not processed here.', 'MSH-9');
  }
};
