/** Named rules that decide before any weighing does, each with its reason in clinical words. */
import { pregnancyDays } from './data.ts';
import { type Judged, sideMatch } from './likeness.ts';
import type { Reason } from './types.ts';

interface Veto extends Reason {
  readonly when: (now: Judged, prior: Judged) => boolean;
}

const paper =
  /dose report|dose sr|\bdose\b.*(summary|record)|presentation state|key image|scanned|requisition|consent|referral letter|screen ?save/i;

const years: Readonly<Record<string, number>> = { D: 1 / 365, W: 1 / 52, M: 1 / 12, Y: 1 };

const ageYears = (age: string | undefined): number | undefined => {
  const [, count, unit] = /^(\d{1,3})([DWMY])$/.exec(age ?? '') ?? [];
  return count === undefined ? undefined : Number(count) * (years[unit ?? 'Y'] ?? 1);
};

const toleratedYears = 2.5;

/** The age at the prior cannot be that of this person: it is probably somebody else's study. */
const ageContradicts = (now: Judged, prior: Judged): boolean => {
  const [then, today] = [ageYears(prior.study.age), ageYears(now.study.age)];
  if (then === undefined || today === undefined || Number.isNaN(now.day - prior.day)) return false;
  return Math.abs(today - (now.day - prior.day) / 365.25 - then) > toleratedYears;
};

const adultOfChild = (now: Judged, prior: Judged): boolean =>
  now.study.sex !== undefined &&
  prior.study.sex !== undefined &&
  now.study.sex !== '' &&
  prior.study.sex !== '' &&
  now.study.sex !== prior.study.sex &&
  prior.concept.focus !== 'fetus';

export const vetoes: readonly Veto[] = [
  {
    code: 'not-an-exam',
    text: 'not an examination',
    when: (_now, prior) => prior.concept.modality === 'NONE' || paper.test(prior.study.description),
  },
  { code: 'age-mismatch', text: "the age does not fit: perhaps another person's study", when: ageContradicts },
  { code: 'sex-mismatch', text: "the sex does not fit: perhaps another person's study", when: adultOfChild },
  { code: 'other-side', text: 'the other side', when: (now, prior) => sideMatch(now.concept, prior.concept) === 0 },
  {
    code: 'other-pregnancy',
    text: 'another pregnancy',
    when: (now, prior) =>
      now.concept.subject === 'fetus' && prior.concept.subject === 'fetus' && now.day - prior.day > pregnancyDays,
  },
];

/** Shown beside a prior that is listed all the same. */
export const warningCodes: ReadonlySet<string> = new Set(['age-mismatch', 'sex-mismatch']);
