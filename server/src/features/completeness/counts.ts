/** Received against expected, from what every witness says. */
import type { LedgerStudy } from './ledger.ts';

export interface Counts {
  /** Of the expected objects, so many are here; objects that nobody claims, e.g. our own, do not make up for missing ones. */
  readonly received: number;
  readonly expected: number | null;
  readonly whole: boolean;
  readonly copiesDiffer: boolean;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, next) => total + next, 0);
const highest = (numbers: readonly number[]): number => Math.max(0, ...numbers);

/** The best witness is the one that says most: of each series, and of the study. */
export const countStudy = (study: LedgerStudy): Counts => {
  const claims = study.copies.flatMap((copy) => (copy.claimed === null ? [] : [copy.claimed]));
  const claimed = study.series.filter((series) => series.claims.length > 0);
  const bySeries = sum(claimed.map((series) => highest(series.claims)));
  const announced = study.announced === null ? [] : [study.announced.objects];
  const byStudy = highest([...claims, ...announced]);
  const expected = claims.length + claimed.length + announced.length === 0 ? null : Math.max(bySeries, byStudy);
  if (expected === null) return { received: study.received, expected, whole: false, copiesDiffer: false };
  const inClaimed = sum(claimed.map((series) => Math.min(series.received, highest(series.claims))));
  const elsewhere = study.received - sum(claimed.map((series) => series.received));
  // Beyond the series that are claimed one by one, only what the study's own claim leaves open can be filled.
  const counted = inClaimed + Math.min(Math.max(0, elsewhere), expected - bySeries);
  const received = Math.max(0, Math.min(expected - (study.announced?.missing ?? 0), counted));
  return { received, expected, whole: received >= expected, copiesDiffer: new Set(claims).size > 1 };
};
