/**
 * Dates and times asked for in a time zone (PS3.4 C.2.2.2.5, C.4.1.1.3.1): each study is judged by the zone that it was sent with
 * (0008,0201), and one that names none as if it had been made in the zone of who asks.
 */
import type { MatchKey, Tag } from '@throughline/dicom';
import { type RawBuilder, sql } from 'kysely';
import type { Condition } from '../../db/index.ts';
import type { Attribute } from './attributes.ts';
import { type CombinedKeys, datesWithTimes } from './conditions.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;

/** Times of a key: inclusive texts as they were asked. */
interface Span {
  readonly from: string | undefined;
  readonly to: string | undefined;
}

const spanOf = (key: MatchKey | undefined): Span | undefined => {
  if (key?.match === 'exact') return { from: key.value, to: key.value };
  return key?.match === 'range' ? { from: key.from, to: key.to } : undefined;
};

interface Moment {
  readonly at: number;
  /** How long it is: a day, an hour, a minute or a second, by what was named of it. */
  readonly lasts: number;
}

/** HH, HHMM or HHMMSS, with or without a fraction, in milliseconds of the day. */
const timeOf = (text: string): Moment | undefined => {
  const [, hours, minutes, seconds] = /^(\d{2})(?:(\d{2})(?:(\d{2})(?:\.\d{1,6})?)?)?$/.exec(text) ?? [];
  if (hours === undefined || Number(hours) > 23 || Number(minutes ?? 0) > 59 || Number(seconds ?? 0) > 60)
    return undefined;
  const at = ((Number(hours) * 60 + Number(minutes ?? 0)) * 60 + Number(seconds ?? 0)) * 1000;
  return { at, lasts: seconds !== undefined ? 1000 : minutes !== undefined ? MINUTE_MS : 60 * MINUTE_MS };
};

const dayOf = (text: string): Moment | undefined => {
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})$/.exec(text) ?? [];
  const at = year === undefined ? Number.NaN : Date.UTC(Number(year), Number(month) - 1, Number(day));
  return Number.isNaN(at) ? undefined : { at, lasts: DAY_MS };
};

const momentOf = (day: string, time: string | undefined): Moment | undefined => {
  const [date, hours] = [dayOf(day), time === undefined ? { at: 0, lasts: DAY_MS } : timeOf(time)];
  return date && hours && { at: date.at + hours.at, lasts: hours.lasts };
};

const dateText = (at: number): string => new Date(at).toISOString().slice(0, 10).replaceAll('-', '');

/** Minutes that a study's clock is ahead of the asker's. */
const ahead = (minutes: number): RawBuilder<number> => sql<number>`(case
  when st.timezone_offset ~ '^[+-][01][0-9][0-5][0-9]$'
  then (left(st.timezone_offset, 1) || '1')::int * (substr(st.timezone_offset, 2, 2)::int * 60 + substr(st.timezone_offset, 4, 2)::int)
  else ${minutes}::int end - ${minutes}::int)`;

/** What the clock of the study's place says at this moment of the asker's. */
const there = (at: number, minutes: number, format: string): RawBuilder<string> => {
  const here = new Date(at).toISOString().slice(0, 19);
  return sql<string>`to_char(${here}::timestamp + make_interval(mins => ${ahead(minutes)}), ${format})`;
};

const toTheSecond = (time: RawBuilder<unknown>): RawBuilder<string> =>
  sql<string>`rpad(split_part(${time}, '.', 1), 6, '0')`;

const MOMENT = 'YYYYMMDDHH24MISS';
const TIME = 'HH24MISS';

/** An object without a time is of its day, wherever that is. */
const betweenMoments = (
  { column: date }: Attribute,
  { column: time }: Attribute,
  from: Moment | undefined,
  to: Moment | undefined,
  minutes: number,
): Condition => {
  const moment = sql`(${date} || ${toTheSecond(time)})`;
  const upTo = to && to.at + to.lasts;
  const lower = from ? sql`${moment} >= ${there(from.at, minutes, MOMENT)}` : sql`true`;
  const upper = upTo === undefined ? sql`true` : sql`${moment} < ${there(upTo, minutes, MOMENT)}`;
  const firstDay = from ? sql`${date} >= ${dateText(from.at)}` : sql`true`;
  const lastDay = upTo === undefined ? sql`true` : sql`${date} <= ${dateText(upTo - 1)}`;
  // Days a little wider are what an index knows.
  const near = sql.join(
    [
      ...(from ? [sql`${date} >= ${dateText(from.at - 2 * DAY_MS)}`] : []),
      ...(upTo === undefined ? [] : [sql`${date} <= ${dateText(upTo + 2 * DAY_MS)}`]),
    ],
    sql` and `,
  );
  return sql<boolean>`(${near} and case when coalesce(${time}, '') = '' then ${firstDay} and ${lastDay} else ${lower} and ${upper} end)`;
};

/** Times of day alone: where they go over midnight elsewhere, they are what is not between their end and their beginning. */
const betweenTimes = (
  { column: time }: Attribute,
  from: Moment | undefined,
  to: Moment | undefined,
  minutes: number,
): Condition => {
  const held = toTheSecond(time);
  const lower = there(from?.at ?? 0, minutes, TIME);
  const upper = there(to ? to.at + to.lasts : DAY_MS, minutes, TIME);
  return sql<boolean>`(${time} <> '' and case when ${lower} < ${upper} then ${held} >= ${lower} and ${held} < ${upper}
    else ${held} >= ${lower} or ${held} < ${upper} end)`;
};

type Bounds = readonly [from: Moment | undefined, to: Moment | undefined];

/** Undefined when a bound cannot be read, or there is none. */
const boundsOf = (
  from: string | undefined,
  to: string | undefined,
  read: (text: string, end: keyof Span) => Moment | undefined,
): Bounds | undefined => {
  const [lower, upper] = [
    from === undefined ? undefined : read(from, 'from'),
    to === undefined ? undefined : read(to, 'to'),
  ];
  const readable = (from === undefined) === (lower === undefined) && (to === undefined) === (upper === undefined);
  return readable && (lower || upper) ? [lower, upper] : undefined;
};

/** The keys for dates with times, and for those times, as conditions; what cannot be read is left to the letter of it. */
export const conditionsInZone = (
  attributes: ReadonlyMap<Tag, Attribute>,
  keys: readonly MatchKey[],
  minutes: number,
  combined: boolean,
): CombinedKeys => {
  const asked = new Map(keys.map((key) => [key.tag, key]));
  const conditions: Condition[] = [];
  const taken = new Set<MatchKey>();
  const take = (condition: Condition, ...of: readonly (MatchKey | undefined)[]): void => {
    conditions.push(condition);
    for (const key of of) if (key) taken.add(key);
  };
  for (const [dateTag, timeTag] of datesWithTimes) {
    const [date, time] = [attributes.get(dateTag), attributes.get(timeTag)];
    const [dateKey, timeKey] = [asked.get(dateTag), asked.get(timeTag)];
    if (!date || !time) continue;
    const [days, hours] = [spanOf(dateKey), spanOf(timeKey)];
    const together = combined && dateKey?.match === 'range' && timeKey?.match === 'range';
    const moments =
      days && boundsOf(days.from, days.to, (day, end) => momentOf(day, together ? hours?.[end] : undefined));
    if (moments) take(betweenMoments(date, time, ...moments, minutes), dateKey, together ? timeKey : undefined);
    const times = hours && !together ? boundsOf(hours.from, hours.to, timeOf) : undefined;
    if (times) take(betweenTimes(time, ...times, minutes), timeKey);
  }
  return { conditions, keys: taken };
};
