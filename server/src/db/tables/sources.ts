/** Sites, the systems there that are asked, and the application entities that may call. */
import type { ColumnType, Generated } from 'kysely';
import type { Count, MaybeJson, MaybeMoment, MaybeText, Moment, Text } from './columns.ts';

interface TenantsTable {
  id: string;
  name: string;
  created_at: Moment;
}

interface SitesTable {
  tenant_id: string;
  id: string;
  name: string;
  created_at: Moment;
}

/** From `from` to `to` (HH:MM, beyond midnight when it is not later) on days that begin on one of `days` (1 is Monday). */
export interface AllowedHours {
  readonly days: readonly number[];
  readonly from: string;
  readonly to: string;
}

/** What a source does otherwise than the Standard says; absent parts are as the Standard has them. */
export interface SourceDialect {
  readonly wildcards?: 'any' | 'trailing' | 'none' | undefined;
  readonly names?: 'as-written' | 'upper-case' | undefined;
  readonly keys?: 'all' | 'basic' | undefined;
  readonly counts?: 'as-said' | 'by-listing' | undefined;
  readonly mostAnswers?: number | undefined;
}

type CredentialsKind = 'basic' | 'bearer';

interface SourcesTable {
  tenant_id: string;
  id: string;
  site_id: string;
  name: string;
  issuer: string;
  ae_title: Text;
  host: Text;
  port: Count;
  dicomweb_url: Text;
  fhir_url: MaybeText;
  query_by: 'qido' | 'c-find' | 'fhir';
  /** `none`: it lists studies, and gives them to nobody. */
  retrieve_by: 'wado' | 'c-get' | 'c-move' | 'none';
  timeout_ms: Generated<number>;
  concurrency: Generated<number>;
  enabled: Generated<boolean>;
  tls: Generated<boolean>;
  kind: Generated<'pacs' | 'vna' | 'archive' | 'modality' | 'cloud' | 'referral' | 'ehr'>;
  code_system: MaybeText;
  time_zone: MaybeText;
  covers_from: MaybeText;
  covers_to: MaybeText;
  modalities: ColumnType<string[] | null, string[] | null | undefined, string[] | null>;
  allowed_hours: MaybeJson<readonly AllowedHours[]>;
  urgent_anytime: Generated<boolean>;
  bytes_per_second: ColumnType<number | null, number | null | undefined, number | null>;
  trust: Generated<'own' | 'partner' | 'unverified'>;
  dialect: ColumnType<SourceDialect, string | undefined, string>;
  credentials_kind: ColumnType<CredentialsKind | null, CredentialsKind | null | undefined, CredentialsKind | null>;
  credentials_user: MaybeText;
  credentials: ColumnType<Buffer | null, Buffer | null | undefined, Buffer | null>;
  removed_at: MaybeMoment;
  created_at: Moment;
  updated_at: Moment;
}

export type Service = 'echo' | 'store' | 'find' | 'get' | 'move' | 'commit' | 'worklist' | 'performed';

/** What an association must prove about its user (PS3.7 D.3.3.7). */
export type UserIdentityRule = 'none' | 'passcode' | 'token';

/** C-STORE to its address, STOW-RS or MHD (documents only) at the services of its source. */
export type DeliverBy = 'c-store' | 'stow' | 'mhd';

interface ApplicationEntitiesTable {
  tenant_id: string;
  ae_title: string;
  address: string;
  services: Service[];
  host: Text;
  port: Count;
  issuer: Text;
  source_id: Text;
  certificate: ColumnType<Text, Text | undefined, Text>;
  tls: Generated<boolean>;
  created_at: Moment;
  user_identity: Generated<UserIdentityRule>;
  user_name: ColumnType<Text, Text | undefined, Text>;
  one_issuer: Generated<boolean>;
  deliver_by: Generated<DeliverBy>;
  passcode_hash: ColumnType<Text, Text | undefined, Text>;
}

interface SourceCircuitsTable {
  tenant_id: string;
  source_id: string;
  failures: Generated<number>;
  opened_at: MaybeMoment;
  probe_at: MaybeMoment;
  last_success_at: MaybeMoment;
  last_failure_at: MaybeMoment;
  error_code: MaybeText;
  checked_at: MaybeMoment;
}

interface ServerSecretsTable {
  tenant_id: string;
  name: string;
  secret: Buffer;
  created_at: Moment;
}

export interface SourcesTables {
  server_secrets: ServerSecretsTable;
  tenants: TenantsTable;
  sites: SitesTable;
  sources: SourcesTable;
  source_circuits: SourceCircuitsTable;
  application_entities: ApplicationEntitiesTable;
}
