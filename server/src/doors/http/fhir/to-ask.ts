/** A search of FHIR as what a chart is asked. */
import { type MatchKey, tags } from '@throughline/dicom';
import {
  type Criterion,
  codeSystemNames,
  issuerOf,
  orderStatuses,
  type Root,
  type Search,
  sourceOfNumbers,
  systems,
  type TokenValue,
} from '@throughline/fhir';
import { fail } from '../../../errors.ts';
import type { Principal } from '../../../features/access/index.ts';
import {
  type AddressPart,
  addressParts,
  type ChartAsk,
  isIssuerKnown,
  type PatientIdentifierAsked,
  type Period,
  recordsOfPatients,
} from '../../../features/chart/index.ts';
import type { Context } from '../../../features/context.ts';

type Of<K extends Criterion['kind']> = Extract<Criterion, { kind: K }>;

const dicomDate = (moment: Date): string => moment.toISOString().slice(0, 10).replaceAll('-', '');

const dayMs = 86_400_000;

export const periodOf = ({ span }: Of<'date'>): Period => ({
  ...(span.from !== undefined && { from: new Date(span.from) }),
  ...(span.before !== undefined && { before: new Date(span.before) }),
});

/** DICOM keeps dates of studies in the local time of their site: they are compared as days. */
export const daysOf = (criterion: Of<'date'>): Period =>
  criterion.toDay
    ? periodOf(criterion)
    : fail('bad-request', `The parameter ${criterion.name} is compared to the day.`);

const dateKey = (tag: MatchKey['tag'], criterion: Of<'date'>): MatchKey => {
  const { from, before } = daysOf(criterion);
  return {
    tag,
    match: 'range',
    ...(from && { from: dicomDate(from) }),
    ...(before && { to: dicomDate(new Date(before.getTime() - dayMs)) }),
  };
};

const identifiersOf = (values: readonly TokenValue[], at: Root): PatientIdentifierAsked[] =>
  values.map(({ system, code }) => ({ issuer: system === undefined ? undefined : issuerOf(system, at), id: code }));

const uidOf = (code: string): string => code.replace(/^urn:oid:/, '');

/** UIDs and accession numbers that identifiers of a study may be. */
const studiesOf = (values: readonly TokenValue[], at: Root) => ({
  uids: values.filter(({ system }) => system === undefined || system === systems.uid).map(({ code }) => uidOf(code)),
  accessions: values
    .filter(({ system }) => system !== systems.uid)
    .map(({ system, code }) => ({ issuer: system === undefined ? undefined : issuerOf(system, at), number: code })),
});

/** Numbers that whoever made something gave it; a UID is a number without a giver. */
const namesOf = (values: readonly TokenValue[], what: 'reports' | 'appointments' | 'visits', at: Root) =>
  values.map(({ system, code }) => {
    if (system === undefined) return { source: undefined, key: uidOf(code) };
    return system === systems.uid
      ? { source: '', key: uidOf(code) }
      : { source: sourceOfNumbers(system, what, at), key: code };
  });

/** The beginning of a name component; what would be a wildcard of DICOM is none of FHIR. */
const nameKey = (part: 'family' | 'given', value: string): MatchKey => {
  const plain = value.replaceAll(/[*?^=\\]/g, ' ').trim();
  return { tag: tags.PatientName, match: 'wildcard', value: `${part === 'given' ? '^' : ''}${plain}*` };
};

/** One beginning is looked up as DICOM's key is; of several, and of what is to be written so, each is compared. */
const namePart = (part: 'family' | 'given', { values, exact = false }: Of<'string'>): Part => {
  const [value = '', ...others] = values;
  const keys = others.length > 0 || (exact && part === 'given') ? [] : [nameKey(part, value)];
  const isCompared = exact || others.length > 0;
  return { keys, ...(isCompared && { demographics: [{ of: part, beginnings: values, exact }] }) };
};

const modalityCode = ({ system, code }: TokenValue): string[] =>
  system === undefined || system === systems.dicom ? [code] : [];

const orderStatusesOf = (values: readonly TokenValue[]): string[] =>
  Object.entries(orderStatuses).flatMap(([ours, theirs]) => (values.some(({ code }) => code === theirs) ? [ours] : []));

interface Making {
  readonly context: Context;
  readonly principal: Principal;
  readonly at: Root;
  readonly type: string;
}

type Part = { [K in keyof ChartAsk]?: ChartAsk[K] };

/** A system that is none of ours is one of no code here. */
const codeAsked = ({ system, code }: TokenValue) => ({
  systems: system === undefined ? undefined : codeSystemNames(system),
  code,
});

/** `system|` names a domain that Patients are wanted of, and one that nobody knows is an error (ITI TF-2 3.78.4.1.3). */
const patientsCalled = async ({ context, principal, at }: Making, values: readonly TokenValue[]): Promise<Part> => {
  const domains = values.flatMap(({ system, code }) => (system && code === '' ? [issuerOf(system, at)] : []));
  if (domains.length === 0) return { identifiers: [identifiersOf(values, at)] };
  if (domains.length < values.length) fail('bad-request', 'Domains stand in a parameter of their own.');
  for (const domain of domains)
    if (!(await isIssuerKnown(context, principal, domain))) fail('not-found', 'targetSystem not found');
  return { demographics: [{ of: 'issuer', values: domains }] };
};

const sexes: Readonly<Record<string, string>> = { male: 'M', female: 'F', other: 'O', unknown: '' };

const demographicToken = (
  name: 'gender' | 'active' | 'telecom',
  values: readonly TokenValue[],
): NonNullable<ChartAsk['demographics']>[number] => {
  const codes = values.map(({ code }) => code);
  if (name === 'telecom') return { of: 'telecom', values: codes };
  // A code that is none is nobody's.
  if (name === 'gender') return { of: 'sex', values: codes.flatMap((code) => sexes[code] ?? []) };
  return {
    of: 'current',
    values: codes.filter((code) => code === 'true' || code === 'false').map((code) => code === 'true'),
  };
};

const partsOfAddress: Readonly<Record<string, readonly AddressPart[]>> = {
  address: addressParts,
  'address-city': ['locality'],
  'address-state': ['region'],
  'address-postalcode': ['postcode'],
  'address-country': ['country'],
};

const stringPart = (criterion: Of<'string'>): Part => {
  const { name, values, exact = false } = criterion;
  const parts = partsOfAddress[name];
  if (parts !== undefined) return { demographics: [{ of: 'address', parts, beginnings: values, exact }] };
  if (name === 'mothersMaidenName') return { demographics: [{ of: 'mother', beginnings: values, exact }] };
  return namePart(name === 'given' ? 'given' : 'family', criterion);
};

const tokenPart = async (making: Making, { name, values }: Of<'token'>): Promise<Part> => {
  const { context, principal, at, type } = making;
  switch (name) {
    case '_id':
      return { ids: values.map(({ code }) => code) };
    case 'patient.identifier':
      return { records: [await recordsOfPatients(context, principal, { identifiers: identifiersOf(values, at) })] };
    case 'modality':
      return { keys: [{ tag: tags.ModalitiesInStudy, match: 'list', values: values.flatMap(modalityCode) }] };
    case 'status':
      if (type === 'ServiceRequest') return { statuses: [orderStatusesOf(values)] };
      return { statuses: [values.map(({ code }) => code)] };
    case 'identifier':
      if (type === 'Patient') return patientsCalled(making, values);
      if (type === 'DiagnosticReport') return { names: [namesOf(values, 'reports', at)] };
      if (type === 'Appointment') return { names: [namesOf(values, 'appointments', at)] };
      if (type === 'Encounter') return { names: [namesOf(values, 'visits', at)] };
      if (type === 'Consent') return { names: [values.map(({ system, code }) => ({ source: system, key: code }))] };
      if (type === 'DocumentReference') return { objects: [studiesOf(values, at).uids] };
      return { studies: [studiesOf(values, at)] };
    case 'code':
      return { codes: [values.map(codeAsked)] };
    case 'gender':
    case 'active':
    case 'telecom':
      return { demographics: [demographicToken(name, values)] };
    default:
      return fail('bad-request');
  }
};

/** Types whose date is a moment, and those whose date is a day. */
const dated: Readonly<Record<string, (criterion: Of<'date'>) => Period>> = {
  DiagnosticReport: (criterion) => daysOf(criterion),
  Appointment: (criterion) => daysOf(criterion),
  Encounter: (criterion) => daysOf(criterion),
  DocumentReference: (criterion) => periodOf(criterion),
  ServiceRequest: (criterion) => periodOf(criterion),
  Provenance: (criterion) => periodOf(criterion),
};

const datePart = ({ type }: Making, criterion: Of<'date'>): Part => {
  if (criterion.name === '_lastUpdated') return { updated: [periodOf(criterion)] };
  const read = dated[type];
  if (read !== undefined) return { dates: [read(criterion)] };
  return { keys: [dateKey(type === 'Patient' ? tags.PatientBirthDate : tags.StudyDate, criterion)] };
};

const partOf = async (making: Making, criterion: Criterion): Promise<Part> => {
  switch (criterion.kind) {
    case 'token':
      return tokenPart(making, criterion);
    case 'reference':
      if (criterion.name === 'related' || criterion.name === 'target') return { studyIds: [criterion.ids] };
      if (criterion.name === 'encounter') return { visitIds: [criterion.ids] };
      return { records: [await recordsOfPatients(making.context, making.principal, { ids: criterion.ids })] };
    case 'string':
      return stringPart(criterion);
    case 'date':
      return datePart(making, criterion);
    default:
      return criterion satisfies never;
  }
};

const joined = <T>(one: readonly T[] | undefined, other: readonly T[] | undefined): readonly T[] | undefined =>
  one === undefined ? other : [...one, ...(other ?? [])];

/** Both must hold: lists of alternatives are kept apart, ids are cut. */
const merge = (one: ChartAsk, other: Part): ChartAsk => {
  const ids =
    one.ids === undefined || other.ids === undefined
      ? (one.ids ?? other.ids)
      : one.ids.filter((id) => other.ids?.includes(id));
  const merged = {
    ids,
    records: joined(one.records, other.records),
    updated: joined(one.updated, other.updated),
    keys: joined(one.keys, other.keys),
    identifiers: joined(one.identifiers, other.identifiers),
    demographics: joined(one.demographics, other.demographics),
    studies: joined(one.studies, other.studies),
    statuses: joined(one.statuses, other.statuses),
    names: joined(one.names, other.names),
    studyIds: joined(one.studyIds, other.studyIds),
    dates: joined(one.dates, other.dates),
    objects: joined(one.objects, other.objects),
    visitIds: joined(one.visitIds, other.visitIds),
    codes: joined(one.codes, other.codes),
  };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined));
};

export const toAsk = async (making: Making, { criteria }: Search): Promise<ChartAsk> => {
  const parts = await Promise.all(criteria.map((criterion) => partOf(making, criterion)));
  return parts.reduce<ChartAsk>(merge, {});
};
