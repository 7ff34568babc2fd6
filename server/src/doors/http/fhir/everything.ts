/** Patient `$everything` (R4 patient-operation-everything): all that is filed under a patient, page after page where it is counted. */
import type { Bundle, Resource } from '@medplum/fhirtypes';
import { type ResourceName, toSearchset } from '@throughline/fhir';
import { fail } from '../../../errors.ts';
import { type ReadableType, reachOf } from '../../../features/access/index.ts';
import { readPatients, recordsOfPatients } from '../../../features/chart/index.ts';
import { openPage, sealPage } from '../../../features/paging/index.ts';
import { type CareDates, isWithinCare } from './care-dates.ts';
import type { Asking } from './kind.ts';
import { kinds } from './kinds.ts';
import { patientOf } from './models.ts';

type Query = readonly (readonly [name: string, value: string])[];

/** All of one kind, page after page, up to what one answer can hold. */
const mostOfKind = 1000;

/** What is filed under a patient, in the order that it is given in. */
const filedTypes = [
  'ImagingStudy',
  'DiagnosticReport',
  'DocumentReference',
  'Observation',
  'Appointment',
  'ServiceRequest',
  'Encounter',
  'Condition',
  'Consent',
] as const;

const allOf = async (asking: Asking, type: ResourceName, id: string): Promise<readonly Resource[]> => {
  const criteria = [{ kind: 'reference' as const, name: 'patient', ids: [id] }];
  const search = { criteria, count: mostOfKind, total: 'none' as const, includes: [], revIncludes: [] };
  const all: Resource[] = [];
  let after: string | undefined;
  do {
    const page = await kinds[type].search(asking, search, { limit: mostOfKind, ...(after !== undefined && { after }) });
    all.push(...page.resources);
    after = page.next;
    if (all.length > mostOfKind) fail('bad-request', 'There is too much for one answer: search each type.');
  } while (after !== undefined);
  return all;
};

/** `_type` names types of the compartment; undefined: all of them. */
const typesAsked = (query: Query): ReadonlySet<string> | undefined => {
  const named = query.flatMap(([name, value]) => (name === '_type' ? value.split(',') : []));
  const known: ReadonlySet<string> = new Set(['Patient', 'Endpoint', ...filedTypes]);
  if (named.some((type) => !known.has(type)))
    fail('bad-request', '_type names a type that is not filed under patients.');
  return named.length === 0 ? undefined : new Set(named);
};

/** The one value of a parameter that is of this form; undefined: it is not asked. */
const oneAsked = (query: Query, name: string, form: RegExp, sentence: string): string | undefined => {
  const [text, ...more] = query.flatMap(([each, value]) => (each === name ? [value] : []));
  if (text === undefined) return undefined;
  return more.length > 0 || !form.test(text) ? fail('bad-request', sentence) : text;
};

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;
const day = /^\d{4}(-\d{2}(-\d{2})?)?$/;

/** `_since` is one instant; undefined: all that there is. */
const sinceAsked = (query: Query): number | undefined => {
  const sentence = '_since is one instant, with its zone.';
  const text = oneAsked(query, '_since', instant, sentence);
  if (text === undefined) return undefined;
  const since = Date.parse(text);
  return Number.isNaN(since) ? fail('bad-request', sentence) : since;
};

const careAsked = (query: Query): CareDates => ({
  start: oneAsked(query, 'start', day, 'start is one date.'),
  end: oneAsked(query, 'end', day, 'end is one date.'),
});

/** Resources in one page; undefined: all in one. */
const countAsked = (query: Query): number | undefined => {
  const text = oneAsked(query, '_count', /^[1-9]\d{0,8}$/, '_count is one positive number.');
  return text === undefined ? undefined : Number(text);
};

const isSince =
  (since: number | undefined) =>
  ({ meta }: Resource): boolean =>
    since === undefined || meta?.lastUpdated === undefined || Date.parse(meta.lastUpdated) >= since;

const filed = async (asking: Asking, id: string, query: Query): Promise<readonly Resource[]> => {
  const { context, principal, at } = asking;
  const [types, since, care] = [typesAsked(query), sinceAsked(query), careAsked(query)];
  const isAsked = (type: string): boolean => types === undefined || types.has(type);
  const [patient] = await readPatients(context, principal, [id]);
  if (patient === undefined) return fail('not-found');
  const records = await recordsOfPatients(context, principal, { ids: [id] });
  const both = (type: ReadableType): boolean =>
    reachOf(principal, type, 'r') !== undefined && reachOf(principal, type, 's') !== undefined;
  const resources: Resource[] = isAsked('Patient')
    ? (await readPatients(context, principal, [id, ...records])).map((row) => patientOf(row, at))
    : [];
  for (const type of filedTypes.filter((each) => isAsked(each) && both(each)))
    resources.push(...(await allOf(asking, type, id)));
  if (isAsked('Endpoint') && reachOf(principal, 'Endpoint', 'r'))
    for (const name of ['wado-rs', 'qido-rs'])
      resources.push((await kinds.Endpoint.read(asking, name)) ?? fail('not-found'));
  return resources.filter(isSince(since)).filter(isWithinCare(care));
};

interface Page {
  readonly everythingOf: string;
  readonly pairs: Query;
  /** The last one that was given, as its reference. */
  readonly after: string;
}

const isPage = (value: unknown): value is Page =>
  typeof value === 'object' && value !== null && 'everythingOf' in value && 'pairs' in value && 'after' in value;

/** A page token stands for what was asked of this patient, and for nothing else beside it. */
const pageOf = async ({ context, principal }: Asking, id: string, query: Query): Promise<Partial<Page>> => {
  const token = query.find(([name]) => name === '_page')?.[1];
  if (token === undefined) return {};
  const page = await openPage(context, principal, token);
  return isPage(page) && page.everythingOf === id ? page : fail('not-found');
};

const referenceOf = ({ resourceType, id }: Resource): string => `${resourceType}/${id}`;

/** Behind the one that was given last; when that one is gone, nobody can say where the next page begins. */
const behind = (resources: readonly Resource[], after: string | undefined): readonly Resource[] => {
  if (after === undefined) return resources;
  const at = resources.findIndex((resource) => referenceOf(resource) === after);
  return at < 0
    ? fail('gone', 'What the page before ended with is gone: ask again from the first page.')
    : resources.slice(at + 1);
};

export const everything = async (
  asking: Asking,
  { id, query }: { readonly id: string; readonly query: Query },
): Promise<Bundle> => {
  const { context, principal, at } = asking;
  const { pairs = query, after } = await pageOf(asking, id, query);
  const count = countAsked(pairs);
  const left = behind(await filed(asking, id, pairs), after);
  const given = left.slice(0, count);
  const [last] = given.slice(-1);
  const path = `${at.root}/Patient/${id}/$everything`;
  const next =
    last === undefined || given.length === left.length
      ? undefined
      : `${path}?_page=${await sealPage(context, principal, { everythingOf: id, pairs, after: referenceOf(last) })}`;
  const asked = query.length === 0 ? '' : `?${new URLSearchParams(query.map(([name, value]) => [name, value]))}`;
  const entries = given.map((resource) => ({ resource, mode: 'match' as const }));
  return toSearchset(
    entries,
    { self: `${path}${asked}`, at: context.clock(), ...(next !== undefined && { next }) },
    at,
  );
};
