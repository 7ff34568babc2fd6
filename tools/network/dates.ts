/** Dates before a given day, written as `13m`, `2y3m`, `5d`. Everything is told relative to today, so that the stories stay young. */

const parse = (today: string): Date => {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(today) ?? [];
  if (year === undefined) throw new Error('A day is written YYYY-MM-DD');
  return new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
};

/** DICOM DA. */
export const dateBefore = (today: string, ago: string): string => {
  const date = parse(today);
  for (const [, count, unit] of ago.matchAll(/(\d+)([ymd])/g)) {
    const many = Number(count);
    if (unit === 'y') date.setUTCFullYear(date.getUTCFullYear() - many);
    if (unit === 'm') date.setUTCMonth(date.getUTCMonth() - many);
    if (unit === 'd') date.setUTCDate(date.getUTCDate() - many);
  }
  return date.toISOString().slice(0, 10).replaceAll('-', '');
};

const day = 86_400_000;

const asDate = (da: string): number =>
  Date.UTC(Number(da.slice(0, 4)), Number(da.slice(4, 6)) - 1, Number(da.slice(6)));

/** DICOM AS at a date. */
export const ageString = (birth: string, at: string): string => {
  const days = Math.floor((asDate(at) - asDate(birth)) / day);
  if (days < 30) return `${String(days).padStart(3, '0')}D`;
  if (days < 730) return `${String(Math.floor(days / 30.44)).padStart(3, '0')}M`;
  return `${String(Math.floor(days / 365.25)).padStart(3, '0')}Y`;
};
