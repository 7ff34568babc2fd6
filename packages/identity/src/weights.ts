/**
 * Parameters of the Fellegi-Sunter form: how often each level of agreement is seen in two records of one person (m) and in two of
 * different persons (u). A level weighs log2(m / u) bits. Shipped values come from what the fields are worth; `eval identity
 * --estimate` works them out from records whose truth nobody knows.
 */

export type FieldName =
  | 'family'
  | 'given'
  | 'middle'
  | 'birth'
  | 'sex'
  | 'address'
  | 'phone'
  | 'email'
  | 'mother'
  | 'identifiers';
export interface Likelihood {
  readonly m: number;
  readonly u: number;
}
export type Parameters = Readonly<Record<FieldName, Readonly<Record<string, Likelihood>>>>;

const of = (m: number, u: number): Likelihood => ({ m, u });

/** u of the exact levels of names is not used: how common the name is takes its place. */
export const shippedParameters: Parameters = {
  family: {
    exact: of(0.86, 1 / 512),
    spelling: of(0.04, 1 / 8192),
    part: of(0.02, 1 / 2048),
    slip: of(0.05, 1 / 512),
    near: of(0.01, 1 / 400),
    differs: of(0.02, 0.97),
  },
  given: {
    exact: of(0.82, 1 / 128),
    spelling: of(0.03, 1 / 4096),
    part: of(0.03, 1 / 1024),
    nickname: of(0.03, 1 / 700),
    initial: of(0.02, 1 / 60),
    slip: of(0.05, 1 / 350),
    near: of(0.01, 1 / 250),
    alike: of(0.006, 0.06),
    differs: of(0.014, 0.9),
  },
  middle: {
    exact: of(0.6, 1 / 64),
    spelling: of(0.04, 1 / 500),
    part: of(0.03, 1 / 100),
    nickname: of(0.02, 1 / 100),
    initial: of(0.2, 0.1),
    slip: of(0.03, 1 / 60),
    near: of(0.01, 1 / 60),
    alike: of(0.02, 0.06),
    differs: of(0.05, 0.8),
  },
  birth: {
    exact: of(0.9, 1 / 24_000),
    'swapped-day-month': of(0.015, 1 / 8192),
    'digit-slip': of(0.05, 1 / 1200),
    'two-slips': of(0.01, 1 / 160),
    partial: of(0.02, 1 / 80),
    'new-year': of(0.9, 1 / 110),
    differs: of(0.03, 0.97),
  },
  // Far more sexes are recorded wrongly, or change, than m alone would say.
  sex: { same: of(0.9, 0.5), differs: of(0.1, 0.5) },
  address: {
    'same-house': of(0.55, 1 / 1200),
    'same-street': of(0.08, 1 / 600),
    'same-place': of(0.7, 1 / 40),
    'same-area': of(0.06, 1 / 30),
    similar: of(0.12, 1 / 50),
    differs: of(0.2, 0.96),
  },
  phone: { same: of(0.6, 1 / 900), slip: of(0.05, 1 / 900), differs: of(0.35, 0.99) },
  email: { same: of(0.65, 1 / 4000), slip: of(0.15, 1 / 2000), differs: of(0.2, 0.99) },
  mother: { same: of(0.85, 1 / 100), differs: of(0.15, 0.97) },
  identifiers: {
    stated: of(0.95, 2 ** -26),
    shared: of(0.9, 2 ** -16),
    personal: of(0.9, 2 ** -20),
    slip: of(0.07, 2 ** -13),
    // A mistyped last digit, or two of a family: in what agrees beside it the two are as frequent as each other.
    neighbours: of(1, 1),
    unequal: of(0.08, 0.98),
    contradicted: of(0.03, 0.97),
    'same-issuer': of(0.3, 0.9),
    'other-issuer': of(1, 1),
  },
};

/** Known by the middle name. */
export const givenIsMiddleBits = 2.5;

/** What another field of the household adds once the house agrees: a family shares both. */
export const householdShare = 0.4;

/** One of so many records may be the same person, or of as many as there are. */
export const FEWEST_RECORDS = 2 ** 13;

/** Linked when at least so sure, and nothing holds it: at most one in 1,000 expected to be wrong at the threshold. */
export const linkBits = Math.log2(1000);
/** Asked when at least so sure: one in sixteen is expected to be one person at the threshold. */
export const reviewBits = Math.log2(1 / 16);

/** The fewest records that a question is reckoned with: of fewer, one of so many may be the same person. */
const FEWEST_RECORDS_TO_ASK = 2 ** 10;

/**
 * As `reviewBits`, which are reckoned with FEWEST_RECORDS at least: to link two needs that caution, to ask does not. An index of fewer
 * records has fewer pairs that agree by chance.
 */
export const reviewBitsAmong = (records = FEWEST_RECORDS): number =>
  reviewBits + Math.min(0, Math.log2(Math.max(FEWEST_RECORDS_TO_ASK, records) / FEWEST_RECORDS));
