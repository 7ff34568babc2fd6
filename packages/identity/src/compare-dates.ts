/** How two birth dates agree. */
import { remember } from './remember.ts';

export type DateLevel =
  | 'exact'
  | 'swapped-day-month'
  | 'digit-slip' // one digit other, two neighbours swapped, or one step of day, year, decade or century
  | 'two-slips' // two digits other, or each part of the date a step away at most
  | 'partial' // one is only a year or a year and month, and they agree
  | 'differs'
  | 'missing'
  | 'default'; // a date that a system fills in when it knows none

export interface DateComparison {
  readonly level: DateLevel;
  /** Both say the first of January: as often "only the year is known" as a birthday. */
  readonly newYear: boolean;
  /** Whole years between, when both are known. */
  readonly yearsApart: number | undefined;
  readonly daysApart: number | undefined;
}

const defaults = new Set([
  '18000101',
  '18991230',
  '18991231',
  '19000101',
  '19010101',
  '19110911',
  '11111111',
  '99991231',
]);

const isRealDate = (date: string): boolean => {
  const [year, month, day] = [Number(date.slice(0, 4)), Number(date.slice(4, 6)), Number(date.slice(6, 8))];
  const parsed = new Date(Date.UTC(year, month - 1, day));
  return year >= 1800 && parsed.getUTCMonth() === month - 1 && parsed.getUTCDate() === day;
};

/** Digits of a DA value, also of the old form with points (PS3.5 6.2); partial dates keep 4 or 6; undefined when it is none. */
export const normaliseDate = (value: string | undefined): string | undefined => normalised(value ?? '');

const normalised = remember((value): string | undefined => {
  const digits = value.trim().replaceAll(/[.-]/g, '');
  if (/^\d{8}$/.test(digits)) return isRealDate(digits) || defaults.has(digits) ? digits : undefined;
  return /^(\d{4}|\d{6})$/.test(digits) && Number(digits.slice(0, 4)) >= 1800 ? digits : undefined;
}, 16_384);

/** True for dates that systems fill in when they know none, and for dates that are not dates. */
export const isDefaultDate = (date: string): boolean => defaults.has(date);

const epochDay = (date: string): number =>
  Date.UTC(Number(date.slice(0, 4)), Number(date.slice(4, 6)) - 1, Number(date.slice(6, 8))) / 86_400_000;

const isSwapped = (a: string, b: string): boolean =>
  a.slice(0, 4) === b.slice(0, 4) && a.slice(4, 6) === b.slice(6, 8) && a.slice(6, 8) === b.slice(4, 6);

/** Where digits of two whole dates differ; no further than is asked for. */
const placesApart = (a: string, b: string, most: number): readonly number[] => {
  const places: number[] = [];
  for (let n = 0; n < a.length && places.length < most; n += 1) if (a[n] !== b[n]) places.push(n);
  return places;
};

/** How far two dates are apart in each of their parts. */
const partsApart = (a: string, b: string): readonly [years: number, months: number, days: number] => [
  Math.abs(Number(a.slice(0, 4)) - Number(b.slice(0, 4))),
  Math.abs(Number(a.slice(4, 6)) - Number(b.slice(4, 6))),
  Math.abs(Number(a.slice(6, 8)) - Number(b.slice(6, 8))),
];

const stepsOfYears: ReadonlySet<number> = new Set([0, 1, 10, 100]);

/**
 * The day before or after, as clocks of two zones have it, or the same day of another year, decade or century: one wrong step, however
 * many digits it takes (1999 and 2000, 30 June and 1 July).
 */
const isOneStep = (a: string, b: string): boolean => {
  const [years, months, days] = partsApart(a, b);
  return Math.abs(epochDay(a) - epochDay(b)) === 1 || (months + days === 0 && stepsOfYears.has(years));
};

const MOST_DAYS_OF_A_STEP = 2;

/** No part further away than a step, as where each was misread or picked from a list beside the right one. */
const isStepInEach = (a: string, b: string): boolean => {
  const [years, months, days] = partsApart(a, b);
  return stepsOfYears.has(years) && years < 100 && months <= 1 && days <= MOST_DAYS_OF_A_STEP;
};

const levelOf = (a: string, b: string): DateLevel => {
  if (a === b) return a.length === 8 ? 'exact' : 'partial';
  if (a.length !== 8 || b.length !== 8) return a.startsWith(b) || b.startsWith(a) ? 'partial' : 'differs';
  if (isSwapped(a, b)) return 'swapped-day-month';
  if (isOneStep(a, b)) return 'digit-slip';
  const [first = 0, second, third] = placesApart(a, b, 3);
  if (second === undefined) return 'digit-slip';
  if (third !== undefined) return isStepInEach(a, b) ? 'two-slips' : 'differs';
  const isSwap = second === first + 1 && a[first] === b[second] && a[second] === b[first];
  return isSwap ? 'digit-slip' : 'two-slips';
};

const unknown = { newYear: false, yearsApart: undefined, daysApart: undefined };

/** Eight digits, of a date or not; a day or month of zeros is a date that was not known, not one that was mistyped. */
export const digitsOf = (value = ''): string | undefined => {
  const digits = value.trim().replaceAll(/[.-]/g, '');
  return /^\d{8}$/.test(digits) && !/00$|^\d{4}00/.test(digits) ? digits : undefined;
};

/** Of two dates one of which cannot be: one mistyped digit, or day and month swapped, may have made it of the other. */
const compareImpossible = (valueA: string | undefined, valueB: string | undefined): DateComparison => {
  const [a, b] = [digitsOf(valueA), digitsOf(valueB)];
  if (a === undefined || b === undefined || isDefaultDate(a) || isDefaultDate(b))
    return { level: 'missing', ...unknown };
  const level = levelOf(a, b);
  // Both say the same: day and month swapped, where that makes a date.
  if (level === 'exact' && !isRealDate(`${a.slice(0, 4)}${a.slice(6, 8)}${a.slice(4, 6)}`))
    return { level: 'missing', ...unknown };
  if (level !== 'exact' && level !== 'digit-slip' && level !== 'swapped-day-month')
    return { level: 'missing', ...unknown };
  return { ...unknown, level, yearsApart: Math.abs(Number(a.slice(0, 4)) - Number(b.slice(0, 4))) };
};

export const compareDates = (valueA: string | undefined, valueB: string | undefined): DateComparison => {
  const [a, b] = [normaliseDate(valueA), normaliseDate(valueB)];
  if (a === undefined || b === undefined) return compareImpossible(valueA, valueB);
  if (isDefaultDate(a) || isDefaultDate(b)) return { level: 'default', ...unknown };
  const whole = a.length === 8 && b.length === 8;
  return {
    level: levelOf(a, b),
    newYear: whole && a.endsWith('0101') && b.endsWith('0101'),
    yearsApart: Math.abs(Number(a.slice(0, 4)) - Number(b.slice(0, 4))),
    daysApart: whole ? Math.abs(epochDay(a) - epochDay(b)) : undefined,
  };
};
