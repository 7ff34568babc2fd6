/** Dates that are moved by days (PS3.15 E.3.6, with modified dates): their distances stay. */
const DAY_MS = 86_400_000;

const movedDay = (text: string, days: number): string | undefined => {
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})$/.exec(text) ?? [];
  const from = new Date(`${year}-${month}-${day}T00:00:00Z`);
  // The thirtieth of February is no day that anything could be distant from.
  if (Number.isNaN(from.valueOf()) || from.toISOString().slice(8, 10) !== day) return undefined;
  const to = new Date(from.valueOf() + days * DAY_MS);
  return to.getUTCFullYear() < 1 ? undefined : to.toISOString().slice(0, 10).replaceAll('-', '');
};

/** A DA or DT on another day; the empty text where it names no day. */
export const moved = (text: string, days: number): string => {
  const day = movedDay(text.slice(0, 8), days);
  return day === undefined ? '' : `${day}${text.slice(8)}`;
};
