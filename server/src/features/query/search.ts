/** The one search over what we hold: QIDO-RS, C-FIND and the workspace all ask it, so they cannot disagree. */
import { type DicomJson, type MatchQuery, tags, tagToHex } from '@throughline/dicom';
import { sql } from 'kysely';
import {
  asOrderValues,
  type Condition,
  countArchive,
  type OrderValues,
  orderOf,
  searchArchive,
} from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { type Principal, type Reach, reach } from '../access/index.ts';
import { auditAlone } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { type Attribute, attributesFor } from './attributes.ts';
import { combinedConditions, conditionOf, hasSeriesOf } from './conditions.ts';
import { rowToJson } from './to-json.ts';

export interface Found {
  readonly results: readonly DicomJson[];
  /** Where the next page begins, when there is one. */
  readonly next: string | undefined;
}

/** Given when the question names no limit; more are had page by page. */
const defaultLimit = 1000;

const wantedAttributes = (query: MatchQuery): readonly Attribute[] => {
  const keys = new Set(query.keys.map((key) => key.tag));
  const include = query.include;
  return attributesFor(query.level).filter(
    ({ tag, level, always, computed }) =>
      include === 'all' ||
      keys.has(tag) ||
      include.includes(tag) ||
      (always === true && (computed !== true || level === query.level)),
  );
};

const conditionsOf = (query: MatchQuery): readonly Condition[] => {
  const known = new Map(attributesFor(query.level).map((attribute) => [attribute.tag, attribute]));
  const combined = query.combinedDateTime ? combinedConditions(known, query.keys) : undefined;
  const single = query.keys.flatMap((key) => {
    if (combined?.keys.has(key)) return [];
    const attribute = known.get(key.tag);
    // A key that we do not keep matches everything, as an unsupported optional key does (PS3.4 C.2.2.1.3).
    const condition = attribute && conditionOf(attribute, key, query.fuzzy);
    return condition === undefined ? [] : [condition];
  });
  return [...(combined?.conditions ?? []), ...single];
};

/** What the asker may find at all: studies as a whole, by their patient and by the modalities of their series. */
const within = ({ records, modalities }: Reach): readonly Condition[] => [
  ...(records === undefined ? [] : [sql<boolean>`p.id = any(${[...records]}::uuid[])`]),
  ...(modalities === undefined ? [] : [hasSeriesOf([...modalities])]),
];

const allConditions = (
  principal: Principal,
  query: MatchQuery,
  further: readonly Condition[],
): readonly Condition[] => {
  const type = query.level === 'patient' ? 'Patient' : 'ImagingStudy';
  return [...conditionsOf(query), ...further, ...within(reach(principal, type, 's'))];
};

/** How much was asked and found; never for whom. */
const auditDetail = (query: MatchQuery, found: number) => ({
  level: query.level,
  keys: query.keys.filter((key) => key.match !== 'any').map((key) => tagToHex(key.tag)),
  found,
});

const cursorOf = (values: OrderValues): string => Buffer.from(JSON.stringify(values)).toString('base64url');

const readCursor = (level: MatchQuery['level'], cursor: string): OrderValues => {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return asOrderValues(level, values) ?? fail('bad-request', 'This page was never given.');
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
  const asked = { level: query.level, conditions: allConditions(principal, query, further) };
  const detail = { ...auditDetail(query, 0), count: true };
  await auditAlone(context, principal, { event: 'query', action: 'E', detail });
  return context.db.tenant(principal.tenantId, (trx) => countArchive(trx, asked, mostCounted + 1));
};

/** `further`: conditions on what DICOM has no key for. */
export const searchHoldings = async (
  context: Context,
  principal: Principal,
  query: MatchQuery,
  further: readonly Condition[] = [],
): Promise<Found> => {
  const limit = query.limit ?? defaultLimit;
  const wanted = wantedAttributes(query);
  const columns = new Map(wanted.map(({ tag, column }) => [tagToHex(tag), column]));
  if (query.level !== 'patient') columns.set('accession_issuer', sql.ref('st.accession_issuer'));
  const conditions = allConditions(principal, query, further);
  const after = query.after === undefined ? undefined : readCursor(query.level, query.after);
  const search = {
    level: query.level,
    columns,
    conditions,
    limit: limit + 1,
    offset: query.offset ?? 0,
    ...(after && { after }),
  };
  const rows = await context.db.tenant(principal.tenantId, (trx) => searchArchive(trx, search));
  const results = rows.slice(0, limit).map((row) => rowToJson(wanted, row));
  await auditAlone(context, principal, { event: 'query', action: 'E', detail: auditDetail(query, results.length) });
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return { results, next: last && cursorOf(orderOf(query.level, last)) };
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
