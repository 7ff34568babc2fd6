/** By which identifiers a person is known at a source. */
import type { MemberRow, SourceRow } from '../../db/index.ts';

export interface Identifier {
  readonly issuer: string;
  readonly id: string;
}

const isIdentifier = (value: unknown): value is Identifier =>
  typeof value === 'object' && value !== null && 'issuer' in value && 'id' in value;

/** What an enquiry says that it was about: identifiers, and demographics beside them when there were none. */
export const readIdentifiers = (value: unknown): readonly Identifier[] =>
  Array.isArray(value) ? value.filter(isIdentifier) : [];

/** Identifiers of the source's own issuer: those of its records, and those that other sources state. */
export const identifiersAt = (
  source: Pick<SourceRow, 'issuer'>,
  records: readonly MemberRow[],
  stated: (record: MemberRow) => readonly Identifier[],
): readonly Identifier[] => {
  const all = records.flatMap((record) => [
    { issuer: record.issuer, id: record.patient_id },
    ...stated(record).map(({ issuer, id }) => ({ issuer, id })),
  ]);
  const own = all.filter((each) => each.issuer === source.issuer && each.id !== '');
  return [...new Map(own.map((each) => [each.id, each])).values()];
};

/** True when every identifier that the person has there now was asked for. */
export const covers = (asked: readonly Identifier[], wanted: readonly Identifier[]): boolean =>
  wanted.every((want) => asked.some((each) => each.issuer === want.issuer && each.id === want.id));
