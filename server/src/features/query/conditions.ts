/** Match keys (PS3.4 C.2.2.2) as conditions. Every value is a parameter; wildcards are escaped before they are ours. */
import { type MatchKey, parsePersonName, type Tag, tags } from '@throughline/dicom';
import { type RawBuilder, sql } from 'kysely';
import { type Condition, hasNameKey, isSeriesServed, nameTokens, normaliseName, soundOf } from '../../db/index.ts';
import type { Attribute } from './attributes.ts';

const never = sql<boolean>`false`;

/** `*` and `?` as SQL sees them; everything else is literal. */
const likePattern = (value: string): string =>
  value
    .replaceAll(/[\\%_]/g, '\\$&')
    .replaceAll('*', '%')
    .replaceAll('?', '_');

const wildcard = (column: RawBuilder<unknown>, value: string): Condition =>
  sql<boolean>`upper(${column}) like ${likePattern(value.toUpperCase())}`;

/** A bound that is shorter takes in all it begins. */
const within = (column: RawBuilder<unknown>, from: string | undefined, to: string | undefined): Condition => {
  const lower = from === undefined ? sql`true` : sql`${column} >= ${from}`;
  const upper = to === undefined ? sql`true` : sql`${column} < ${`${to}~`}`;
  return sql<boolean>`(${lower} and ${upper})`;
};

/** Times are kept as sent, from hours alone to fractions of a second; what is kept shorter is of its beginning. */
const toTheSecond = (time: RawBuilder<unknown>): RawBuilder<string> =>
  sql<string>`(${time} || substr('000000', length(${time}) + 1))`;

/** Where a time begins: 10:15:00.000 is 10:15:00, as most objects have it. */
const beginning = (time: string | undefined): string | undefined =>
  time?.includes('.') ? time.replace(/\.?0*$/, '') : time;

type Component = 'family' | 'given' | 'middle';

/** One component of a name that was asked for: whole words, or the beginning of the last when it ends in `*`. */
const componentCondition = (component: Component | 'any', text: string, fuzzy: boolean): Condition | undefined => {
  const open = text.endsWith('*');
  const plain = normaliseName(text.replace(/\*+$/, ''));
  if (plain === '') return undefined;
  if (fuzzy) {
    const sounds = nameTokens(plain)
      .map(soundOf)
      .filter((sound) => sound !== '');
    const heard = sounds.map((sound) => hasNameKey(component, 'sound', sound, false));
    const written = hasNameKey(component, 'exact', plain, true);
    return heard.length === 0 ? written : sql<boolean>`(${written} or (${sql.join(heard, sql` and `)}))`;
  }
  return hasNameKey(component, 'exact', plain, open);
};

/** Nothing but wildcards and delimiters: universal matching (PS3.4 C.2.2.2.3). */
const asksForAnybody = (value: string): boolean => /^[*^= ]*$/.test(value);

/** Wildcards elsewhere than at a component's end are matched on the name as it was received. */
const nameCondition = (column: RawBuilder<unknown>, value: string, fuzzy: boolean): Condition => {
  const name = parsePersonName(value);
  const given = name.alphabetic ?? name.ideographic ?? name.phonetic;
  if (given === undefined) return never;
  const parts = [given.family, given.given, given.middle];
  if (parts.some((part) => /[*?]/.test(part.replace(/\*+$/, '')))) return wildcard(column, value);
  const whole = !value.includes('^') && fuzzy;
  const components: readonly (Component | 'any')[] = ['family', 'given', 'middle'];
  const conditions = parts.flatMap((part, index) => {
    const component = whole ? 'any' : (components[index] ?? 'any');
    const condition = part === '' ? undefined : componentCondition(component, part, fuzzy);
    return condition === undefined ? [] : [condition];
  });
  if (conditions.length > 0) return sql<boolean>`(${sql.join(conditions, sql` and `)})`;
  // Signs without a letter are no key of any name: they are compared as they are, and never match everybody.
  return asksForAnybody(value) ? sql<boolean>`true` : wildcard(column, value);
};

/** Somebody's name but the patient's, by its key: the components that were asked for, from the first; case and accents apart. */
export const personCondition = (key: RawBuilder<unknown>, value: string): Condition => {
  const asked = value.replace(/\^+$/, '');
  if (/[*?]/.test(asked))
    return sql<boolean>`(${key} like folded_name(${likePattern(asked)}) or ${key} like folded_name(${`${likePattern(asked)}^%`}))`;
  // `_` is what comes after `^`: everything that begins with the name and a caret.
  return sql<boolean>`(${key} = folded_name(${asked})
    or (${key} >= folded_name(${`${asked}^`}) and ${key} < folded_name(${`${asked}_`})))`;
};

/** A component that was left out before others is any; so is the group that was not asked for. */
export const groupAsked = (value: string): string =>
  (value.split('=').find((group) => /[^^ ]/.test(group)) ?? '')
    .replace(/[\^ ]+$/, '')
    .split('^')
    .map((component) => (component === '' ? '*' : component))
    .join('^');

/** A name in one of its component groups (PS3.5 6.2.1.1): alphabetic, ideographic or phonetic. */
const groupsCondition = (key: RawBuilder<unknown>, value: string): Condition => {
  const groups = [1, 2, 3].map((at) => sql`rtrim(split_part(${key}, '=', ${sql.lit(at)}), ' ')`);
  return sql<boolean>`(${sql.join(
    groups.map((group) => personCondition(group, groupAsked(value))),
    sql` or `,
  )})`;
};

const numbers = (values: readonly string[]): readonly number[] => values.map(Number).filter(Number.isSafeInteger);

const among = (attribute: Attribute, values: readonly string[]): Condition => {
  const { column, match, key = column } = attribute;
  if (match === 'number') return sql<boolean>`${column} = any(${numbers(values)}::int[])`;
  if (match === 'name' || match === 'person' || match === 'groups') {
    const one = {
      name: (value: string) => nameCondition(column, value, false),
      person: (value: string) => personCondition(key, value),
      groups: (value: string) => groupsCondition(key, value),
    }[match];
    return sql<boolean>`(${sql.join(values.map(one), sql` or `)})`;
  }
  // One value is compared as one: the plan for any value is then as good as that for this one, and is made once.
  return values.length === 1
    ? sql<boolean>`${column} = ${values[0]}`
    : sql<boolean>`${column} = any(${[...values]}::text[])`;
};

/** A study of which a series has one of these modalities. */
export const hasSeriesOf = (modalities: readonly string[]): Condition =>
  sql<boolean>`exists (select from series e where e.tenant_id = st.tenant_id and e.study_id = st.id and ${isSeriesServed('e')} and e.modality = any(${[...modalities]}::text[]))`;

/** A study of which one part, a series or an instance, has what is asked for. */
const partCondition = ({ parts, value }: NonNullable<Attribute['oneOf']>, key: MatchKey): Condition | undefined => {
  const some = (hit: RawBuilder<unknown>): Condition => sql<boolean>`exists (select ${parts} and ${hit})`;
  const among = (values: readonly string[]): Condition => some(sql`${value} = any(${[...values]}::text[])`);
  switch (key.match) {
    case 'any':
    case 'range':
      return undefined;
    case 'every':
      return sql<boolean>`(${sql.join(
        key.values.map((one) => among([one])),
        sql` and `,
      )})`;
    case 'empty':
      return sql<boolean>`not ${some(sql`${value} is not null`)}`;
    case 'wildcard':
      return some(wildcard(value, key.value));
    case 'list':
      return among(key.values);
    case 'exact':
      return among([key.value]);
    default:
      return key satisfies never;
  }
};

/** Dates and their times, as they go together (PS3.4 C.2.2.2.5.4, Table K.6-1). */
export const datesWithTimes: readonly (readonly [Tag, Tag])[] = [
  [tags.StudyDate, tags.StudyTime],
  [tags.SeriesDate, tags.SeriesTime],
  [tags.PerformedProcedureStepStartDate, tags.PerformedProcedureStepStartTime],
  [tags.ScheduledProcedureStepStartDate, tags.ScheduledProcedureStepStartTime],
];

type Range = Extract<MatchKey, { match: 'range' }>;

/** From the first time of the first day to the last time of the last one; an object without time is of its day's beginning. */
const momentCondition = (date: Attribute, time: Attribute, days: Range, hours: Range): Condition => {
  const moment = sql`(${date.column} || coalesce(${toTheSecond(time.column)}, ''))`;
  const from = days.from && `${days.from}${beginning(hours.from) ?? ''}`;
  const to = days.to && `${days.to}${hours.to ?? ''}`;
  // The days alone are what an index knows.
  return sql<boolean>`(${within(date.column, days.from, days.to)} and ${within(moment, from, to)})`;
};

export interface CombinedKeys {
  readonly conditions: readonly Condition[];
  readonly keys: ReadonlySet<MatchKey>;
}

/** The pairs of keys that are ranges both, as one condition each. */
export const combinedConditions = (
  attributes: ReadonlyMap<Tag, Attribute>,
  keys: readonly MatchKey[],
): CombinedKeys => {
  const ranges = new Map(keys.flatMap((key) => (key.match === 'range' ? [[key.tag, key] as const] : [])));
  const conditions: Condition[] = [];
  const taken = new Set<MatchKey>();
  for (const [dateTag, timeTag] of datesWithTimes) {
    const [date, time] = [attributes.get(dateTag), attributes.get(timeTag)];
    const [days, hours] = [ranges.get(dateTag), ranges.get(timeTag)];
    if (!date || !time || !days || !hours) continue;
    conditions.push(momentCondition(date, time, days, hours));
    taken.add(days).add(hours);
  }
  return { conditions, keys: taken };
};

/** Keys within a sequence are all of one item of it (PS3.4 C.2.2.2.6). */
export const inItems = (
  nested: readonly { readonly attribute: Attribute; readonly condition: Condition }[],
): readonly Condition[] =>
  [...Map.groupBy(nested, ({ attribute }) => attribute.within)].flatMap(([sequence, keys]) =>
    sequence === undefined
      ? []
      : sql<boolean>`exists (select from jsonb_array_elements(${sequence.items}) r where ${sql.join(
          keys.map(({ condition }) => condition),
          sql` and `,
        )})`,
  );

/** The condition of one key; undefined when it matches everything. Of a key within a sequence it is one on an item r. */
export const conditionOf = (attribute: Attribute, key: MatchKey, fuzzy: boolean): Condition | undefined => {
  const { column, match, oneOf } = attribute;
  if (oneOf !== undefined) return partCondition(oneOf, key);
  if (match === 'none') return undefined;
  switch (key.match) {
    case 'any':
      return undefined;
    case 'empty':
      return sql<boolean>`coalesce(${column}::text, '') = ''`;
    // Of one value at most: it is one of them, as with a list.
    case 'every':
    case 'list':
      return among(attribute, key.values);
    case 'range':
      if (match === 'time') return within(toTheSecond(column), beginning(key.from), key.to);
      return match === 'date' ? within(column, key.from, key.to) : undefined;
    case 'wildcard':
      if (match === 'person' || match === 'groups') return among(attribute, [key.value]);
      return match === 'name' ? nameCondition(column, key.value, fuzzy) : wildcard(column, key.value);
    case 'exact':
      if (match === 'name') return nameCondition(column, key.value, fuzzy);
      return match === 'time'
        ? within(toTheSecond(column), beginning(key.value), key.value)
        : among(attribute, [key.value]);
    default:
      return key satisfies never;
  }
};
