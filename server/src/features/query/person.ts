/** A question that names a patient is about the person, whichever of the person's identifiers it names. */
import { type MatchKey, type MatchQuery, tags } from '@throughline/dicom';
import { sql } from 'kysely';
import { type Condition, companionsOf, matchingRecords, onePerPerson, type Trx } from '../../db/index.ts';
import type { PatientIdDomain } from '../access/index.ts';
import { attributesFor } from './attributes.ts';
import { conditionOf } from './conditions.ts';

export interface PersonAsked {
  /** The records that were named by their identifiers. */
  readonly named: ReadonlySet<string>;
  /** Keys that are settled by it. */
  readonly keys: ReadonlySet<MatchKey>;
  readonly condition: Condition;
}

const keyOf = (query: MatchQuery, tag: number): MatchKey | undefined =>
  query.keys.find((key) => key.tag === tag && key.match !== 'any');

/** Without an issuer an identifier is one of who asks; of whoever has it, when that has no issuer either. */
const issuerCondition = (key: MatchKey | undefined, domain: PatientIdDomain | undefined): Condition | undefined => {
  if (key === undefined) return domain && sql<boolean>`p.issuer = ${domain.issuer}`;
  const attribute = attributesFor('patient').find(({ tag }) => tag === key.tag);
  return attribute && conditionOf(attribute, key, false);
};

/** Undefined when no patient is named: a pattern of identifiers matches records. */
export const personAsked = async (
  trx: Trx,
  query: MatchQuery,
  domain: PatientIdDomain | undefined,
): Promise<PersonAsked | undefined> => {
  const key = keyOf(query, tags.PatientID);
  if (key?.match !== 'exact' && key?.match !== 'list') return undefined;
  const issuerKey = keyOf(query, tags.IssuerOfPatientID);
  const ids = key.match === 'list' ? key.values : [key.value];
  const issuer = issuerCondition(issuerKey, domain);
  const identifier = sql<boolean>`p.patient_id = any(${[...ids]}::text[]) and p.superseded_at is null`;
  const named = await matchingRecords(trx, issuer === undefined ? [identifier] : [identifier, issuer]);
  const companions = domain?.only ? [] : await companionsOf(trx, named);
  const records = [...new Set([...named, ...companions.map(({ id }) => id)])];
  return {
    named: new Set(named),
    keys: new Set(issuerKey ? [key, issuerKey] : [key]),
    condition: sql<boolean>`p.id = any(${records}::uuid[])`,
  };
};

/** Patients are told once each, where they go by one identifier. */
export const isOnce = (
  conditions: readonly Condition[],
  domain: PatientIdDomain | undefined,
  named: ReadonlySet<string> = new Set(),
): Condition =>
  onePerPerson(
    conditions,
    domain ? sql<boolean>`(p.issuer = ${domain.issuer})` : sql<boolean>`(p.id = any(${[...named]}::uuid[]))`,
  );
