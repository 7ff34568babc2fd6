/** Who is whom: records as their sources tell them, persons, and every change of that. */
import type { ColumnType, Generated } from 'kysely';
import type { Overlay } from './archive.ts';
import type { Json, MaybeCount, MaybeJson, MaybeMoment, MaybeText, Moment, Text } from './columns.ts';

interface PatientRecordsTable {
  tenant_id: string;
  id: string;
  issuer: string;
  patient_id: string;
  name: Text;
  birth_date: Text;
  sex: Text;
  other_ids: ColumnType<readonly unknown[], string | undefined, string>;
  overlay: MaybeJson<Overlay>;
  street: MaybeText;
  locality: MaybeText;
  region: MaybeText;
  postcode: MaybeText;
  country: MaybeText;
  phone: MaybeText;
  email: MaybeText;
  mother_name: MaybeText;
  birth_order: MaybeCount;
  multiple_birth: ColumnType<boolean | null, boolean | null | undefined, boolean | null>;
  deceased: MaybeText;
  merged_into: MaybeText;
  superseded_at: MaybeMoment;
  /** The change by which its source removed it. */
  removed_by: MaybeText;
  /** When a message or resource last told of the patient, to the day. */
  told_at: MaybeMoment;
  keyed: Generated<number>;
  created_at: Moment;
  updated_at: Moment;
}

interface PatientEventsTable {
  tenant_id: string;
  patient_record_id: string;
  facility: string;
  recorded_at: string;
}

interface PatientRecordVersionsTable {
  tenant_id: string;
  patient_record_id: string;
  since: Date;
  issuer: string;
  patient_id: string;
  name: Text;
  birth_date: Text;
  sex: Text;
}

interface BlockingKeysTable {
  tenant_id: string;
  key: string;
  patient_record_id: string;
}

export type IdentityChangeKind = 'merge' | 'link' | 'unlink' | 'move' | 'split' | 'remove';

interface IdentityChangesTable {
  tenant_id: string;
  id: string;
  number: Generated<number>;
  kind: IdentityChangeKind;
  reason: string;
  made_by: string;
  made_at: Moment;
  undone_by: MaybeText;
  undone_at: MaybeMoment;
}

interface IdentityChangeRecordsTable {
  tenant_id: string;
  change_id: string;
  patient_record_id: string;
  number: number;
  person_id: string;
  method: 'own' | 'automatic' | 'manual';
  score: number;
  evidence: Json<unknown>;
  decided_by: string;
  linked_at: Date;
  merged_into: Text;
  undone_at: MaybeMoment;
}

interface IdentityVerdictsTable {
  tenant_id: string;
  change_id: string;
  record_a: string;
  record_b: string;
  verdict: 'same' | 'not-same';
  number: Generated<number>;
  facts: Buffer;
  undone_at: MaybeMoment;
}

interface PatientRelationsTable {
  tenant_id: string;
  id: string;
  kind: 'mother-child';
  mother_record_id: string;
  child_record_id: string;
  witness: string;
  made_by: string;
  made_at: Moment;
  ended_by: MaybeText;
  ended_at: MaybeMoment;
}

interface NameFrequenciesTable {
  tenant_id: string;
  component: 'family' | 'given';
  name: string;
  records: number;
}

interface NameKeysTable {
  tenant_id: string;
  patient_record_id: string;
  component: 'family' | 'given' | 'middle';
  script: 'alphabetic' | 'ideographic' | 'phonetic';
  kind: 'exact' | 'sound';
  key: string;
}

interface StatedIdentifiersTable {
  tenant_id: string;
  issuer: string;
  patient_id: string;
  patient_record_id: string;
}

interface PersonsTable {
  tenant_id: string;
  id: string;
  created_at: Moment;
}

interface MembershipsTable {
  tenant_id: string;
  id: string;
  person_id: string;
  patient_record_id: string;
  valid_from: Moment;
  valid_to: MaybeMoment;
  method: 'own' | 'automatic' | 'manual';
  score: number;
  evidence: Json<unknown>;
  decided_by: string;
  made_at: Moment;
}

interface IdentityReviewsTable {
  tenant_id: string;
  id: string;
  record_a: string;
  record_b: string;
  score: number;
  rules: string[];
  evidence: Json<unknown>;
  raised_at: Moment;
  resolved_at: MaybeMoment;
  decision: 'same' | 'not-same' | 'withdrawn' | null;
  decided_by: Text;
}

export interface IdentityTables {
  patient_events: PatientEventsTable;
  patient_record_versions: PatientRecordVersionsTable;
  patient_records: PatientRecordsTable;
  name_keys: NameKeysTable;
  stated_identifiers: StatedIdentifiersTable;
  persons: PersonsTable;
  memberships: MembershipsTable;
  identity_reviews: IdentityReviewsTable;
  blocking_keys: BlockingKeysTable;
  identity_changes: IdentityChangesTable;
  identity_change_records: IdentityChangeRecordsTable;
  identity_verdicts: IdentityVerdictsTable;
  patient_relations: PatientRelationsTable;
  name_frequencies: NameFrequenciesTable;
}
