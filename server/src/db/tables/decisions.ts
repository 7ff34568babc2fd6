/** CDS Hooks: who may ask, and which cards were given. */
import type { ColumnType, Generated } from 'kysely';
import type { Json, MaybeMoment, MaybeText, Moment, Text } from './columns.ts';

interface CdsClientsTable {
  tenant_id: string;
  issuer: string;
  name: string;
  jwks: Json<unknown>;
  jwks_url: Text;
  fhir_server: Text;
  patient_issuer: Text;
  enabled: Generated<boolean>;
  created_at: Moment;
  updated_at: Moment;
}

interface CdsTokensTable {
  tenant_id: string;
  issuer: string;
  jti: string;
  expires_at: Date;
}

interface CdsCardsTable {
  tenant_id: string;
  id: string;
  issuer: string;
  service: string;
  kind: string;
  study_instance_uid: Text;
  shown_at: Moment;
  outcome: ColumnType<'accepted' | 'overridden' | null, undefined, 'accepted' | 'overridden'>;
  reason_code: MaybeText;
  reason_comment: MaybeText;
  answered_at: MaybeMoment;
  site_name: MaybeText;
  specialty: MaybeText;
  source_name: MaybeText;
}

export interface DecisionsTables {
  cds_clients: CdsClientsTable;
  cds_tokens: CdsTokensTable;
  cds_cards: CdsCardsTable;
}
