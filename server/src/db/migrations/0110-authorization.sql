-- The hub as an authorisation server (SMART App Launch 2.2), as a client of others, and what launches it.

-- People who sign in here, where a site has no identity provider of its own.
create table hub_users (
  tenant_id uuid not null references tenants,
  username text not null,
  name text not null,
  -- scrypt
  passcode text not null,
  -- scopes of the hub itself, such as imaging.read
  scopes text[] not null,
  -- the address of the FHIR resource that the user is
  fhir_user text,
  enabled boolean not null default true,
  failures int not null default 0,
  locked_until timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, username)
);

-- Applications that may ask for tokens.
create table oauth_clients (
  tenant_id uuid not null references tenants,
  client_id text not null,
  name text not null,
  -- compared as they stand; empty: no user can be sent to it
  redirect_uris text[] not null,
  launch_url text,
  -- its public keys, registered and never fetched; null: a public client, of which PKCE is all the proof
  jwks jsonb,
  -- the most that it is ever granted
  scopes text[] not null,
  enabled boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, client_id)
);

-- What was granted to whom: every token names its grant, and none outlives it.
create table oauth_grants (
  tenant_id uuid not null references tenants,
  id uuid not null,
  -- null: the hub's own page
  client_id text,
  subject text not null,
  name text,
  fhir_user text,
  scope text not null,
  patient_record_id uuid,
  study_instance_uid text collate "C",
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, client_id) references oauth_clients (tenant_id, client_id)
);
create index oauth_grants_by_subject on oauth_grants (tenant_id, subject);
create index oauth_grants_ended on oauth_grants (tenant_id, expires_at);

-- Whatever a browser or a client carries is kept by its SHA-256 only.
create table oauth_requests (
  tenant_id uuid not null references tenants,
  digest bytea not null,
  request jsonb not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (tenant_id, digest)
);

create table oauth_codes (
  tenant_id uuid not null,
  digest bytea not null,
  grant_id uuid not null,
  redirect_uri text not null,
  challenge text not null,
  nonce text,
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (tenant_id, digest),
  foreign key (tenant_id, grant_id) references oauth_grants (tenant_id, id)
);

create table oauth_refresh_tokens (
  tenant_id uuid not null,
  digest bytea not null,
  grant_id uuid not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (tenant_id, digest),
  foreign key (tenant_id, grant_id) references oauth_grants (tenant_id, id)
);

-- Assertions that were used: none is good twice.
create table oauth_assertions (
  tenant_id uuid not null,
  client_id text not null,
  jti text not null,
  expires_at timestamptz not null,
  primary key (tenant_id, client_id, jti),
  foreign key (tenant_id, client_id) references oauth_clients (tenant_id, client_id)
);

-- A study or patient to be opened: by an application ('app'), or by a link into the reading page ('link').
create table launches (
  tenant_id uuid not null references tenants,
  digest bytea not null,
  purpose text not null check (purpose in ('app', 'link')),
  -- who made it
  created_by text not null,
  -- whom the link signs in; null: it signs nobody in
  subject text,
  name text,
  patient_record_id uuid not null,
  study_instance_uid text collate "C",
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (tenant_id, digest)
);

-- Others by which people sign in here: OpenID providers, and EHRs that launch the reading page.
create table sign_in_providers (
  tenant_id uuid not null references tenants,
  name text not null,
  kind text not null check (kind in ('oidc', 'smart')),
  label text not null,
  -- of an OpenID provider its issuer, of an EHR the address of its FHIR server
  issuer text not null,
  client_id text not null,
  -- null: a public client, or one that proves itself with the hub's own keys
  secret bytea,
  authentication text not null check (authentication in ('none', 'private_key_jwt', 'client_secret_basic')),
  scope text not null,
  -- scopes of the hub that its people get
  grants text[] not null,
  -- a claim and a value that people must have, e.g. groups and radiology
  required_claim text,
  required_value text,
  -- the issuer of the patient identifiers that the EHR gives without a system that we know
  patient_issuer text,
  enabled boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, name)
);
create unique index sign_in_providers_by_issuer on sign_in_providers (tenant_id, kind, issuer);

-- People who are at their provider at the moment.
create table sign_ins (
  tenant_id uuid not null,
  digest bytea not null,
  provider text not null,
  -- of the browser that began it
  browser bytea not null,
  verifier text not null,
  nonce text not null,
  return_to text not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (tenant_id, digest),
  foreign key (tenant_id, provider) references sign_in_providers (tenant_id, name)
);

do $$
declare t text;
begin
  foreach t in array array['hub_users', 'oauth_clients', 'oauth_grants', 'oauth_requests', 'oauth_codes', 'oauth_refresh_tokens',
    'oauth_assertions', 'launches', 'sign_in_providers', 'sign_ins'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy tenant on %I using (tenant_id = (select current_setting(''throughline.tenant_id'', true))::uuid)', t);
    execute format('grant select, insert, update on %I to throughline_app', t);
  end loop;
  foreach t in array array['oauth_requests', 'oauth_codes', 'oauth_refresh_tokens', 'oauth_assertions', 'launches', 'sign_ins'] loop
    execute format('create index on %I (tenant_id, expires_at)', t);
    execute format('grant delete on %I to throughline_app', t);
  end loop;
end $$;
