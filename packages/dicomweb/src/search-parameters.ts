import { type AgreedMatching, parseTag, type Tag } from '@throughline/dicom';
import { DicomwebError } from './errors.ts';

const mostParameters = 200;
const longestValue = 16_384;
const mostListed = 10_000;
const deepestPath = 8;

const bad = (message: string): DicomwebError => new DicomwebError('bad-request', message);

/** One attribute of a query and the values it is to have; `path` leads through sequences (PS3.18 8.3.4.1). */
export interface SearchKey {
  readonly path: readonly Tag[];
  readonly values: readonly string[];
}

/** The parameters that every search has (PS3.18 8.3.4), and the attributes to match. */
export interface SearchParameters {
  readonly keys: readonly SearchKey[];
  readonly include: readonly Tag[] | 'all';
  readonly fuzzy: boolean;
  /** `emptyvaluematching` and `multiplevaluematching` (PS3.18 8.3.4.5, 8.3.4.6) */
  readonly agreed: AgreedMatching;
  readonly limit?: number;
  readonly offset?: number;
  readonly after?: string;
}

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

/** A path such as RequestAttributesSequence.RequestedProcedureID or 00400275.00401001. */
const pathOf = (name: string): readonly Tag[] => {
  const parts = name.split('.');
  const path = parts.slice(0, deepestPath).map(parseTag);
  if (parts.length > deepestPath || path.includes(undefined))
    throw bad('An attribute of the query is not in the dictionary');
  return path.filter((tag) => tag !== undefined);
};

const groupedParameters = (text: string): Map<string, string[]> => {
  const grouped = new Map<string, string[]>();
  let count = 0;
  for (const [name, value] of new URLSearchParams(text)) {
    count += 1;
    if (count > mostParameters) throw bad('The query has too many parameters');
    if (value.length > longestValue) throw bad('A value of the query is too long');
    grouped.set(name, [...(grouped.get(name) ?? []), value]);
  }
  return grouped;
};

/** Parameters of the request that say nothing of what is looked for. */
const others = ['count', 'accept', 'charset', 'deletionlock', 'filter'];

/**
 * Reads a query string, without its question mark.
 *
 * @throws DicomwebError bad-request
 */
export const parseSearch = (text: string): SearchParameters => {
  const grouped = groupedParameters(text);
  const take = (name: string): readonly string[] => {
    const values = grouped.get(name) ?? [];
    grouped.delete(name);
    return values;
  };
  const include = includedTags(take('includefield'));
  const isSet = (name: string): boolean => take(name)[0]?.toLowerCase() === 'true';
  const fuzzy = isSet('fuzzymatching');
  const agreed = { emptyValues: isSet('emptyvaluematching'), multipleValues: isSet('multiplevaluematching') };
  const [[limit], [offset], [after]] = [take('limit'), take('offset'), take('after')];
  for (const other of others) take(other);
  return {
    keys: [...grouped].map(([name, values]) => ({ path: pathOf(name), values })),
    include,
    fuzzy,
    agreed,
    ...(limit !== undefined && { limit: whole('limit', limit, 100_000) }),
    ...(after !== undefined && { after }),
    ...(offset !== undefined && { offset: whole('offset', offset, 1_000_000_000) }),
  };
};
