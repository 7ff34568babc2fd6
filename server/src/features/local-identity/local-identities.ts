/** How who asks knows the patients of some records: by its own identifiers, the others beside them (PS3.3 C.7.1.1). */
import { type CompanionRow, companionsOf, isIdentified, type LocalIdentity, type Trx } from '../../db/index.ts';
import type { PatientIdDomain, Principal } from '../access/index.ts';

/**
 * The domain whose identifiers go out through this door. FHIR and the workspace tell every record by its own identifier, and
 * which of them are the same person: there a study has a subject, not an ID.
 */
export const domainOf = ({ door, domain }: Principal): PatientIdDomain | undefined =>
  door === 'fhir' || door === 'api' || door === 'cds' ? undefined : domain;

interface Asked {
  readonly domain: PatientIdDomain | undefined;
  /** The records that the question named by an identifier; undefined: it named none. */
  readonly named?: ReadonlySet<string> | undefined;
  /** Companions that are known already, by record; of all that will be told, or none. */
  readonly companions?: ReadonlyMap<string, readonly CompanionRow[]> | undefined;
}

/** What the person is called: of the domain's identifiers one that no other has replaced, else the one asked with, else none. */
const shownOf = (records: readonly CompanionRow[], { domain, named }: Asked): CompanionRow | undefined => {
  const own = records.filter(({ issuer }) => issuer === domain?.issuer);
  return own.find((record) => record.merged_into === null) ?? own[0] ?? records.find(({ id }) => named?.has(id));
};

const toldOf = (recordId: string, records: readonly CompanionRow[], asked: Asked): LocalIdentity | undefined => {
  const identified = records.filter(isIdentified);
  const shown = shownOf(identified, asked) ?? identified.find(({ id }) => id === recordId);
  const others = identified.filter((record) => record !== shown);
  if (shown === undefined || (others.length === 0 && shown.id === recordId)) return undefined;
  return {
    identifier: { issuer: shown.issuer, id: shown.patient_id },
    others: others.map(({ issuer, patient_id: id }) => ({ issuer, id })),
    since: new Date(Math.max(...records.map((record) => record.linked_at.getTime()))),
  };
};

/** By record; none for a record that is told as it is filed. */
export const localIdentities = async (
  trx: Trx,
  asked: Asked,
  recordIds: readonly string[],
): Promise<ReadonlyMap<string, LocalIdentity>> => {
  if (asked.domain?.only || (asked.domain === undefined && asked.named === undefined)) return new Map();
  const companions = asked.companions ?? Map.groupBy(await companionsOf(trx, recordIds), (row) => row.of_record);
  const told = [...companions].map(([id, records]) => [id, toldOf(id, records, asked)] as const);
  return new Map(told.flatMap(([id, identity]) => (identity ? [[id, identity] as const] : [])));
};
