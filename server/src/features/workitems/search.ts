/** Search for workitems (PS3.18 11.9, PS3.4 CC.2.8). */
import {
  type AgreedMatching,
  type DicomJson,
  type MatchKey,
  matchKey,
  type Tag,
  tagToHex,
  vrOf,
} from '@throughline/dicom';
import {
  type KeyGroup,
  type MetKeys,
  searchWorkitems,
  someCondition,
  type Trx,
  valueIsAmong,
  valueIsLike,
  valueIsWithin,
  type WorkitemCondition,
  type WorkitemRow,
} from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { authorise, type Principal } from '../access/index.ts';
import { auditAlone } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { groupAsked } from '../query/index.ts';
import { comparableDateTime, foldName, isSearchable, type KeyPath, pathText } from './keys.ts';

/** An attribute of a workitem and the values that it is to have, as they were asked for. */
export interface WorkitemKeyQuery {
  readonly path: KeyPath;
  readonly values: readonly string[];
  readonly agreed?: AgreedMatching;
}

export interface WorkitemQuery {
  readonly keys: readonly WorkitemKeyQuery[];
  readonly include: readonly Tag[] | 'all';
  readonly limit?: number;
  readonly offset?: number;
  /** what `next` of the page before said */
  readonly after?: string;
}

export interface FoundWorkitems {
  readonly results: readonly DicomJson[];
  readonly next: string | undefined;
}

const defaultLimit = 1000;

const likePattern = (value: string): string =>
  value
    .toUpperCase()
    .replaceAll(/[\\%_]/g, '\\$&')
    .replaceAll('*', '%')
    .replaceAll('?', '_');

const plain = (tag: Tag, value: string): string => {
  return vrOf(tag) === 'DT' ? comparableDateTime(value) : value;
};

/** A name as the archive's are matched (PS3.4 C.2.2.2.1): the components that were asked for, from the first. */
const nameIs = (value: string): WorkitemCondition => {
  const pattern = likePattern(foldName(groupAsked(value)));
  return someCondition([valueIsLike(pattern), valueIsLike(`${pattern}^%`)]);
};

/** From `from` on, what is kept shorter being of its beginning: a moment to the minute is its first second. */
const isInRange = (from: string | undefined, to: string | undefined): WorkitemCondition => {
  const shorter = [8, 10, 12].flatMap((length) =>
    from !== undefined && from.length > length && /^0+$/.test(from.slice(length)) ? [from.slice(0, length)] : [],
  );
  const within = valueIsWithin(from, to);
  return shorter.length === 0 ? within : someCondition([within, valueIsAmong(shorter)]);
};

/** How the value of a key is to be; undefined when anything will do, also nothing (universal matching, PS3.4 C.2.2.2.3). */
const conditionOf = (tag: Tag, key: MatchKey): WorkitemCondition | undefined => {
  switch (key.match) {
    case 'any':
    // These stand for themselves, below.
    case 'empty':
    case 'every':
      return undefined;
    case 'exact':
      if (vrOf(tag) === 'PN') return nameIs(key.value);
      // A date or moment that says less takes in all that begins so.
      return ['DT', 'DA', 'TM'].includes(vrOf(tag))
        ? valueIsWithin(plain(tag, key.value), plain(tag, key.value))
        : valueIsAmong([plain(tag, key.value)]);
    case 'list':
      return someCondition(key.values.flatMap((value) => conditionOf(tag, matchKey(tag, vrOf(tag), [value])) ?? []));
    case 'wildcard':
      return vrOf(tag) === 'PN' ? nameIs(key.value) : valueIsLike(likePattern(key.value));
    case 'range':
      return isInRange(key.from && plain(tag, key.from), key.to && plain(tag, key.to));
    default:
      return key satisfies never;
  }
};

const mostKeys = 50;

const mostValues = 50;

interface AskedKey {
  readonly path: KeyPath;
  readonly key: MatchKey;
}

const met = (path: KeyPath, key: MatchKey): MetKeys => {
  const condition = conditionOf(path.at(-1) ?? 0, key);
  return condition === undefined ? [] : [{ path: pathText(path), condition }];
};

/** Keys that stand for themselves: nothing has a value there, or every one of several values is there (PS3.4 C.2.2.2.7, C.2.2.2.8). */
const groupsOfOne = ({ path, key }: AskedKey): readonly KeyGroup[] => {
  if (key.match === 'empty') return [{ absent: pathText(path) }];
  if (key.match !== 'every') return [];
  const tag = path.at(-1) ?? 0;
  return key.values.slice(0, mostValues).map((value) => met(path, matchKey(tag, vrOf(tag), [value])));
};

/** Keys of one sequence are met by one of its items (PS3.4 C.2.2.2.6). */
export const groupsOf = (keys: readonly WorkitemKeyQuery[]): readonly KeyGroup[] => {
  if (keys.length > mostKeys) fail('bad-request', 'There are too many matching keys.');
  const asked = keys.flatMap(({ path, values, agreed }) => {
    const tag = path.at(-1) ?? 0;
    // An optional key that is not kept matches everything (PS3.4 C.2.2.1.3).
    return isSearchable(path) ? [{ path, key: matchKey(tag, vrOf(tag), values, agreed) }] : [];
  });
  const groups = Map.groupBy(asked, ({ path }) => (path.length > 1 ? tagToHex(path[0] ?? 0) : pathText(path)));
  const together = [...groups.values()].map((group) => group.flatMap(({ path, key }) => met(path, key)));
  return [...together, ...asked.flatMap(groupsOfOne)].filter((group) => !Array.isArray(group) || group.length > 0);
};

/** Given unasked: what a worklist shows (PS3.4 Table CC.2.5-3, return key type 1 and 2), without the long sequences. */
const long: ReadonlySet<string> = new Set(['00404021', '00741210', '00741216', '00741002']);

const told = (attributes: DicomJson, include: WorkitemQuery['include']): DicomJson => {
  if (include === 'all') return attributes;
  const asked = new Set(include.map(tagToHex));
  return Object.fromEntries(Object.entries(attributes).filter(([key]) => !long.has(key) || asked.has(key)));
};

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const checkedAfter = (after: string | undefined): { readonly after?: string } => {
  if (after === undefined) return {};
  return uuid.test(after) ? { after } : fail('bad-request', 'This page was never given.');
};

export const searchForWorkitems = async (
  context: Context,
  principal: Principal,
  query: WorkitemQuery,
): Promise<FoundWorkitems> => {
  authorise(principal, 'read');
  const limit = query.limit ?? defaultLimit;
  const search = {
    groups: groupsOf(query.keys),
    limit: limit + 1,
    offset: query.offset ?? 0,
    ...checkedAfter(query.after),
  };
  const rows = await context.db.tenant(principal.tenantId, (trx) => searchWorkitems(trx, search));
  const results = rows.slice(0, limit).map((row) => told(row.attributes as DicomJson, query.include));
  const detail = { workitems: query.keys.map(({ path }) => pathText(path)), found: results.length };
  await auditAlone(context, principal, { event: 'query', action: 'E', detail });
  return { results, next: rows.length > limit ? rows[limit - 1]?.id : undefined };
};

/** Whether one workitem is what a filter asks for. */
export const matchesFilter = async (
  trx: Trx,
  workitem: Pick<WorkitemRow, 'id'>,
  keys: readonly WorkitemKeyQuery[],
): Promise<boolean> => {
  const found = await searchWorkitems(trx, { groups: groupsOf(keys), limit: 1, offset: 0, id: workitem.id });
  return found.length > 0;
};
