/** What a search asks (FHIR R4 search.html), read against the table. What is not declared is refused, never passed over (A13). */
import type { ResourceName, ResourceRow, SearchParameter } from './resource-row.ts';
import type { Root } from './systems.ts';
import { resultParameters, rowOf } from './tables.ts';

/** A question that cannot be understood; the message names parameters and never their values. */
export class SearchError extends Error {
  override readonly name = 'SearchError';
}

export interface TokenValue {
  /** Undefined: any system; empty: none. */
  readonly system?: string;
  readonly code: string;
}

/** A span of moments, as ISO texts of its first and of the first after it; either end may be open. */
export interface Span {
  readonly from?: string;
  readonly before?: string;
}

export type Criterion = { readonly name: string; readonly chained?: ResourceName } & (
  | { readonly kind: 'token'; readonly values: readonly TokenValue[] }
  | { readonly kind: 'reference'; readonly ids: readonly string[] }
  | { readonly kind: 'string'; readonly values: readonly string[]; readonly exact?: boolean }
  | { readonly kind: 'date'; readonly span: Span; readonly toDay: boolean }
);

/** What is sorted by, and how; resources that are equal in it come by id. */
export interface Sort {
  readonly name: string;
  readonly descending: boolean;
}

export interface Search {
  readonly criteria: readonly Criterion[];
  readonly count: number;
  readonly total: 'none' | 'accurate';
  readonly sort?: Sort;
  readonly includes: readonly string[];
  readonly revIncludes: readonly string[];
}

const presetCount = 50;
const mostCount = 500;
const mostValues = 100;
const mostParameters = 40;
const mostLength = 4096;

const refuse = (message: string): never => {
  throw new SearchError(message);
};

/** Values are separated by commas; a backslash makes one a part of the value (search.html 3.1.1.5.8). */
export const splitValues = (text: string, separator = ','): string[] => {
  const values: string[] = [''];
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] ?? '';
    if (char === '\\' && at + 1 < text.length) values.push(`${values.pop() ?? ''}${char}${text[++at] ?? ''}`);
    else if (char === separator) values.push('');
    else values.push(`${values.pop() ?? ''}${char}`);
  }
  return values;
};

const unescaped = (text: string): string => text.replaceAll(/\\(.)/gs, '$1');

const tokenOf = (text: string): TokenValue => {
  const parts = splitValues(text, '|');
  const [system = '', ...rest] = parts;
  if (rest.length === 0) return { code: unescaped(system) };
  return { system: unescaped(system), code: unescaped(rest.join('|')) };
};

const idPattern = /^[A-Za-z0-9\-.]{1,64}$/;

/** An id, one with its type, or the URL of a resource of ours (search.html 3.1.1.4.12); another server's is none that we know. */
const referenceOf = ({ name, targets = ['Patient'] }: SearchParameter, value: string, { root }: Root): string => {
  const text = value.startsWith(`${root}/`) ? value.slice(root.length + 1) : value;
  const type = targets.find((each) => text.startsWith(`${each}/`));
  const id = type === undefined ? text : text.slice(type.length + 1);
  return idPattern.test(id) ? id : refuse(`The parameter ${name} takes ids of ${targets.join(' and ')} here.`);
};

const prefixes = new Set(['eq', 'gt', 'lt', 'ge', 'le', 'sa', 'eb']);
const datePattern =
  /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:\d{2})?)?)?)?$/;

/** How long a moment lasts is what its last digit says; nothing here is told of more finely than to the millisecond. */
const lasting = (seconds: string | undefined, fraction: string | undefined): number => {
  if (seconds === undefined) return 60_000;
  return fraction === undefined ? 1000 : Math.max(1, 1000 / 10 ** fraction.length);
};

/** The first moment of what a date says, and the first after it. */
const momentsOf = (name: string, text: string): readonly [Date, Date] => {
  const [, year, month, day, hours, , seconds, fraction, zone] =
    datePattern.exec(text) ?? refuse(`The parameter ${name} has no date.`);
  const full = month === undefined ? `${year}-01-01` : day === undefined ? `${year}-${month}-01` : text;
  // A zone should be there (search.html 3.1.1.4.7); where it is not, it is ours: UTC.
  const first = new Date(hours === undefined ? `${full}T00:00:00Z` : zone === undefined ? `${full}Z` : full);
  if (Number.isNaN(first.getTime()) || (hours === undefined && first.toISOString().slice(0, 10) !== full))
    return refuse(`The parameter ${name} has no date.`);
  const after = new Date(first);
  if (month === undefined) after.setUTCFullYear(after.getUTCFullYear() + 1);
  else if (day === undefined) after.setUTCMonth(after.getUTCMonth() + 1);
  else if (hours === undefined) after.setUTCDate(after.getUTCDate() + 1);
  else after.setTime(after.getTime() + lasting(seconds, fraction));
  return [first, after];
};

const spanOf = (name: string, text: string): { readonly span: Span; readonly toDay: boolean } => {
  const prefix = /^[a-z]{2}/.exec(text)?.[0];
  if (prefix !== undefined && !prefixes.has(prefix)) return refuse(`The parameter ${name} does not take this prefix.`);
  const value = prefix === undefined ? text : text.slice(2);
  const [first, after] = momentsOf(name, value).map((moment) => moment.toISOString());
  const toDay = !value.includes('T');
  const span = (from: string | undefined, before: string | undefined) => ({
    span: { ...(from !== undefined && { from }), ...(before !== undefined && { before }) },
    toDay,
  });
  switch (prefix) {
    case 'gt':
    case 'sa':
      return span(after, undefined);
    case 'ge':
      return span(first, undefined);
    case 'lt':
    case 'eb':
      return span(undefined, first);
    case 'le':
      return span(undefined, after);
    default:
      return span(first, after);
  }
};

const criterionOf = (parameter: SearchParameter, text: string, at: Root, exact: boolean): Criterion => {
  const { name, type, chained } = parameter;
  if (text === '') return refuse(`The parameter ${name} has no value.`);
  const values = splitValues(text);
  if (values.length > mostValues) return refuse(`The parameter ${name} has too many values.`);
  const about = { name, ...(chained && { chained }) };
  switch (type) {
    case 'token':
      return { ...about, kind: 'token', values: values.map(tokenOf) };
    case 'reference':
      return { ...about, kind: 'reference', ids: values.map((value) => referenceOf(parameter, value, at)) };
    case 'string':
      return { ...about, kind: 'string', values: values.map(unescaped), ...(exact && { exact }) };
    case 'date':
      if (values.length > 1) return refuse(`The parameter ${name} takes one date at a time.`);
      return { ...about, kind: 'date', ...spanOf(name, text) };
    default:
      return type satisfies never;
  }
};

const countOf = (text: string | undefined): number => {
  if (text === undefined) return presetCount;
  return /^\d{1,12}$/.test(text) ? Math.min(Number(text), mostCount) : refuse('_count is a whole number.');
};

const totalOf = (text: string | undefined): Search['total'] => {
  if (text === undefined || text === 'none') return 'none';
  return text === 'accurate' || text === 'estimate' ? 'accurate' : refuse('_total is none, estimate or accurate.');
};

/** Which of the declared includes are asked for; `Type:name` or `Type:name:TargetType`. */
const includesOf = (asked: readonly string[], declared: readonly string[], what: string): string[] =>
  asked.map((text) => {
    const [type, name] = text.split(':');
    const key = `${type}:${name}`;
    return declared.includes(key) ? key : refuse(`This ${what} is not declared.`);
  });

const sortOf = (text: string | undefined, row: ResourceRow): Sort | undefined => {
  if (text === undefined) return undefined;
  const name = text.replace(/^-/, '');
  if (!row.sorts.includes(name))
    return refuse('_sort takes one parameter that the CapabilityStatement says can be sorted by.');
  return { name, descending: text.startsWith('-') };
};

/** Reads the parameters of a search, in the order they came. */
export const parseSearch = (type: ResourceName, pairs: readonly (readonly [string, string])[], at: Root): Search => {
  if (pairs.length > mostParameters) refuse('There are too many parameters.');
  const row = rowOf(type);
  const known = new Map(row.parameters.map((parameter) => [parameter.name, parameter]));
  const result = new Map<string, string[]>();
  const criteria: Criterion[] = [];
  for (const [name, value] of pairs) {
    if (value.length > mostLength) refuse('A parameter is too long.');
    // `patient:Patient` says the type of what is referred to, which is no other here.
    const exactly = known.get(name.replace(/:exact$/, ''));
    const parameter = known.get(name.replace(/^(patient|subject|actor):Patient$/, '$1'));
    if (parameter !== undefined) criteria.push(criterionOf(parameter, value, at, false));
    else if (exactly?.exact) criteria.push(criterionOf(exactly, value, at, true));
    else if (resultParameters.some((each) => each === name)) result.set(name, [...(result.get(name) ?? []), value]);
    else refuse('A parameter, or its modifier, is not declared in the CapabilityStatement.');
  }
  const sort = sortOf(result.get('_sort')?.at(-1), row);
  const declared = row.includes.map((name) => `${type}:${name}`);
  return {
    criteria,
    count: countOf(result.get('_count')?.at(-1)),
    total: totalOf(result.get('_total')?.at(-1)),
    ...(sort && { sort }),
    includes: includesOf(result.get('_include') ?? [], declared, '_include'),
    revIncludes: includesOf(result.get('_revinclude') ?? [], row.revIncludes, '_revinclude'),
  };
};
