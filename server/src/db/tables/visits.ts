/** Clinicians, visits, diagnoses, and consents of patients. */
import type { ColumnType } from 'kysely';
import type { Json, MaybeMoment, MaybeText, Text } from './columns.ts';

interface PractitionersTable {
  tenant_id: string;
  id: string;
  issuer: string;
  number: Text;
  name: Text;
  updated_at: Date;
}

interface PatientAccountsTable {
  tenant_id: string;
  issuer: string;
  number: string;
  patient_record_id: string;
  updated_at: Date;
}

interface VisitsTable {
  tenant_id: string;
  id: string;
  source_name: string;
  visit_number: string;
  visit_issuer: string;
  patient_record_id: string;
  class: Text;
  status: 'planned' | 'in-progress' | 'finished' | 'cancelled' | 'unknown';
  started_at: Text;
  ended_at: Text;
  location: Text;
  attending: Text;
  referring: Text;
  said_at: Text;
  message_id: Text;
  updated_at: Date;
}

interface DiagnosesTable {
  tenant_id: string;
  id: string;
  source_name: string;
  patient_record_id: string;
  visit_id: Text;
  code: string;
  system: Text;
  display: string;
  kind: 'A' | 'W' | 'F' | null;
  diagnosed_at: Text;
  updated_at: Date;
}

/** Somebody who may be told: by the subject of its tokens, or by the resource that the user is (fhirUser). */
export interface ConsentActor {
  readonly by: 'subject' | 'user';
  readonly name: string;
}

/** Whom a decision is about, and for whom the opposite holds; absent: everybody, and nobody. */
export interface ConsentNarrowing {
  readonly only?: readonly ConsentActor[];
  readonly except?: readonly ConsentActor[];
}

type Verdict = 'justified' | 'not-justified';

interface EmergencyAccessesTable {
  tenant_id: string;
  id: string;
  subject: string;
  patient_record_id: string;
  reason: string;
  started_at: Date;
  ends_at: Date;
  ended_at: MaybeMoment;
  reviewed_at: MaybeMoment;
  reviewed_by: MaybeText;
  verdict: ColumnType<Verdict | null, Verdict | null | undefined, Verdict | null>;
}

interface ConsentsTable {
  tenant_id: string;
  id: string;
  /** A URI: whose number it is. */
  system: string;
  number: string;
  patient_record_id: string;
  status: 'draft' | 'proposed' | 'active' | 'rejected' | 'inactive' | 'entered-in-error';
  decision: 'permit' | 'deny';
  starts_at: Date | null;
  ends_at: Date | null;
  consented_at: Text;
  narrowing: Json<ConsentNarrowing>;
  updated_at: Date;
}

export interface VisitTables {
  practitioners: PractitionersTable;
  patient_accounts: PatientAccountsTable;
  visits: VisitsTable;
  diagnoses: DiagnosesTable;
  consents: ConsentsTable;
  emergency_accesses: EmergencyAccessesTable;
}
