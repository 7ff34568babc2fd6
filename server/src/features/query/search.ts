/** The one search over what we hold: QIDO-RS, C-FIND and the workspace all ask it, so they cannot disagree. */
import { type DicomJson, type MatchKey, type MatchQuery, type Tag, tags, tagToHex } from '@throughline/dicom';
import { sql } from 'kysely';
import {
  asOrderValues,
  type Condition,
  countArchive,
  type OrderColumn,
  type OrderValues,
  orderOf,
  samePerson,
  searchArchive,
  type Trx,
} from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { type Principal, type Reach, reach, reachOf } from '../access/index.ts';
import { auditAlone } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { domainOf, localIdentities } from '../local-identity/index.ts';
import {
  type Attribute,
  attributesFor,
  countsOfPerson,
  STUDY_SUMMARY,
  searchAttributes,
  studySummary,
} from './attributes.ts';
import { type CombinedKeys, combinedConditions, conditionOf, hasSeriesOf, inItems } from './conditions.ts';
import { conditionsInZone } from './in-zone.ts';
import { isOnce, type PersonAsked, personAsked } from './person.ts';
import { heardPhysician } from './physicians.ts';
import { hasShownStudy } from './shown-patients.ts';
import { rowToJson } from './to-json.ts';

export interface Found {
  readonly results: readonly DicomJson[];
  /** Ids of the rows behind the results, where the level has them. */
  readonly ids: readonly string[];
  /** Where the next page begins, when there is one. */
  readonly next: string | undefined;
}

/** Given when the question names no limit; more are had page by page. */
const defaultLimit = 1000;

const wantedAttributes = (query: MatchQuery): readonly Attribute[] => {
  const { include } = query;
  const named = new Set([...query.keys.map((key) => key.tag), ...(include === 'all' ? [] : include)]);
  return attributesFor(query.level).flatMap((attribute) => {
    const { tag, level, always, computed, within: sequence } = attribute;
    if (sequence !== undefined) return [];
    // What was asked for by name is told also when it has no value.
    if (named.has(tag)) return [{ ...attribute, ifKnown: false }];
    const wanted = include === 'all' || (always === true && (computed !== true || level === query.level));
    return wanted ? [attribute] : [];
  });
};

/** Keys for dates and times that are no conditions of their own. */
const datesAndTimes = (known: ReadonlyMap<Tag, Attribute>, query: MatchQuery): CombinedKeys | undefined => {
  const { keys, timezoneMinutes: zone, combinedDateTime = false } = query;
  if (zone !== undefined) return conditionsInZone(known, keys, zone, combinedDateTime);
  return combinedDateTime ? combinedConditions(known, keys) : undefined;
};

const conditionsOf = (query: MatchQuery, settled: ReadonlySet<MatchKey>): readonly Condition[] => {
  const known = new Map(attributesFor(query.level).map((attribute) => [attribute.tag, attribute]));
  const combined = datesAndTimes(known, query);
  const single = query.keys.flatMap((key) => {
    if (combined?.keys.has(key) || settled.has(key)) return [];
    const attribute = known.get(key.tag);
    // A key that we do not keep matches everything, as an unsupported optional key does (PS3.4 C.2.2.1.3).
    const condition = attribute && conditionOf(attribute, key, query.fuzzy);
    return attribute === undefined || condition === undefined ? [] : [{ attribute, condition }];
  });
  const plain = single.filter(({ attribute }) => attribute.within === undefined);
  return [...(combined?.conditions ?? []), ...plain.map(({ condition }) => condition), ...inItems(single)];
};

/** Keys with a value that is not matched at the level of the query, by tag: whoever asks has to know that they match everything. */
export const keysLeftOut = (query: MatchQuery): readonly Tag[] => {
  const matched = new Set(searchAttributes(query.level).flatMap(({ tag, match }) => (match === 'none' ? [] : [tag])));
  const left = query.keys.filter(({ tag, match }) => match !== 'any' && !matched.has(tag));
  return [...new Set(left.map(({ tag }) => tag))];
};

/** What the asker may find at all: studies as a whole, by their patient and by the modalities of their series. */
const within = ({ records, modalities, withheld }: Reach): readonly Condition[] => [
  ...(records === undefined ? [] : [sql<boolean>`p.id = any(${[...records]}::uuid[])`]),
  ...(withheld === undefined ? [] : [sql<boolean>`p.id <> all(${[...withheld]}::uuid[])`]),
  ...(modalities === undefined ? [] : [hasSeriesOf([...modalities])]),
];

/** `further`, and what this principal may find and wants to. */
const allowed = (principal: Principal, { level }: MatchQuery, further: readonly Condition[]): readonly Condition[] => {
  const { domain } = principal;
  return [
    ...further,
    ...within(reach(principal, level === 'patient' ? 'Patient' : 'ImagingStudy', 's')),
    ...(domain?.only ? [sql<boolean>`p.issuer = ${domain.issuer}`] : []),
  ];
};

/** A question as it is put to the archive. */
interface Asked {
  readonly person: PersonAsked | undefined;
  readonly conditions: readonly Condition[];
  /** At the level of patients: each person is told once. */
  readonly once: boolean;
}

const understand = async (
  trx: Trx,
  principal: Principal,
  query: MatchQuery,
  further: readonly Condition[],
): Promise<Asked> => {
  const domain = domainOf(principal);
  const person = await personAsked(trx, query, domain);
  const physician = await heardPhysician(trx, query);
  const settled = new Set([...(person?.keys ?? []), ...(physician ? [physician.key] : [])]);
  const special = [person, physician].flatMap((one) => (one ? [one.condition] : []));
  const once = query.level === 'patient' && !domain?.only && (domain ?? person) !== undefined;
  const records = once ? samePerson(sql.ref('p.id')) : sql`array[p.id]`;
  const shown = query.level === 'patient' ? [hasShownStudy(records, reachOf(principal, 'ImagingStudy', 's'))] : [];
  const conditions = [...special, ...conditionsOf(query, settled), ...further, ...shown];
  return { person, conditions: once ? [...conditions, isOnce(conditions, domain, person?.named)] : conditions, once };
};

const columnsOf = (query: MatchQuery, wanted: readonly Attribute[], { once }: Asked) => {
  const single = wanted.filter(({ summary }) => summary === undefined);
  const columns = new Map(single.map(({ tag, column }) => [tagToHex(tag), column]));
  if (single.length < wanted.length) columns.set(STUDY_SUMMARY, studySummary);
  for (const [tag, count] of once ? countsOfPerson : [])
    if (columns.has(tagToHex(tag))) columns.set(tagToHex(tag), count);
  if (query.level !== 'patient') columns.set('accession_issuer', sql.ref('st.accession_issuer'));
  const id = { patient: 'p.id', study: 'st.id', series: 'se.id', instance: 'i.id' }[query.level];
  return columns.set('row_id', sql.ref(id)).set('patient_record_id', sql.ref('p.id'));
};

/** How much was asked and found; never for whom. */
const auditDetail = (query: MatchQuery, found: number) => ({
  level: query.level,
  keys: query.keys.filter((key) => key.match !== 'any').map((key) => tagToHex(key.tag)),
  found,
});

/** Undefined: the natural order of the level. */
type Order = readonly OrderColumn[] | undefined;

const cursorOf = (values: OrderValues): string => Buffer.from(JSON.stringify(values)).toString('base64url');

const readCursor = ({ level }: MatchQuery, cursor: string, order: Order): OrderValues => {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return asOrderValues(level, values, order) ?? fail('bad-request', 'This page was never given.');
  } catch {
    return fail('bad-request', 'This page was never given.');
  }
};

/** Counted exactly up to this many; beyond, there are more than that. */
export const mostCounted = 10_000;

/** How many match; `mostCounted + 1` stands for any more. */
export const countHoldings = async (
  context: Context,
  principal: Principal,
  query: MatchQuery,
  further: readonly Condition[] = [],
): Promise<number> => {
  const limits = allowed(principal, query, further);
  const detail = { ...auditDetail(query, 0), count: true };
  await auditAlone(context, principal, { event: 'query', action: 'E', detail });
  return context.db.read(principal.tenantId, async (trx) => {
    const { conditions } = await understand(trx, principal, query, limits);
    return countArchive(trx, { level: query.level, conditions }, mostCounted + 1);
  });
};

const recordOf = (row: Readonly<Record<string, unknown>>): string => String(row.patient_record_id);

/** `further`: conditions on what DICOM has no key for; `order`: a total order other than the natural one. */
export const searchHoldings = async (
  context: Context,
  principal: Principal,
  query: MatchQuery,
  further: readonly Condition[] = [],
  order?: readonly OrderColumn[],
): Promise<Found> => {
  const limits = allowed(principal, query, further);
  const limit = query.limit ?? defaultLimit;
  const wanted = wantedAttributes(query);
  const after = query.after === undefined ? undefined : readCursor(query, query.after, order);
  const page = { limit: limit + 1, offset: query.offset ?? 0, ...(after && { after }), ...(order && { order }) };
  const { rows, identities } = await context.db.read(principal.tenantId, async (trx) => {
    const asked = await understand(trx, principal, query, limits);
    const search = { level: query.level, columns: columnsOf(query, wanted, asked), conditions: asked.conditions };
    const found = await searchArchive(trx, { ...search, ...page });
    const about = { domain: domainOf(principal), named: asked.person?.named, companions: asked.person?.companions };
    return { rows: found, identities: await localIdentities(trx, about, found.map(recordOf)) };
  });
  const results = rows.slice(0, limit).map((row) => rowToJson(wanted, row, identities.get(recordOf(row))));
  await auditAlone(context, principal, { event: 'query', action: 'E', detail: auditDetail(query, results.length) });
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  const ids = rows.slice(0, limit).map((row) => String(row.row_id));
  return { results, ids, next: last && cursorOf(orderOf(query.level, last, order)) };
};

/** Levels that name their parents by UID. */
export const underStudy = (query: MatchQuery, studyInstanceUid: string, seriesInstanceUid?: string): MatchQuery => ({
  ...query,
  keys: [
    ...query.keys,
    { tag: tags.StudyInstanceUID, match: 'exact', value: studyInstanceUid },
    ...(seriesInstanceUid === undefined
      ? []
      : [{ tag: tags.SeriesInstanceUID, match: 'exact' as const, value: seriesInstanceUid }]),
  ],
});
