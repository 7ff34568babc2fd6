import {
  type MatchKey,
  type MatchQuery,
  matchKey,
  parseTag,
  type QueryLevel,
  type Tag,
  tags,
  vrOf,
} from '@throughline/dicom';
import { DicomwebError } from './errors.ts';

const mostParameters = 200;
const longestValue = 16_384;
const mostListed = 10_000;

const bad = (message: string): DicomwebError => new DicomwebError('bad-request', message);

const whole = (name: string, text: string, most: number): number => {
  if (!/^\d{1,10}$/.test(text)) throw bad(`${name} is not a whole number from 0`);
  return Math.min(Number(text), most);
};

/** `includefield` comes plain, repeated, as a list and as a list whose commas are encoded; attributes unknown to us are passed over. */
const includedTags = (values: readonly string[]): readonly Tag[] | 'all' => {
  const names = values.flatMap((value) => value.split(',')).map((name) => name.trim());
  if (names.includes('all')) return 'all';
  const known = names.slice(0, mostListed).map((name) => parseTag(name.split('.').at(-1) ?? ''));
  return [...new Set(known.filter((tag) => tag !== undefined))];
};

/** The last tag of a sequence path such as RequestAttributesSequence.RequestedProcedureID. */
const keyTag = (name: string): Tag => {
  const tag = parseTag(name.split('.').at(-1) ?? '');
  if (tag === undefined) throw bad('An attribute of the query is not in the dictionary');
  return tag;
};

const listed: ReadonlySet<Tag> = new Set([
  tags.StudyInstanceUID,
  tags.SeriesInstanceUID,
  tags.SOPInstanceUID,
  tags.SOPClassUID,
  tags.SOPClassesInStudy,
  tags.ModalitiesInStudy,
]);

const valuesOf = (tag: Tag, values: readonly string[]): readonly string[] =>
  values.flatMap((value) => (listed.has(tag) ? value.split(/[,\\]/) : value.split('\\'))).map((value) => value.trim());

const isTrue = (value: string | undefined): boolean => value?.toLowerCase() === 'true';

/**
 * A QIDO-RS query (PS3.18 8.3.4, 10.6.1) as match keys. `text` is the query string without its question mark.
 *
 * @throws DicomwebError bad-request
 */
export const parseQuery = (text: string, level: QueryLevel): MatchQuery => {
  const grouped = new Map<string, string[]>();
  let count = 0;
  for (const [name, value] of new URLSearchParams(text)) {
    count += 1;
    if (count > mostParameters) throw bad('The query has too many parameters');
    if (value.length > longestValue) throw bad('A value of the query is too long');
    grouped.set(name, [...(grouped.get(name) ?? []), value]);
  }
  const take = (name: string): readonly string[] => {
    const values = grouped.get(name) ?? [];
    grouped.delete(name);
    return values;
  };
  const include = includedTags(take('includefield'));
  const fuzzy = isTrue(take('fuzzymatching')[0]);
  const [limit] = take('limit');
  const [offset] = take('offset');
  const [after] = take('after');
  for (const other of ['emptyvaluematching', 'multiplevaluematching', 'count', 'accept', 'charset']) take(other);
  const keys: MatchKey[] = [...grouped].map(([name, values]) => {
    const tag = keyTag(name);
    return matchKey(tag, vrOf(tag), valuesOf(tag, values));
  });
  return {
    level,
    keys,
    include,
    fuzzy,
    ...(limit !== undefined && { limit: whole('limit', limit, 100_000) }),
    ...(after !== undefined && { after }),
    ...(offset !== undefined && { offset: whole('offset', offset, 1_000_000_000) }),
  };
};
