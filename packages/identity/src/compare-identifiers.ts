/** What the identifiers of two records say about each other. */
import { isNational, isPlausible } from './check-digits.ts';
import { isOneSlip } from './distance.ts';
import type { PatientRecord } from './types.ts';

export type IdentifierLevel =
  | 'stated' // one source states the other's issuer and ID
  | 'shared' // both state one ID of a third issuer
  | 'slip' // IDs of a third issuer that are the same but for one typing error
  | 'neighbours' // IDs of a third issuer that were given one after the other, as to a family
  | 'unequal' // both state IDs of a third issuer, other ones
  | 'contradicted' // one states another ID than the other has at its own issuer
  | 'same-issuer' // two IDs of one issuer, and nobody says that they belong together
  | 'other-issuer'; // IDs of different issuers: equal or not, they say nothing

interface Identifier {
  readonly issuer: string;
  readonly id: string;
}

const MAX_OTHER_IDS = 64;
const SHORTEST = 4;

// Typed to fill the field: 000000, 99999, 123456.
const isFiller = (id: string): boolean => /^(.)\1*$/.test(id) || /^0?123456/.test(id);

const statedOf = (record: PatientRecord): readonly Identifier[] =>
  (record.otherIds ?? []).slice(0, MAX_OTHER_IDS).filter((other) => other.issuer !== '' && other.id !== '');

const isSame = (a: Identifier, b: Identifier): boolean => a.issuer === b.issuer && a.id === b.id;

const ownOf = (record: PatientRecord): Identifier => ({ issuer: record.issuer, id: record.patientId });

const states = (record: PatientRecord, other: PatientRecord): boolean =>
  statedOf(record).some((stated) => isSame(stated, ownOf(other)));

const contradicts = (record: PatientRecord, other: PatientRecord): boolean =>
  statedOf(record).some((stated) => stated.issuer === other.issuer && stated.id !== other.patientId);

const isThird = (id: Identifier, a: PatientRecord, b: PatientRecord): boolean =>
  id.issuer !== a.issuer && id.issuer !== b.issuer && !isFiller(id.id) && isPlausible(id.issuer, id.id);

/** How far two numbers of any length lie apart; undefined where one is none. */
const apart = (one: string, other: string): bigint | undefined => {
  if (!/^\d+$/.test(one) || !/^\d+$/.test(other)) return undefined;
  const difference = BigInt(one) - BigInt(other);
  return difference < 0n ? -difference : difference;
};

/**
 * Numbers that were given one after the other: to twins, and to families that came together. A zero in front is the same number written
 * otherwise, and digits that were swapped make nine.
 */
const areNeighbours = (one: string, other: string): boolean => {
  const difference = one.length === other.length ? apart(one, other) : undefined;
  return difference !== undefined && difference > 0n && difference < 9n;
};

const LONG = /^\d{7,}$/;
const FAR = 1000n;
// Digits of a number that holds a date, with the zeros that a spreadsheet takes away.
const DATED = 10;

/** Birth dates as numbers that hold them have them: YYMMDD and DDMMYY. */
const datesIn = ({ birthDate = '' }: PatientRecord): readonly string[] => {
  const [, year, month, day] = /^\d\d(\d\d)-?(\d\d)-?(\d\d)$/.exec(birthDate) ?? [];
  return year === undefined ? [] : [`${year}${month}${day}`, `${day}${month}${year}`];
};

const holdDate = (ids: readonly string[], dates: readonly string[]): boolean =>
  dates.some((date) => ids.some((id) => id.padStart(DATED, '0').includes(date)));

/**
 * Of long numbers that no order of issue explains: far apart, and without the birth date, which leaves few digits to differ. Two
 * people have numbers so alike once in 100,000 pairs.
 */
const areIndependent = (one: string, other: string, dates: readonly string[]): boolean =>
  LONG.test(one) && LONG.test(other) && (apart(one, other) ?? 0n) >= FAR && !holdDate([one, other], dates);

/** Twins may have them: given one after the other, or with the birth date that both have. */
const mayBeOfTwins = (one: string, other: string, dates: readonly string[]): boolean =>
  areNeighbours(one, other) || holdDate([one, other], dates);

interface Third {
  readonly level: 'shared' | 'slip' | 'neighbours' | 'unequal';
  readonly personal: boolean;
  readonly independent: boolean;
  readonly ofFamily: boolean;
}

const compareThird = (a: PatientRecord, b: PatientRecord, personal: ReadonlySet<string>): Third | undefined => {
  const [ofA, ofB] = [a, b].map((record) => statedOf(record).filter((id) => isThird(id, a, b)));
  const pairs = (ofA ?? []).flatMap((one) =>
    (ofB ?? []).filter((other) => other.issuer === one.issuer).map((other) => [one, other] as const),
  );
  if (pairs.length === 0) return undefined;
  const isPersonal = (issuer: string): boolean => personal.has(issuer) || isNational(issuer);
  const shared = pairs.filter(([one, other]) => one.id === other.id);
  if (shared.length > 0)
    return {
      level: 'shared',
      personal: shared.some(([{ issuer }]) => isPersonal(issuer)),
      independent: false,
      ofFamily: false,
    };
  const slips = pairs.filter(
    ([one, other]) => Math.min(one.id.length, other.id.length) >= SHORTEST && isOneSlip(one.id, other.id),
  );
  if (slips.length === 0) return { level: 'unequal', personal: false, independent: false, ofFamily: false };
  if (slips.every(([one, other]) => areNeighbours(one.id, other.id)))
    return { level: 'neighbours', personal: false, independent: false, ofFamily: true };
  const ofOneHuman = slips.filter(([one, other]) => isPersonal(one.issuer) && !areNeighbours(one.id, other.id));
  const dates = [...datesIn(a), ...datesIn(b)];
  return {
    level: 'slip',
    personal: ofOneHuman.length > 0,
    independent: ofOneHuman.some(([one, other]) => areIndependent(one.id, other.id, dates)),
    ofFamily: slips.every(([one, other]) => mayBeOfTwins(one.id, other.id, dates)),
  };
};

export interface IdentifierComparison {
  readonly level: IdentifierLevel;
  /** Two IDs of one issuer, whatever third identifiers say. */
  readonly sameIssuer: boolean;
  /** The shared third identifier is of an issuer that gives each human one. */
  readonly personal: boolean;
  /** So alike that two people would not have them, not even of one family. */
  readonly independent: boolean;
  /** So alike as the numbers of brothers and sisters may be. */
  readonly ofFamily: boolean;
}

/** The level that the parameters know: an identifier of one human that is shared says more than one of a household. */
export const weightedLevel = ({ level, personal }: IdentifierComparison): string =>
  level === 'shared' && personal ? 'personal' : level;

const nobodysIssuers: ReadonlySet<string> = new Set();

/** `personal` names issuers that give each human one identifier, beside the national ones that are known. */
export const compareIdentifiers = (
  a: PatientRecord,
  b: PatientRecord,
  personal: ReadonlySet<string> = nobodysIssuers,
): IdentifierComparison => {
  const sameIssuer = a.issuer === b.issuer && a.issuer !== '';
  if (states(a, b) || states(b, a))
    return { level: 'stated', sameIssuer, personal: false, independent: false, ofFamily: false };
  const third = compareThird(a, b, personal);
  if (third?.level === 'shared') return { ...third, sameIssuer };
  if (!sameIssuer && (contradicts(a, b) || contradicts(b, a)))
    return { level: 'contradicted', sameIssuer, personal: false, independent: false, ofFamily: false };
  if (third) return { ...third, sameIssuer };
  return {
    level: sameIssuer ? 'same-issuer' : 'other-issuer',
    sameIssuer,
    personal: false,
    independent: false,
    ofFamily: false,
  };
};
