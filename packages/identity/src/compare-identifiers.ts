/** What the identifiers of two records say about each other. */
import type { PatientRecord } from './types.ts';

export type IdentifierLevel =
  | 'stated' // one source states the other's issuer and ID
  | 'shared' // both state one ID of a third issuer
  | 'contradicted' // one states another ID than the other has at its own issuer
  | 'same-issuer' // two IDs of one issuer, and nobody says that they belong together
  | 'other-issuer'; // IDs of different issuers: equal or not, they say nothing

interface Identifier {
  readonly issuer: string;
  readonly id: string;
}

const MAX_OTHER_IDS = 64;

const statedOf = (record: PatientRecord): readonly Identifier[] =>
  (record.otherIds ?? []).slice(0, MAX_OTHER_IDS).filter((other) => other.issuer !== '' && other.id !== '');

const isSame = (a: Identifier, b: Identifier): boolean => a.issuer === b.issuer && a.id === b.id;

const ownOf = (record: PatientRecord): Identifier => ({ issuer: record.issuer, id: record.patientId });

const states = (record: PatientRecord, other: PatientRecord): boolean =>
  statedOf(record).some((stated) => isSame(stated, ownOf(other)));

const contradicts = (record: PatientRecord, other: PatientRecord): boolean =>
  statedOf(record).some((stated) => stated.issuer === other.issuer && stated.id !== other.patientId);

export const compareIdentifiers = (a: PatientRecord, b: PatientRecord): IdentifierLevel => {
  if (states(a, b) || states(b, a)) return 'stated';
  if (contradicts(a, b) || contradicts(b, a)) return a.issuer === b.issuer ? 'same-issuer' : 'contradicted';
  if (statedOf(a).some((one) => statedOf(b).some((other) => isSame(one, other)))) return 'shared';
  return a.issuer === b.issuer && a.issuer !== '' ? 'same-issuer' : 'other-issuer';
};
