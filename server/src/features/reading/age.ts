/** Ages as clinicians say them: days and weeks for the newborn, months for the infant, years and months for the child. */

const day = 86_400_000;

const parse = (date: string): Date | undefined => {
  const [, year, month, dayOfMonth] = /^(\d{4})-?(\d{2})-?(\d{2})$/.exec(date) ?? [];
  return year === undefined ? undefined : new Date(Date.UTC(Number(year), Number(month) - 1, Number(dayOfMonth)));
};

const monthsBetween = (from: Date, to: Date): number => {
  const months = (to.getUTCFullYear() - from.getUTCFullYear()) * 12 + to.getUTCMonth() - from.getUTCMonth();
  return to.getUTCDate() < from.getUTCDate() ? months - 1 : months;
};

const adultYears = 18;

/** From a birth date to a date, both YYYY-MM-DD or YYYYMMDD; null when either is not known or they are the wrong way round. */
export const ageAt = (birthDate: string | null, date: string | null): string | null => {
  const from = parse(birthDate ?? '');
  const to = parse(date ?? '');
  if (from === undefined || to === undefined || to < from) return null;
  const days = Math.floor((to.getTime() - from.getTime()) / day);
  const months = monthsBetween(from, to);
  const years = Math.floor(months / 12);
  if (days < 28) return `${days} d`;
  if (months < 3) return `${Math.floor(days / 7)} wk`;
  if (years < 2) return `${months} mo`;
  return years >= adultYears || months % 12 === 0 ? `${years} y` : `${years} y ${months % 12} mo`;
};

const units = { D: 'd', W: 'wk', M: 'mo', Y: 'y' } as const;

/** A DICOM AS value in words. */
export const ageInWords = (age: string | null): string | null => {
  const [, count, unit] = /^(\d{3})([DWMY])$/.exec(age ?? '') ?? [];
  return count === undefined ? null : `${Number(count)} ${units[unit as keyof typeof units]}`;
};
