/**
 * Weights in bits: how many times more often (as a power of two) a level is seen in two records of one person than in two of
 * different persons. First form: set by hand from what the fields are worth; a command will estimate them.
 */
import type { DateLevel } from './compare-dates.ts';
import type { IdentifierLevel } from './compare-identifiers.ts';
import type { NameLevel } from './compare-names.ts';

type Weights<L extends string> = Readonly<Record<L, number>>;

/** One of some thousand candidates is the same person. */
export const priorBits = -13;

export const familyBits: Weights<NameLevel> = {
  exact: 8,
  spelling: 7.5,
  part: 6,
  nickname: -5,
  initial: -5,
  slip: 4,
  alike: -5,
  differs: -5,
  missing: 0,
};
export const givenBits: Weights<NameLevel> = {
  exact: 6,
  spelling: 5.5,
  part: 5,
  nickname: 4.5,
  initial: 1.5,
  slip: 2.5,
  alike: -3,
  differs: -6,
  missing: 0,
};
/** Known by the middle name. */
export const givenIsMiddleBits = 2.5;
export const middleBits: Weights<NameLevel> = {
  exact: 3,
  spelling: 3,
  part: 1.5,
  nickname: 1.5,
  initial: 1,
  slip: 1,
  alike: -2,
  differs: -2.5,
  missing: 0,
};
export const birthBits: Weights<DateLevel> = {
  exact: 14,
  'swapped-day-month': 7,
  'digit-slip': 6.5,
  partial: 5,
  differs: -9,
  missing: 0,
  default: 0,
};
/** The first of January, both times: the year agrees, and little more is known. */
export const newYearBits = 7;
export const sexBits = { same: 0.7, differs: -1.5, missing: 0 } as const;
export const identifierBits: Weights<IdentifierLevel> = {
  stated: 26,
  shared: 25,
  contradicted: -5,
  'same-issuer': -3,
  'other-issuer': 0,
};

/** Above this, and with nothing that holds it, records are linked: fewer than one in 4,000 expected to be wrong. */
export const linkBits = 12;
/** Above this a person is asked. */
export const reviewBits = 4;
