/** When something was, whichever clock it was written down by. */
const MINUTE_MS = 60_000;

/** (0008,0201) as minutes east of UTC, PS3.3 C.12.1; null when it is none. */
export const readUtcOffset = (text: string | null): number | null => {
  const [, sign, hours, minutes] = text?.trim().match(/^([+-])(\d{2})([0-5]\d)$/) ?? [];
  if (hours === undefined) return null;
  const total = Number(hours) * 60 + Number(minutes);
  return sign === '-' ? -total : total;
};

const formats = new Map<string, Intl.DateTimeFormat>();

const formatOf = (zone: string): Intl.DateTimeFormat => {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  formats.set(zone, made);
  return made;
};

const offsetAt = (zone: string, instant: number): number => {
  const parts = Object.fromEntries(
    formatOf(zone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = parts;
  return Math.round((Date.UTC(year, month - 1, day, hour, minute) - instant) / MINUTE_MS);
};

/**
 * Minutes east of UTC in an IANA time zone when its clocks show this; null without a date. An hour that the clocks show twice
 * is taken as its first turn, one that they leave out as if they had not been put forward yet.
 */
export const offsetOfZone = (zone: string, date: string | null, time: string | null): number | null => {
  if (date === null) return null;
  const shown = Date.parse(`${date}T${time ?? '12:00'}:00Z`);
  if (Number.isNaN(shown)) return null;
  const before = offsetAt(zone, shown - 86_400_000);
  return offsetAt(zone, shown - before * MINUTE_MS - 1) === before
    ? before
    : offsetAt(zone, shown - offsetAt(zone, shown + 86_400_000) * MINUTE_MS);
};

interface Dated {
  readonly date: string | null;
  readonly time: string | null;
  readonly utcOffset: number | null;
}

/** Milliseconds since 1970; undefined unless day, time and time zone are all known. */
export const instantOf = ({ date, time, utcOffset }: Dated): number | undefined => {
  if (date === null || time === null || utcOffset === null) return undefined;
  const shown = Date.parse(`${date}T${time}:00Z`);
  return Number.isNaN(shown) ? undefined : shown - utcOffset * MINUTE_MS;
};
