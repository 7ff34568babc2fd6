/** What the identifiers of two records say about each other. */
import { isPlausible } from './check-digits.ts';
import { isOneSlip } from './distance.ts';
import type { PatientRecord } from './types.ts';

export type IdentifierLevel =
  | 'stated' // one source states the other's issuer and ID
  | 'shared' // both state one ID of a third issuer
  | 'slip' // IDs of a third issuer that are the same but for one typing error
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

const compareThird = (a: PatientRecord, b: PatientRecord): 'shared' | 'slip' | 'unequal' | undefined => {
  const [ofA, ofB] = [a, b].map((record) => statedOf(record).filter((id) => isThird(id, a, b)));
  const pairs = (ofA ?? []).flatMap((one) =>
    (ofB ?? []).filter((other) => other.issuer === one.issuer).map((other) => [one.id, other.id] as const),
  );
  if (pairs.length === 0) return undefined;
  if (pairs.some(([one, other]) => one === other)) return 'shared';
  return pairs.some(([one, other]) => Math.min(one.length, other.length) >= SHORTEST && isOneSlip(one, other))
    ? 'slip'
    : 'unequal';
};

export interface IdentifierComparison {
  readonly level: IdentifierLevel;
  /** Two IDs of one issuer, whatever third identifiers say. */
  readonly sameIssuer: boolean;
}

export const compareIdentifiers = (a: PatientRecord, b: PatientRecord): IdentifierComparison => {
  const sameIssuer = a.issuer === b.issuer && a.issuer !== '';
  if (states(a, b) || states(b, a)) return { level: 'stated', sameIssuer };
  const third = compareThird(a, b);
  if (third === 'shared') return { level: third, sameIssuer };
  if (!sameIssuer && (contradicts(a, b) || contradicts(b, a))) return { level: 'contradicted', sameIssuer };
  return { level: third ?? (sameIssuer ? 'same-issuer' : 'other-issuer'), sameIssuer };
};
