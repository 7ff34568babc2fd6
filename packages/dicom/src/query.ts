import type { Tag } from './tag.ts';
import type { VR } from './vr.ts';

/** Query/Retrieve levels (PS3.4 C.3). */
export type QueryLevel = 'patient' | 'study' | 'series' | 'instance';

/** One key of a query and how it matches (PS3.4 C.2.2.2). */
export type MatchKey = { readonly tag: Tag } & (
  | { readonly match: 'any' }
  | { readonly match: 'exact'; readonly value: string }
  /** `*` is any run of characters, `?` any one. */
  | { readonly match: 'wildcard'; readonly value: string }
  /** Inclusive; either end may be open. */
  | { readonly match: 'range'; readonly from?: string; readonly to?: string }
  | { readonly match: 'list'; readonly values: readonly string[] }
  /** Of an attribute of several values, each and every one (PS3.4 C.2.2.2.8). */
  | { readonly match: 'every'; readonly values: readonly string[] }
  /** Only what has no value (PS3.4 C.2.2.2.7). */
  | { readonly match: 'empty' }
);

/** Ways of matching that are done only when both sides agreed to them. */
export interface AgreedMatching {
  readonly emptyValues?: boolean;
  readonly multipleValues?: boolean;
}

/** A query as C-FIND and QIDO-RS both mean it. */
export interface MatchQuery {
  readonly level: QueryLevel;
  readonly keys: readonly MatchKey[];
  /** Attributes wanted beside those of the level that are always given; `all` wants every one we have. */
  readonly include: readonly Tag[] | 'all';
  /** Names match by sound, component by component. */
  readonly fuzzy: boolean;
  /** A range of dates and one of times are one range of moments (PS3.4 C.2.2.2.5). */
  readonly combinedDateTime?: boolean;
  /** Dates and times are asked for in this zone, in minutes east of UTC (0008,0201); else as they were sent. */
  readonly timezoneMinutes?: number;
  readonly limit?: number;
  readonly offset?: number;
  /** Where the page before ended, as its answer gave it. */
  readonly after?: string;
}

/** Minutes east of UTC of a Timezone Offset From UTC (0008,0201), -1200 to +1400 (PS3.3 C.12.1.1.8); undefined when it is none. */
export const timezoneMinutes = (offset: string): number | undefined => {
  const [, sign, hours, minutes] = /^([+-])(\d{2})([0-5]\d)$/.exec(offset.trim()) ?? [];
  const distance = Number(hours) * 60 + Number(minutes);
  const east = sign === '-' ? -distance : distance;
  return east >= -720 && east <= 840 ? east : undefined;
};

const ranged: ReadonlySet<VR> = new Set<VR>(['DA', 'TM', 'DT']);
const wild: ReadonlySet<VR> = new Set<VR>(['AE', 'CS', 'LO', 'LT', 'PN', 'SH', 'ST', 'UC', 'UR', 'UT']);
const mostListed = 10_000;

/** A `-` that is not the sign of an offset from UTC: those go to -1400 and years do not begin so low (PS3.5 6.2, DT). */
const rangeHyphen = /-(?!(?:0\d|1[0-4])\d{2}(?:-|$))/;

const splitRange = (value: string, vr: VR): readonly [string, string] | undefined => {
  const at = vr === 'DT' ? value.search(rangeHyphen) : value.indexOf('-');
  return at < 0 ? undefined : [value.slice(0, at).trim(), value.slice(at + 1).trim()];
};

/** Those of several values that a match of each and every one is for (PS3.4 C.2.2.2.8). */
const several: ReadonlySet<VR> = new Set<VR>(['AE', 'AS', 'AT', 'CS', 'LO', 'PN', 'SH', 'UC']);

/**
 * Universal matching (PS3.4 C.2.2.2.3), of any VR: dates, times, UIDs and numbers have no wildcards, and peers mean everything by
 * it there, too. Of names also nothing but wildcards and delimiters.
 */
export const isUniversal = (vr: VR, value: string): boolean =>
  vr === 'PN' ? /^[*^= ]*$/.test(value) : /^\**$/.test(value);

/** Which match a key's value asks for (PS3.4 C.2.2.2); `values` are its backslash-separated values. */
export const matchKey = (tag: Tag, vr: VR, values: readonly string[], agreed: AgreedMatching = {}): MatchKey => {
  if (agreed.emptyValues && values.length === 1 && values[0] === '""') return { tag, match: 'empty' };
  const given = values.filter((value) => value !== '');
  const [value] = given;
  if (value === undefined || (given.length === 1 && isUniversal(vr, value))) return { tag, match: 'any' };
  const every = agreed.multipleValues && several.has(vr);
  if (given.length > 1) return { tag, match: every ? 'every' : 'list', values: given.slice(0, mostListed) };
  if (ranged.has(vr)) {
    const range = splitRange(value, vr);
    if (!range) return { tag, match: 'exact', value };
    const [from, to] = range;
    if (from === '' && to === '') return { tag, match: 'any' };
    return { tag, match: 'range', ...(from !== '' && { from }), ...(to !== '' && { to }) };
  }
  if (wild.has(vr) && /[*?]/.test(value)) return { tag, match: 'wildcard', value };
  return { tag, match: 'exact', value };
};
