/** The fields that we read, by segment: number and data type as the Standard tables them. */
import { type DataType, dataTypes, type ValueOf } from './data-types.ts';
import type { Message, Segment } from './message.ts';

interface FieldSpec {
  readonly field: number;
  readonly type: DataType;
  readonly many: boolean;
}

const one = <T extends DataType>(field: number, type: T) => ({ field, type, many: false }) as const;
const many = <T extends DataType>(field: number, type: T) => ({ field, type, many: true }) as const;

/** Sections of HL7 2.8: chapter 3 (patients), 4 (orders), 7 (results), 9 (documents), 10 (appointments). */
export const segmentTable = {
  // 3.4.1
  EVN: { event: one(1, 'ST'), recordedAt: one(2, 'TS'), occurredAt: one(6, 'TS') },
  // 3.4.2
  PID: {
    externalId: one(2, 'CX'),
    identifiers: many(3, 'CX'),
    alternateIds: many(4, 'CX'),
    names: many(5, 'XPN'),
    mothersNames: many(6, 'XPN'),
    birthDate: one(7, 'TS'),
    sex: one(8, 'ST'),
    aliases: many(9, 'XPN'),
    addresses: many(11, 'XAD'),
    homePhones: many(13, 'XTN'),
    account: one(18, 'CX'),
    mothersIdentifiers: many(21, 'CX'),
    multipleBirth: one(24, 'ST'),
    birthOrder: one(25, 'ST'),
    diedAt: one(29, 'TS'),
    isDead: one(30, 'ST'),
  },
  // 3.4.10
  PD1: { primaryFacility: one(3, 'HD') },
  // 3.4.9
  MRG: {
    identifiers: many(1, 'CX'),
    alternateIds: many(2, 'CX'),
    account: one(3, 'CX'),
    externalId: one(4, 'CX'),
    visit: one(5, 'CX'),
    names: many(7, 'XPN'),
  },
  // 3.4.3
  PV1: {
    patientClass: one(2, 'ST'),
    location: one(3, 'PL'),
    attending: many(7, 'XCN'),
    referring: many(8, 'XCN'),
    consulting: many(9, 'XCN'),
    admitting: many(17, 'XCN'),
    visit: one(19, 'CX'),
    admittedAt: one(44, 'TS'),
    dischargedAt: one(45, 'TS'),
  },
  // 6.5.2
  DG1: { diagnosis: one(3, 'CWE'), description: one(4, 'ST'), at: one(5, 'TS'), kind: one(6, 'ST') },
  // 3.4.5
  NK1: { names: many(2, 'XPN'), relationship: one(3, 'CWE'), identifiers: many(33, 'CX') },
  // 4.5.1
  ORC: {
    control: one(1, 'ST'),
    placerNumber: one(2, 'EI'),
    fillerNumber: one(3, 'EI'),
    status: one(5, 'ST'),
    timing: one(7, 'TQ'),
    orderingProvider: one(12, 'XCN'),
  },
  // 4.5.3, 7.4.1
  OBR: {
    placerNumber: one(2, 'EI'),
    fillerNumber: one(3, 'EI'),
    service: one(4, 'CWE'),
    observedAt: one(7, 'TS'),
    orderingProvider: one(16, 'XCN'),
    placerField1: one(18, 'ST'),
    placerField2: one(19, 'ST'),
    fillerField1: one(20, 'ST'),
    fillerField2: one(21, 'ST'),
    reportedAt: one(22, 'TS'),
    diagnosticService: one(24, 'ST'),
    status: one(25, 'ST'),
    timing: one(27, 'TQ'),
    reasons: many(31, 'CWE'),
    interpreter: one(32, 'NDL'),
    assistants: many(33, 'NDL'),
    technicians: many(34, 'NDL'),
    scheduledAt: one(36, 'DTM'),
    procedure: one(44, 'CWE'),
  },
  // 4.5.4
  TQ1: { start: one(7, 'DTM'), priority: one(9, 'CWE') },
  // 4.5.6
  IPC: {
    accession: one(1, 'EI'),
    requestedProcedure: one(2, 'EI'),
    study: one(3, 'EI'),
    step: one(4, 'EI'),
    modality: one(5, 'CWE'),
    protocols: many(6, 'CWE'),
    station: one(7, 'EI'),
    location: one(8, 'CWE'),
    stationAe: many(9, 'ST'),
  },
  // IHE RAD TF-2 4.4: Z-segment of IHE's first orders
  ZDS: { study: one(1, 'ST') },
  // 9.5.2
  TXA: {
    documentType: one(2, 'ST'),
    presentation: one(3, 'ST'),
    activityAt: one(4, 'TS'),
    originatedAt: one(6, 'TS'),
    transcribedAt: one(7, 'TS'),
    originator: many(9, 'XCN'),
    documentNumber: one(12, 'EI'),
    parentNumber: one(13, 'EI'),
    placerNumber: many(14, 'EI'),
    fillerNumber: one(15, 'EI'),
    completion: one(17, 'ST'),
    availability: one(19, 'ST'),
    authenticators: many(22, 'XCN'),
  },
  // 7.4.2
  OBX: {
    valueType: one(2, 'ST'),
    identifier: one(3, 'CWE'),
    subId: one(4, 'ST'),
    units: one(6, 'CWE'),
    status: one(11, 'ST'),
    observedAt: one(14, 'TS'),
  },
  // 2.15.10
  NTE: { comments: many(3, 'TX') },
  // 10.6.2
  SCH: {
    placerAppointment: one(1, 'EI'),
    fillerAppointment: one(2, 'EI'),
    reason: one(7, 'CWE'),
    kind: one(8, 'CWE'),
    timing: one(11, 'TQ'),
    fillerStatus: one(25, 'CWE'),
    placerOrder: many(26, 'EI'),
    fillerOrder: many(27, 'EI'),
  },
  // 10.6.3
  RGS: { action: one(2, 'ST') },
  // 10.6.4
  AIS: { action: one(2, 'ST'), service: one(3, 'CWE'), start: one(4, 'DTM') },
  // 10.6.6
  AIL: { action: one(2, 'ST'), location: one(3, 'PL'), start: one(6, 'DTM') },
  // 10.6.5
  AIG: { resource: one(3, 'CWE') },
  // 5.4.4: the query by parameters of PIX and PDQ
  QPD: { name: one(1, 'CWE'), tag: one(2, 'ST') },
  // 5.4.6
  RCP: { priority: one(1, 'ST'), quantity: one(2, 'ST') },
} as const satisfies Readonly<Record<string, Readonly<Record<string, FieldSpec>>>>;

export type SegmentName = keyof typeof segmentTable;
type Specs = typeof segmentTable;

type Value<F> = F extends { readonly type: infer T extends DataType; readonly many: infer M }
  ? M extends true
    ? readonly ValueOf<T>[]
    : ValueOf<T> | undefined
  : never;

/** A segment's fields by their names in the table. */
export type Fields<N extends SegmentName> = { readonly [K in keyof Specs[N]]: Value<Specs[N][K]> };

const read = ({ field, type, many: all }: FieldSpec, segment: Segment): unknown => {
  const reader = dataTypes[type];
  const values = segment.repetitions(field).flatMap((value) => {
    const said = value.isNothing ? undefined : reader(value);
    return said === undefined ? [] : [said];
  });
  return all ? values : values[0];
};

/** The segment's fields; `segment` may be of a later version with more of them. */
export const readFields = <N extends SegmentName>(name: N, segment: Segment): Fields<N> =>
  Object.fromEntries(
    Object.entries<FieldSpec>(segmentTable[name]).map(([key, spec]) => [key, read(spec, segment)]),
  ) as Fields<N>;

/** Of the first segment of that name. */
export const readFirst = <N extends SegmentName>(message: Message, name: N): Fields<N> | undefined => {
  const segment = message.one(name);
  return segment && readFields(name, segment);
};
