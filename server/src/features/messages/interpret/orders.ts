/** ORM^O01, OMG^O19, OMI^O23: imaging orders as scheduled procedure steps (IHE RAD TF-2 4.4). */
import { createHash } from 'node:crypto';
import { type Fields, groupsOf, readFields, readFirst, type Segment } from '@throughline/hl7';
import type { PatientIdentifier } from '../../../db/index.ts';
import type { OrderedStep } from '../../orders/index.ts';
import { refuse } from '../refusal.ts';
import type { Intent } from './intents.ts';
import { clinicianName, identifiersIn, readPatient, saysAnything } from './patient.ts';
import { bounded, firstPlaced, firstSaid, type Reading, type Said } from './reading.ts';

type Verb = 'place' | 'cancel' | 'status' | 'hold' | 'none';

/** Of table 0119: answers, refusals and notices, refills of a pharmacy, and what is not of an order. Nothing is to be done here. */
const notices = 'AF CN CP DE DF FU LI MC NA OE OF OK OP OR PR PY RE RF RL RR SS UA UC UD UF UH UM UN UR UX'.split(' ');

/** What ORC-1 (HL7 table 0119) asks for. */
const controls: Readonly<Record<string, Verb>> = {
  NW: 'place',
  XO: 'place',
  XR: 'place',
  XX: 'place',
  RP: 'place',
  RU: 'place',
  RO: 'place',
  PA: 'place',
  CH: 'place',
  RQ: 'place',
  SN: 'place',
  HD: 'hold',
  HR: 'hold',
  OH: 'hold',
  CA: 'cancel',
  OC: 'cancel',
  CR: 'cancel',
  DC: 'cancel',
  OD: 'cancel',
  DR: 'cancel',
  SC: 'status',
  SR: 'status',
  ...Object.fromEntries(notices.map((code) => [code, 'none' as const])),
};

/** ORC-5, HL7 table 0038. */
const statuses: Readonly<Record<string, 'STARTED' | 'COMPLETED' | 'DISCONTINUED'>> = {
  IP: 'STARTED',
  CM: 'COMPLETED',
  CA: 'DISCONTINUED',
  DC: 'DISCONTINUED',
};

const isUid = (text: string): boolean => text.length <= 64 && /^[0-2](\.(0|[1-9]\d*))+$/.test(text);

const uidOf = (reading: Reading, segments: readonly Segment[]): string | undefined => {
  const said = firstSaid(segments, reading.mapping.studyInstanceUid);
  if (said === undefined) return undefined;
  if (!isUid(said)) return refuse('102', 'The Study Instance UID is none.', 'IPC-3');
  return said;
};

const modalityOf = ({ mapping, flags }: Reading, segments: readonly Segment[]): string | undefined => {
  const said = firstSaid(segments, mapping.modality);
  if (said === undefined) return undefined;
  const mapped = Object.hasOwn(mapping.modalities, said) ? mapping.modalities[said] : undefined;
  if (mapped !== undefined) return mapped;
  // OBR-24 is a department (HL7 table 0074) unless the sender follows IHE.
  if (
    /^[A-Z]{2,5}$/.test(said) &&
    !['RAD', 'RUS', 'CUS', 'CTH', 'EC', 'NMS', 'NMR', 'VUS', 'OUS', 'XRC', 'RX'].includes(said)
  )
    return said;
  const departments: Readonly<Record<string, string>> = {
    RUS: 'US',
    CUS: 'US',
    VUS: 'US',
    OUS: 'US',
    CTH: 'XA',
    EC: 'ECG',
    NMS: 'NM',
    NMR: 'MR',
  };
  const department = departments[said];
  if (department === undefined) flags.add('modality-unknown');
  return department;
};

/** Weight in kilograms, of the first observation that says so. */
const weightOf = (segments: readonly Segment[]): number | undefined => {
  for (const segment of segments) {
    if (segment.name !== 'OBX') continue;
    const obx = readFields('OBX', segment);
    const names = [obx.identifier?.code, obx.identifier?.text].filter((name) => name !== undefined);
    const weight = Number(segment.text(5));
    const isWeight = names.some((name) => /^(3141-9|29463-7)$|body.?weight/i.test(name));
    if (isWeight && (obx.units?.code ?? 'kg').toLowerCase() === 'kg' && weight > 0 && weight <= 1000) return weight;
  }
  return undefined;
};

const codeOf = (obr: Fields<'OBR'> | undefined): OrderedStep['code'] => {
  const service = obr?.procedure?.code === undefined ? obr?.service : obr.procedure;
  if (service?.code === undefined) return undefined;
  return {
    code: bounded(service.code, 64),
    scheme: bounded(service.system ?? 'L', 16),
    meaning: bounded(service.text ?? service.code, 64),
  };
};

const startOf = (segments: readonly Segment[]): string | undefined => {
  const find = <N extends 'TQ1' | 'ORC' | 'OBR'>(name: N): Fields<N> | undefined => {
    const segment = segments.find((one) => one.name === name);
    return segment && readFields(name, segment);
  };
  const obr = find('OBR');
  return find('TQ1')?.start ?? obr?.scheduledAt ?? find('ORC')?.timing?.start ?? obr?.timing?.start;
};

/** PS3.5 SH. */
const longestId = 16;

/** A part of a longer number would be that of other orders too. */
const accessionOf = (said: Said): string => {
  const number = bounded(said.text);
  if (number.length <= longestId) return number;
  return refuse('102', `An accession number has at most ${longestId} characters.`, said.location);
};

/** What is too long for a worklist gets a name of ours in its place: the same whenever it is told of, and nobody else's. */
const shortId = ({ flags }: Reading, text: string): string => {
  const id = bounded(text);
  if (id.length <= longestId) return id;
  flags.add('number-replaced');
  return `H${createHash('sha256')
    .update(id)
    .digest('hex')
    .slice(0, longestId - 1)}`;
};

const stepOf = (reading: Reading, order: readonly Segment[], ipc: Segment | undefined): OrderedStep => {
  const { mapping } = reading;
  // With several steps in one order each is read with its own IPC.
  const segments = [...order.filter((one) => one.name !== 'IPC'), ...(ipc === undefined ? [] : [ipc])];
  const said = firstPlaced(segments, mapping.accessionNumber);
  if (said === undefined) return refuse('101', 'The order has no number.', 'OBR-2');
  const accessionNumber = accessionOf(said);
  const orc = order.find((one) => one.name === 'ORC');
  const obrSegment = order.find((one) => one.name === 'OBR');
  const obr = obrSegment && readFields('OBR', obrSegment);
  const step = ipc && readFields('IPC', ipc);
  const pv1 = readFirst(reading.message, 'PV1');
  const modality = modalityOf(reading, segments);
  const station = step?.stationAe[0] ?? (modality === undefined ? undefined : mapping.stations[modality]);
  const reason = obr?.reasons
    .map((one) => one.text ?? one.code)
    .filter(Boolean)
    .join('; ');
  const requester = obr?.orderingProvider ?? (orc && readFields('ORC', orc).orderingProvider);
  return {
    accessionNumber,
    requestedProcedureId: shortId(reading, firstSaid(segments, mapping.requestedProcedureId) ?? accessionNumber),
    scheduledStepId: shortId(reading, firstSaid(segments, mapping.scheduledStepId) ?? accessionNumber),
    studyInstanceUid: uidOf(reading, segments),
    modality,
    stationAeTitle: station === undefined ? undefined : bounded(station, 16),
    stationName: step?.station && bounded(step.station.id, 16),
    location: step?.location && bounded(step.location.text ?? step.location.code ?? '', 64),
    start: startOf(order),
    description:
      bounded(obr?.service?.text ?? obr?.service?.alternateText ?? obr?.service?.code ?? '', 64) || undefined,
    code: codeOf(obr),
    reason: reason ? bounded(reason) : undefined,
    performer: clinicianName(obr?.technicians[0]),
    referrer: clinicianName(pv1?.referring[0]),
    requester: clinicianName(requester),
    weightKg: weightOf(order),
  };
};

const intentsOf = (reading: Reading, order: readonly Segment[], patient: PatientIdentifier): Intent[] => {
  const orc = order.find((segment) => segment.name === 'ORC');
  const said = orc && readFields('ORC', orc);
  const control = said?.control ?? 'NW';
  const verb = Object.hasOwn(controls, control) ? controls[control] : undefined;
  if (verb === undefined) return refuse('103', 'This order control is not known.', 'ORC-1');
  if (verb === 'hold' || (verb === 'status' && said?.status === 'HD')) {
    // A worklist knows no hold (PS3.4 K): the step stays on it, and whoever looks after the interface is told.
    reading.flags.add('order-hold-not-kept');
    return [];
  }
  if (verb === 'none') {
    reading.flags.add('order-control-without-effect');
    return [];
  }
  const steps = order.filter((segment) => segment.name === 'IPC');
  const all = (steps.length === 0 ? [undefined] : steps).map((ipc) => stepOf(reading, order, ipc));
  if (verb === 'place') return all.map((step): Intent => ({ kind: 'order', patient, step }));
  const status = verb === 'cancel' ? 'DISCONTINUED' : verb === 'status' ? statuses[said?.status ?? ''] : undefined;
  if (status === undefined) return [];
  const numbers = new Set(all.map((step) => step.accessionNumber));
  return [...numbers].map((accessionNumber): Intent => ({ kind: 'step-status', patient, accessionNumber, status }));
};

/** PID is there once (4.4.1). Whoever another tells of without an identifier is nobody whom we could take for the patient of the message. */
const isOther = (reading: Reading, pid: Segment, patient: PatientIdentifier): boolean => {
  const [named] = identifiersIn(reading, readFields('PID', pid));
  return named?.issuer !== patient.issuer || named.id !== patient.id;
};

/** Of the PIDs that say anything, where the first of another patient stands, and whether the last is of another. */
const othersIn = (reading: Reading, segments: readonly Segment[], patient: PatientIdentifier) => {
  const others = segments.flatMap((segment, at) =>
    segment.name === 'PID' && saysAnything(reading, segment)
      ? [{ at, isOther: isOther(reading, segment, patient) }]
      : [],
  );
  return { first: others.find((pid) => pid.isOther)?.at, endsWithOther: others.at(-1)?.isOther };
};

const hasRequest = (segments: readonly Segment[]): boolean => segments.some((segment) => segment.name === 'OBR');

/** One ORC begins each order; a message with OBR alone (some OMG) is one order for each OBR. */
export const interpretOrders = (reading: Reading): Intent[] => {
  const { message } = reading;
  const pid = message.one('PID') ?? refuse('100', 'There is no PID segment.', 'PID');
  const { statement } = readPatient(reading, pid);
  const begins = message.one('ORC') === undefined ? 'OBR' : 'ORC';
  const groups = groupsOf(message, (segment) => segment.name === begins);
  if (groups.length === 0) return refuse('100', 'There is no order.', 'ORC');
  const patient = { issuer: statement.issuer, id: statement.id };
  // What stands behind all orders, as ZDS of IHE, is of each.
  const zds = message.all('ZDS');
  const front = message.segments.slice(
    0,
    message.segments.findIndex((segment) => segment.name === begins),
  );
  let isOfOther = othersIn(reading, front, patient).endsWithOther ?? false;
  const orders = groups.flatMap((group) => {
    const { first, endsWithOther } = othersIn(reading, group, patient);
    // What is behind the PID of another, as a weight, is that one's.
    const said = group.slice(0, first);
    const own = group.some((segment) => segment.name === 'ZDS') || groups.length > 1 ? said : [...said, ...zds];
    const intents = intentsOf(reading, own, patient);
    // Earlier results that come with an order (ORC-1 PR) have a PID of their own; nothing is done about them.
    const isTorn = isOfOther || (hasRequest(group) && !hasRequest(said));
    if (isTorn && intents.length > 0) return refuse('100', 'The orders of a message are of one patient.', 'PID');
    isOfOther = endsWithOther ?? isOfOther;
    return intents;
  });
  return [{ kind: 'register', patient: statement }, ...orders];
};
