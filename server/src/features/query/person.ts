/** A question that names a patient is about the person, whichever of the person's identifiers it names. */
import { type MatchKey, type MatchQuery, tags } from '@throughline/dicom';
import { sql } from 'kysely';
import {
  type CompanionRow,
  type Condition,
  type NamedRow,
  namedRecords,
  onePerPerson,
  type Trx,
} from '../../db/index.ts';
import type { PatientIdDomain } from '../access/index.ts';
import { attributesFor } from './attributes.ts';
import { conditionOf } from './conditions.ts';

export interface PersonAsked {
  /** The records that were named by their identifiers. */
  readonly named: ReadonlySet<string>;
  /** Keys that are settled by it. */
  readonly keys: ReadonlySet<MatchKey>;
  readonly condition: Condition;
  /** All records of the person of each of these, where it has been linked. */
  readonly companions: ReadonlyMap<string, readonly CompanionRow[]>;
}

const keyOf = (query: MatchQuery, tag: number): MatchKey | undefined =>
  query.keys.find((key) => key.tag === tag && key.match !== 'any');

/** Without an issuer an identifier is one of who asks; of whoever has it, when that has no issuer either. */
const issuerCondition = (key: MatchKey | undefined, domain: PatientIdDomain | undefined): Condition | undefined => {
  if (key === undefined) return domain && sql<boolean>`p.issuer = ${domain.issuer}`;
  const attribute = attributesFor('patient').find(({ tag }) => tag === key.tag);
  return attribute && conditionOf(attribute, key, false);
};

/** One value is compared as one: the plan for any value is then as good as that for this one, and is made once. */
const isIdentifiedBy = (ids: readonly string[]): Condition => {
  const [id] = ids;
  const same = ids.length === 1 ? sql`p.patient_id = ${id}` : sql`p.patient_id = any(${[...ids]}::text[])`;
  return sql<boolean>`${same} and p.superseded_at is null and p.removed_by is null`;
};

const isOneOf = (records: readonly string[]): Condition =>
  records.length === 1 ? sql<boolean>`p.id = ${records[0]}` : sql<boolean>`p.id = any(${[...records]}::uuid[])`;

/** A record is of one person at a time: whoever is linked with it has the same companions. */
const companionsIn = (rows: readonly NamedRow[]): ReadonlyMap<string, readonly CompanionRow[]> => {
  const linked = rows.filter((row): row is CompanionRow => row.id !== null);
  const groups = Map.groupBy(linked, (row) => row.of_record);
  return new Map(groups.values().flatMap((group) => group.map(({ id }) => [id, group] as const)));
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
  const rows = await namedRecords(trx, [isIdentifiedBy(ids), ...(issuer === undefined ? [] : [issuer])]);
  const named = new Set(rows.map((row) => row.of_record));
  const companions = companionsIn(rows);
  return {
    named,
    keys: new Set(issuerKey ? [key, issuerKey] : [key]),
    condition: isOneOf(domain?.only ? [...named] : [...new Set([...named, ...companions.keys()])]),
    companions,
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
