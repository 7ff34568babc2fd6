/** Received against expected, from what every witness says. */
import type { LedgerStudy } from './ledger.ts';

export interface Counts {
  /** Of the expected objects, so many are here; objects that nobody claims, e.g. our own, do not make up for missing ones. */
  readonly received: number;
  readonly expected: number | null;
  /** Everything that is expected is here, and nobody lists a copy without saying how much of it there is. */
  readonly whole: boolean;
  /** Sites that list a copy and say nowhere how much of it there is, where others do say. */
  readonly uncounted: readonly string[];
  readonly copiesDiffer: boolean;
  /** Kinds of witness that contradict each other about the whole study, with what each says; empty when they agree. */
  readonly witnesses: readonly { readonly witness: string; readonly objects: number }[];
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, next) => total + next, 0);
const highest = (numbers: readonly number[]): number => Math.max(0, ...numbers);

/** Each as it was said: nothing is averaged, and the one that says most is expected. */
const contradictions = (
  study: LedgerStudy,
  byStudy: readonly number[],
  bySeries: number | null,
): Counts['witnesses'] => {
  // Copies that have different parts add up to more than each of them; an archive may have more than the modality made.
  const isOne = study.copies.length === 1;
  const isLess = study.announced !== null && study.announced.objects > highest(byStudy);
  const said: { readonly witness: string; readonly objects: number }[] = [];
  if (byStudy.length > 0) said.push({ witness: 'the count of the study', objects: highest(byStudy) });
  if (bySeries !== null && isOne) said.push({ witness: 'the list of its series', objects: bySeries });
  if (study.announced !== null && isLess) said.push({ witness: 'who made it', objects: study.announced.objects });
  return said.some(({ objects }) => objects !== said[0]?.objects) ? said : [];
};

/** The best witness is the one that says most: of each series, and of the study. */
export const countStudy = (study: LedgerStudy): Counts => {
  const claims = study.copies.flatMap((copy) => (copy.claimed === null ? [] : [copy.claimed]));
  const claimed = study.series.filter((series) => series.claims.length > 0);
  const bySeries = sum(claimed.map((series) => highest(series.claims)));
  const announced = study.announced === null ? [] : [study.announced.objects];
  const byStudy = highest([...claims, ...announced]);
  const expected = claims.length + claimed.length + announced.length === 0 ? null : Math.max(bySeries, byStudy);
  if (expected === null)
    return { received: study.received, expected, whole: false, uncounted: [], copiesDiffer: false, witnesses: [] };
  const inClaimed = sum(claimed.map((series) => Math.min(series.received, highest(series.claims))));
  const elsewhere = study.received - sum(claimed.map((series) => series.received));
  // Beyond the series that are claimed one by one, only what the study's own claim leaves open can be filled.
  const counted = inClaimed + Math.min(Math.max(0, elsewhere), expected - bySeries);
  const received = Math.max(0, Math.min(expected - (study.announced?.missing ?? 0), counted));
  // Who made it has said how much there is: that is enough.
  const uncounted =
    study.announced === null ? study.copies.flatMap((copy) => (copy.uncounted ? [copy.siteName] : [])) : [];
  const listed = claimed.length === 0 ? null : bySeries;
  return {
    received,
    expected,
    whole: received >= expected && uncounted.length === 0,
    uncounted,
    copiesDiffer: new Set(claims).size > 1,
    witnesses: contradictions(study, claims, listed),
  };
};
