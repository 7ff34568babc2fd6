/** Patient demographics query (ITI-21): who is called so, born then, has this identifier. */
import { createHash } from 'node:crypto';
import { type MatchKey, tags } from '@throughline/dicom';
import type { Message } from '@throughline/hl7';
import { z } from 'zod';
import { Failure } from '../../../errors.ts';
import {
  type AddressPart,
  type ChartAsk,
  type ChartPatient,
  countPatients,
  type DemographicAsked,
  isInUse,
  type PatientIdentifierAsked,
  readPatients,
  searchPatients,
} from '../../chart/index.ts';
import type { Context } from '../../context.ts';
import { openPage, sealPage } from '../../paging/index.ts';
import type { MessageSource } from '../sources.ts';
import { domainsIn, type Found, unknownAmong, wrong } from './found.ts';
import { demographicSegment } from './patient-segment.ts';

/** ITI TF-2 table 3.21.4.1.2.2.1-1, as `@PID.5.1^value`. */
const known: readonly string[] = [
  ...['3.1', '3.4', '3.4.1', '3.4.2', '5.1', '5.1.1', '5.2', '6.1', '6.1.1', '7', '7.1', '8'],
  ...['11.1', '11.1.1', '11.3', '11.4', '11.5', '11.6', '13.1', '13.4', '13.12'],
  ...['18.1', '18.4', '18.4.1', '18.4.2'],
];
type Parameters = Readonly<Record<string, string | undefined>>;

/** Undefined where a parameter is none that we search by: an answer that ignored it would be of others too. */
const parametersOf = (message: Message): Parameters | undefined => {
  const parameters: Record<string, string> = {};
  for (const repetition of message.one('QPD')?.repetitions(3) ?? []) {
    const name = /^@PID\.([\d.]+)$/.exec(repetition.text(1))?.[1] ?? '';
    if (!known.includes(name)) return undefined;
    const value = repetition.text(2).trim();
    if (value !== '') parameters[name] = value;
  }
  return parameters;
};

/** Delimiters of DICOM are none of a name; a star at the end is a wildcard in both. */
const plain = (name: string | undefined): string => (name ?? '').replaceAll(/[?^=\\]/g, ' ').trim();

const keysOf = (parameters: Parameters): MatchKey[] => {
  const [family, given] = [plain(parameters['5.1.1'] ?? parameters['5.1']), plain(parameters['5.2'])];
  const born = (parameters['7'] ?? parameters['7.1'])?.slice(0, 8);
  const keys: (MatchKey | false)[] = [
    (family !== '' || given !== '') && {
      tag: tags.PatientName,
      match: 'wildcard',
      value: `${family}^${given}`.replace(/\^$/, ''),
    },
    born !== undefined && {
      tag: tags.PatientBirthDate,
      match: 'range',
      from: born.padEnd(8, '0'),
      to: born.padEnd(8, '9'),
    },
    parameters['8'] !== undefined && { tag: tags.PatientSex, match: 'exact', value: parameters['8'] },
  ];
  return keys.filter((key) => key !== false);
};

const addressFields: readonly (readonly [name: string, part: AddressPart])[] = [
  ['11.1', 'street'],
  ['11.1.1', 'street'],
  ['11.3', 'locality'],
  ['11.4', 'region'],
  ['11.5', 'postcode'],
  ['11.6', 'country'],
];
const telecomFields = ['13.1', '13.4', '13.12'];

/** Address, telephone and mother's name (the pediatric demographics option): by how they begin, with a star or without one. */
const demographicsOf = (parameters: Parameters): readonly DemographicAsked[] => {
  const mother = plain(parameters['6.1.1'] ?? parameters['6.1']);
  return [
    ...addressFields.flatMap(([name, part]): DemographicAsked[] => {
      const value = parameters[name]?.replace(/\*$/, '');
      return value === undefined ? [] : [{ of: 'address', parts: [part], beginnings: [value] }];
    }),
    ...telecomFields.flatMap((name): DemographicAsked[] => {
      const value = parameters[name];
      return value === undefined ? [] : [{ of: 'telecom', values: [value] }];
    }),
    ...(mother === '' ? [] : [{ of: 'mother' as const, beginnings: [mother.replace(/\*$/, '')] }]),
  ];
};

/** The CX of a field: its number, and who assigned it, as we call them. */
const numberOf = (
  parameters: Parameters,
  field: '3' | '18',
  { mapping }: MessageSource,
): PatientIdentifierAsked | undefined => {
  const authority = parameters[`${field}.4.1`] ?? parameters[`${field}.4.2`] ?? parameters[`${field}.4`];
  const issuer = authority === undefined ? undefined : (mapping.authorities[authority] ?? authority);
  const id = parameters[`${field}.1`];
  return id === undefined ? undefined : { issuer, id };
};

interface Asked {
  readonly ask: ChartAsk;
  /** By which account, told with whom it is of. */
  readonly account: PatientIdentifierAsked | undefined;
}

const askOf = (parameters: Parameters, source: MessageSource): Asked => {
  const keys = keysOf(parameters);
  const [identifier, account] = [numberOf(parameters, '3', source), numberOf(parameters, '18', source)];
  const demographics: readonly DemographicAsked[] = [
    ...demographicsOf(parameters),
    ...(account === undefined ? [] : [{ of: 'account' as const, values: [account] }]),
  ];
  const ask = {
    ...(keys.length > 0 && { keys }),
    ...(demographics.length > 0 && { demographics }),
    ...(identifier && { identifiers: [[identifier]] }),
  };
  return { ask, account };
};

/**
 * By what they are called, those whose identifiers are in use; by a number that was told of one that is not, who has it now. Those only
 * who have an identifier of a domain that is wanted (3.21.4.1.2.2.5).
 */
const told = ({ ask, account }: Asked, wanted: readonly string[]): ChartAsk => ({
  ...ask,
  demographics: [
    ...(ask.demographics ?? []),
    ...(ask.identifiers === undefined && account === undefined ? [{ of: 'current' as const, values: [true] }] : []),
    ...(wanted.length > 0 ? [{ of: 'identified' as const, values: wanted }] : []),
  ],
});

const MOST = 100;

interface Continued {
  /** How many patients were given before. */
  readonly before: number;
  /** The last of them. */
  readonly after: string | undefined;
}

const pointerShape = z.object({ before: z.number().int().min(0), after: z.string(), asked: z.string() });

/** What a query asks for, by which a continuation knows the one that it continues. */
const digestOf = (parameters: Parameters, wanted: readonly string[]): string =>
  createHash('sha256')
    .update(JSON.stringify([parameters, wanted]))
    .digest('base64url');

/**
 * Where an answer before ended (DSC-1), sealed for who asked (H77): nothing is kept of a query. Undefined: it is none that was given to
 * this sender for this query.
 * @see ITI TF-2 3.21.4.1.2.2.4
 */
const continuedFrom = async (
  context: Context,
  { principal }: MessageSource,
  message: Message,
  asked: string,
): Promise<Continued | undefined> => {
  const pointer = message.one('DSC')?.text(1) ?? '';
  if (pointer === '') return { before: 0, after: undefined };
  try {
    const given = pointerShape.parse(await openPage(context, principal, pointer));
    return given.asked === asked ? given : undefined;
  } catch (error) {
    if (error instanceof Failure && error.code === 'not-found') return undefined;
    throw error;
  }
};

/** How many are wanted at once (RCP-2, in records). */
const quantityOf = (message: Message): number => {
  const wanted = Number(message.one('RCP')?.text(2, 1));
  return Number.isInteger(wanted) && wanted > 0 ? Math.min(wanted, MOST) : MOST;
};

/** Its own identifier first, then the person's others, all that are in use, of the domains that are wanted (QPD-8). */
const identifiersOf = (
  patient: ChartPatient,
  others: readonly ChartPatient[],
  wanted: readonly string[],
): readonly ChartPatient[] => {
  const all = [patient, ...patient.sameAs.flatMap((id) => others.find((other) => other.id === id) ?? [])].filter(
    isInUse,
  );
  return wanted.length === 0 ? all : all.filter(({ issuer }) => wanted.includes(issuer));
};

export const answerPdq = async (context: Context, source: MessageSource, message: Message): Promise<Found> => {
  const parameters = parametersOf(message);
  if (parameters === undefined) return wrong('103', 'A parameter of the query is not searched by.', 'QPD-3');
  const named = askOf(parameters, source);
  if (Object.keys(named.ask).length === 0) return wrong('101', 'The query names nothing to search by.', 'QPD-3');
  const wanted = domainsIn(message.one('QPD'), 8, source);
  const unknown = await unknownAmong(context, source, wanted);
  if (unknown > 0) return wrong('204', 'Nothing is known of a domain that is wanted.', `QPD-8-${unknown}`);
  const ask = told(named, wanted);
  const asked = digestOf(parameters, wanted);
  const continued = await continuedFrom(context, source, message, asked);
  if (continued === undefined) return wrong('204', 'This continuation is none that was given.', 'DSC-1');
  const { before, after } = continued;
  const page = { limit: quantityOf(message), ...(after !== undefined && { after }) };
  const { items, next } = await searchPatients(context, source.principal, ask, page);
  const read = await readPatients(context, source.principal, [
    ...items.map(({ id }) => id),
    ...items.flatMap(({ sameAs }) => sameAs),
  ]);
  const patients = items.map((patient) =>
    demographicSegment(patient, identifiersOf(patient, read, wanted), source.mapping, named.account),
  );
  if (patients.length === 0 && next === undefined)
    return { status: 'NF', patients, hits: { all: before, here: 0, before } };
  const all = next === undefined ? before + patients.length : await countPatients(context, source.principal, ask);
  const hits = { all, here: patients.length, before };
  if (next === undefined) return { status: 'OK', patients, hits };
  const given = { before: before + patients.length, after: next, asked };
  return { status: 'OK', patients, hits, continuation: await sealPage(context, source.principal, given) };
};
