/** FHIRcast: what is open in a session, who follows it, and what they are told. */
import type { CastMessage, Contexts } from '@throughline/fhir';
import type { Generated } from 'kysely';
import type { Json, MaybeMoment, MaybeText, Moment } from './columns.ts';

interface FhircastTopicsTable {
  tenant_id: string;
  topic: string;
  session_key: string;
  contexts: Json<Contexts>;
  last_sequence: Generated<number>;
  foreign_hub: Buffer | null;
  page: MaybeText;
  touched_at: Moment;
}

interface FhircastSubscriptionsTable {
  tenant_id: string;
  digest: Buffer;
  topic: string;
  name: string;
  events: string[];
  subject: string;
  address: MaybeText;
  grant_id: MaybeText;
  patient: MaybeText;
  is_page: Generated<boolean>;
  revision: Generated<number>;
  lease_seconds: number;
  expires_at: Date;
  bound_at: MaybeMoment;
  seen_at: MaybeMoment;
  ended_at: MaybeMoment;
}

interface FhircastEventsTable {
  tenant_id: string;
  topic: string;
  sequence: number;
  message: Json<CastMessage>;
  instead_of: MaybeText;
  except_for: Buffer | null;
  records: string[] | null;
  at: Date;
}

export interface FhircastTables {
  fhircast_topics: FhircastTopicsTable;
  fhircast_subscriptions: FhircastSubscriptionsTable;
  fhircast_events: FhircastEventsTable;
}
