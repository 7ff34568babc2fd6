/**
 * What the repeat of an exam means for a child: the radiation that the study which exists is recorded to have given. It is measured or
 * it is not known; nothing is estimated.
 */
import { type CumulatedDose, cumulateDose } from '@throughline/measurements';
import type { Trx } from '../../db/index.ts';
import type { KnownStudy, PersonPicture } from '../history/index.ts';
import { doseStudies } from '../measurements/index.ts';

type DoseOfStudy = CumulatedDose['studies'][number];
type StudyDose = DoseOfStudy['doses'][number];

/** Years of life from which somebody is no child any more (a minor by the Convention on the Rights of the Child, Article 1). */
const ADULT_YEARS = 18;

/** Months of life on a day; undefined when no record says when it began. */
const monthsOn = (birthDates: readonly (string | null)[], day: Date): number | undefined => {
  const born = birthDates.find((date) => date !== null && /^\d{8}$/.test(date));
  if (born === undefined || born === null) return undefined;
  const [year, month, date] = [born.slice(0, 4), born.slice(4, 6), born.slice(6)].map(Number) as [
    number,
    number,
    number,
  ];
  const months = (day.getUTCFullYear() - year) * 12 + day.getUTCMonth() + 1 - month;
  return day.getUTCDate() < date ? months - 1 : months;
};

const ageOf = (months: number): string =>
  months < 24 ? `${months} months old` : `${Math.floor(months / 12)} years old`;

const named: Readonly<Record<StudyDose['kind'], string>> = {
  dlp: 'a dose length product of',
  'ctdi-vol': 'a CTDIvol of',
  'area-product': 'a dose area product of',
  'air-kerma': 'an air kerma of',
  glandular: 'a glandular dose of',
  activity: 'an activity of',
};

const asText = ({ kind, value, unit }: StudyDose): string => `${named[kind]} ${Number(value.toPrecision(3))} ${unit}`;

/** The kinds that say most come first, and no more of them than can be read at a glance. */
const order: readonly StudyDose['kind'][] = ['dlp', 'area-product', 'glandular', 'activity', 'ctdi-vol', 'air-kerma'];
const MOST_SAID = 3;

const given = ({ state, doses, group }: DoseOfStudy): string => {
  if (state !== 'known') {
    const what = group === 'nuclear' ? 'activity' : 'dose';
    return `the ${what} that this study gave is not known here; a repeat would give about as much again.`;
  }
  const said = doses
    .toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))
    .slice(0, MOST_SAID)
    .map(asText);
  return `this study gave ${said.join(', ')}; a repeat would give about as much again.`;
};

/**
 * One sentence in Markdown for the card of an order that repeats this study; undefined for adults, for somebody whose age nobody says, and
 * for exams without radiation.
 */
export const radiationOfRepeat = async (
  trx: Trx,
  { records }: Pick<PersonPicture, 'records'>,
  study: KnownStudy,
  now: Date,
): Promise<string | undefined> => {
  const months = monthsOn(
    records.map((record) => record.birth_date),
    now,
  );
  if (months === undefined || months < 0 || months >= ADULT_YEARS * 12) return undefined;
  const [dose] = cumulateDose(await doseStudies(trx, [study])).studies;
  return dose && `**Radiation** (${ageOf(months)}): ${given(dose)}`;
};
