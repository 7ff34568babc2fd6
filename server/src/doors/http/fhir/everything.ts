/** Patient `$everything` (R4 patient-operation-everything): all that is filed under a patient, page after page where it is counted. */
import type { Bundle, Resource } from '@medplum/fhirtypes';
import { toSearchset } from '@throughline/fhir';
import { fail } from '../../../errors.ts';
import { reachOf } from '../../../features/access/index.ts';
import { readPatients, recordsOfPatients } from '../../../features/chart/index.ts';
import { openPage, sealPage } from '../../../features/paging/index.ts';
import { type CareDates, isWithinCare } from './care-dates.ts';
import type { Asking } from './kind.ts';
import { kinds } from './kinds.ts';
import { patientOf } from './models.ts';

type Query = readonly (readonly [name: string, value: string])[];

/** What one answer can hold: of each kind, or of all where it comes in pages. */
const mostInAnswer = 1000;

/** Read at once, whatever is asked: places within a batch are then those of the next page, too. */
const batchSize = 200;

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

const allTypes = ['Patient', ...filedTypes, 'Endpoint'] as const;

type Type = (typeof allTypes)[number];

/** `_type` names types of the compartment; undefined: all of them. */
const typesAsked = (query: Query): ReadonlySet<string> | undefined => {
  const named = query.flatMap(([name, value]) => (name === '_type' ? value.split(',') : []));
  const known: ReadonlySet<string> = new Set(allTypes);
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

/** Resources in one page, no more than one answer holds; undefined: all in one. */
const countAsked = (query: Query): number | undefined => {
  const text = oneAsked(query, '_count', /^[1-9]\d{0,8}$/, '_count is one positive number.');
  return text === undefined ? undefined : Math.min(mostInAnswer, Number(text));
};

const isSince =
  (since: number | undefined) =>
  ({ meta }: Resource): boolean =>
    since === undefined || meta?.lastUpdated === undefined || Date.parse(meta.lastUpdated) >= since;

/** How far everything was given: by type, batch, and the one that was last of it. */
interface Place {
  readonly type: Type;
  /** Where the batch before ended; undefined: it is the first. */
  readonly after?: string | undefined;
  readonly last?: string | undefined;
}

interface Batch {
  readonly resources: readonly Resource[];
  readonly next?: string | undefined;
}

const patientsOf = async ({ context, principal, at }: Asking, id: string): Promise<Batch> => {
  const records = await recordsOfPatients(context, principal, { ids: [id] });
  return { resources: (await readPatients(context, principal, [id, ...records])).map((row) => patientOf(row, at)) };
};

const endpointsOf = async (asking: Asking): Promise<Batch> => {
  const read = async (name: string) => (await kinds.Endpoint.read(asking, name)) ?? fail('not-found');
  return { resources: [await read('wado-rs'), await read('qido-rs')] };
};

const batchOf = (asking: Asking, id: string, { type, after }: Place): Promise<Batch> => {
  if (type === 'Patient') return patientsOf(asking, id);
  if (type === 'Endpoint') return endpointsOf(asking);
  const criteria = [{ kind: 'reference' as const, name: 'patient', ids: [id] }];
  const search = { criteria, count: batchSize, total: 'none' as const, includes: [], revIncludes: [] };
  return kinds[type].search(asking, search, { limit: batchSize, ...(after !== undefined && { after }) });
};

/** Behind the one that was given last; when that one is gone, nobody can say where the next page begins. */
const behind = (resources: readonly Resource[], last: string | undefined): readonly Resource[] => {
  if (last === undefined) return resources;
  const at = resources.findIndex((resource) => resource.id === last);
  return at < 0
    ? fail('gone', 'What the page before ended with is gone: ask again from the first page.')
    : resources.slice(at + 1);
};

const mayBeGiven = ({ principal }: Asking, type: Type): boolean => {
  const may = (what: 'r' | 's'): boolean => reachOf(principal, type, what) !== undefined;
  return type === 'Patient' || (may('r') && (type === 'Endpoint' || may('s')));
};

interface Filed {
  readonly resource: Resource;
  readonly place: Place;
}

/** What is filed under a patient from a place on, one after another, each with its own place. */
async function* filedFrom(asking: Asking, id: string, types: readonly Type[], from?: Place): AsyncGenerator<Filed> {
  const first = from ? allTypes.indexOf(from.type) : 0;
  for (const type of types.filter((each) => allTypes.indexOf(each) >= first)) {
    let place: Place | undefined = type === from?.type ? from : { type };
    while (place !== undefined) {
      const { after, last }: Place = place;
      const { resources, next }: Batch = await batchOf(asking, id, place);
      for (const resource of behind(resources, last)) yield { resource, place: { type, after, last: resource.id } };
      place = next === undefined ? undefined : { type, after: next };
    }
  }
}

interface Given {
  readonly resources: readonly Resource[];
  /** The last one that was given, where more is behind it. */
  readonly until?: Place | undefined;
}

/** As many as are counted; all where nobody counts, and then no more of a type than one answer holds. */
const givenOf = async (asking: Asking, id: string, query: Query, from?: Place): Promise<Given> => {
  const { context, principal } = asking;
  const [asked, count, isRecent] = [typesAsked(query), countAsked(query), isSince(sinceAsked(query))];
  const isThen = isWithinCare(careAsked(query));
  if ((await readPatients(context, principal, [id])).length === 0) fail('not-found');
  const types = allTypes.filter((type) => (asked?.has(type) ?? true) && mayBeGiven(asking, type));
  const ofType = new Map<string, number>();
  const resources: Resource[] = [];
  let until: Place | undefined;
  for await (const { resource, place } of filedFrom(asking, id, types, from)) {
    const many = (ofType.get(place.type) ?? 0) + 1;
    ofType.set(place.type, many);
    if (count === undefined && many > mostInAnswer)
      fail('bad-request', 'There is too much for one answer: ask for pages by _count, or search each type.');
    if (!isRecent(resource) || !isThen(resource)) continue;
    if (resources.length === count) return { resources, until };
    resources.push(resource);
    until = place;
  }
  return { resources };
};

interface Page {
  readonly everythingOf: string;
  readonly pairs: Query;
  readonly until: Place;
}

const isPage = (value: unknown): value is Page =>
  typeof value === 'object' && value !== null && 'everythingOf' in value && 'pairs' in value && 'until' in value;

/** A page token stands for what was asked of this patient, and for nothing else beside it. */
const pageOf = async ({ context, principal }: Asking, id: string, query: Query): Promise<Partial<Page>> => {
  const token = query.find(([name]) => name === '_page')?.[1];
  if (token === undefined) return {};
  const page = await openPage(context, principal, token);
  return isPage(page) && page.everythingOf === id ? page : fail('not-found');
};

export const everything = async (
  asking: Asking,
  { id, query }: { readonly id: string; readonly query: Query },
): Promise<Bundle> => {
  const { context, principal, at } = asking;
  const { pairs = query, until: from } = await pageOf(asking, id, query);
  const { resources, until } = await givenOf(asking, id, pairs, from);
  const path = `${at.root}/Patient/${id}/$everything`;
  const next =
    until === undefined
      ? undefined
      : `${path}?_page=${await sealPage(context, principal, { everythingOf: id, pairs, until })}`;
  const asked = query.length === 0 ? '' : `?${new URLSearchParams(query.map(([name, value]) => [name, value]))}`;
  const entries = resources.map((resource) => ({ resource, mode: 'match' as const }));
  return toSearchset(
    entries,
    { self: `${path}${asked}`, at: context.clock(), ...(next !== undefined && { next }) },
    at,
  );
};
