/** Who signs in, which applications may ask, what was granted, and what launches the reading page. */
import type { Generated } from 'kysely';
import type { Json, MaybeJson, MaybeMoment, MaybeText, Moment, Text } from './columns.ts';

interface HubUsersTable {
  tenant_id: string;
  username: string;
  name: string;
  passcode: string;
  scopes: string[];
  fhir_user: Text;
  enabled: Generated<boolean>;
  failures: Generated<number>;
  locked_until: MaybeMoment;
  created_at: Moment;
  updated_at: Moment;
}

interface OauthClientsTable {
  tenant_id: string;
  client_id: string;
  name: string;
  redirect_uris: string[];
  launch_url: Text;
  jwks: MaybeJson<unknown>;
  scopes: string[];
  enabled: Generated<boolean>;
  created_at: Moment;
  updated_at: Moment;
}

interface OauthGrantsTable {
  tenant_id: string;
  id: string;
  client_id: Text;
  subject: string;
  name: MaybeText;
  fhir_user: MaybeText;
  scope: string;
  patient_record_id: MaybeText;
  study_instance_uid: MaybeText;
  /** The session that the application was launched in, for FHIRcast. */
  topic: MaybeText;
  created_at: Moment;
  expires_at: Date;
  revoked_at: MaybeMoment;
}

/** What is good once, until a time, and known by the digest of what its bearer carries. */
interface OnceTable {
  tenant_id: string;
  digest: Buffer;
  expires_at: Date;
  used_at: MaybeMoment;
}

interface OauthRequestsTable extends OnceTable {
  request: Json<unknown>;
}

interface OauthCodesTable extends OnceTable {
  grant_id: string;
  redirect_uri: string;
  challenge: string;
  nonce: Text;
}

interface OauthRefreshTokensTable extends OnceTable {
  grant_id: string;
}

interface OauthAssertionsTable {
  tenant_id: string;
  client_id: string;
  jti: string;
  expires_at: Date;
}

interface LaunchesTable extends OnceTable {
  purpose: 'app' | 'link';
  created_by: string;
  subject: Text;
  name: MaybeText;
  patient_record_id: string;
  study_instance_uid: Text;
}

interface SignInProvidersTable {
  tenant_id: string;
  name: string;
  kind: 'oidc' | 'smart';
  label: string;
  issuer: string;
  client_id: string;
  secret: Buffer | null;
  authentication: 'none' | 'private_key_jwt' | 'client_secret_basic';
  scope: string;
  grants: string[];
  required_claim: Text;
  required_value: Text;
  patient_issuer: Text;
  enabled: Generated<boolean>;
  created_at: Moment;
  updated_at: Moment;
}

interface SignInsTable extends OnceTable {
  provider: string;
  browser: Buffer;
  verifier: string;
  nonce: string;
  return_to: string;
}

export interface AuthorizationTables {
  hub_users: HubUsersTable;
  oauth_clients: OauthClientsTable;
  oauth_grants: OauthGrantsTable;
  oauth_requests: OauthRequestsTable;
  oauth_codes: OauthCodesTable;
  oauth_refresh_tokens: OauthRefreshTokensTable;
  oauth_assertions: OauthAssertionsTable;
  launches: LaunchesTable;
  sign_in_providers: SignInProvidersTable;
  sign_ins: SignInsTable;
}
