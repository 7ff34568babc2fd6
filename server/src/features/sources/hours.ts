/** Whether studies may be fetched from a source at this hour: what its hospital allows, in its own time. */
import type { SourceRow } from '../../db/index.ts';

type Hours = Pick<SourceRow, 'allowed_hours' | 'time_zone'>;

const days: readonly string[] = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** ISO weekday and HH:MM of an instant in a zone; of the process when there is none. */
const localTime = (at: Date, zone: string | null): { readonly day: number; readonly time: string } => {
  const format = new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...(zone !== null && { timeZone: zone }),
  });
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const day = days.indexOf(parts.get('weekday') ?? '') + 1;
  return { day, time: `${parts.get('hour')}:${parts.get('minute')}` };
};

const dayBefore = (day: number): number => (day === 1 ? 7 : day - 1);

/** A window that ends no later than it begins goes on into the next morning. */
export const isOpenAt = ({ allowed_hours: windows, time_zone: zone }: Hours, at: Date): boolean => {
  if (windows === null) return true;
  const { day, time } = localTime(at, zone);
  return windows.some(({ days: begins, from, to }) => {
    if (from < to) return begins.includes(day) && time >= from && time < to;
    return (begins.includes(day) && time >= from) || (begins.includes(dayBefore(day)) && time < to);
  });
};
