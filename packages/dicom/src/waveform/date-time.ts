/** Instants of DT values (PS3.5 6.2), as far as two of them can be told apart to a second. */

const form = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d{1,6})?([+-]\d{4})?$/;

const offsetForm = /^([+-])(\d\d)(\d\d)$/;

/** Minutes of a Timezone Offset From UTC. */
const minutesOf = (offset: string): number | undefined => {
  const [, sign, hours, minutes] = offsetForm.exec(offset) ?? [];
  return sign === undefined ? undefined : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
};

/** Seconds since 1970; in UTC where an offset is known. */
interface Instant {
  readonly seconds: number;
  readonly isUtc: boolean;
}

/** @param zone the Timezone Offset From UTC of the data set, which counts where the value has none (PS3.3 C.12.1) */
const instantOf = (text: string, zone: string | undefined): Instant | undefined => {
  const [, year, month, day, hour, minute, second, fraction = '0', own = zone] = form.exec(text.trim()) ?? [];
  if (year === undefined) return undefined;
  const ms = Date.UTC(+year, Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  const local = new Date(ms);
  // The calendar would turn the 31st of June into the 1st of July.
  if (local.getUTCMonth() !== Number(month) - 1 || local.getUTCDate() !== Number(day)) return undefined;
  const minutes = own === undefined ? undefined : minutesOf(own);
  if (own !== undefined && minutes === undefined) return undefined;
  return { seconds: ms / 1000 + Number(fraction) - (minutes ?? 0) * 60, isUtc: minutes !== undefined };
};

/** Seconds from the first to the second; undefined where they are not said to a second, or of one the offset from UTC is not known. */
export const secondsBetween = (from: string, to: string, zone: string | undefined): number | undefined => {
  const [first, second] = [instantOf(from, zone), instantOf(to, zone)];
  if (first === undefined || second === undefined || first.isUtc !== second.isUtc) return undefined;
  return Number((second.seconds - first.seconds).toFixed(6));
};
