-- Pages of searches are sealed with a key that all processes share; systems that ask for decision support are registered.
create table server_secrets (
  tenant_id uuid not null references tenants,
  name text not null,
  secret bytea not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, name)
);

create table cds_clients (
  tenant_id uuid not null references tenants,
  -- the `iss` of its tokens
  issuer text not null,
  name text not null,
  -- its public keys as a JWK set: they are registered, never fetched (H82)
  jwks jsonb not null,
  -- the address of its key set, when its tokens name one
  jwks_url text,
  -- its FHIR server: requests that name another are refused
  fhir_server text,
  -- the issuer of the patient identifiers that it sends without a system that we know
  patient_issuer text,
  enabled boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, issuer)
);

-- Tokens that were used: none is good twice.
create table cds_tokens (
  tenant_id uuid not null,
  issuer text not null,
  jti text not null,
  expires_at timestamptz not null,
  primary key (tenant_id, issuer, jti),
  foreign key (tenant_id, issuer) references cds_clients (tenant_id, issuer)
);
create index cds_tokens_expired on cds_tokens (tenant_id, expires_at);

-- Cards that were shown, and what became of them.
create table cds_cards (
  tenant_id uuid not null,
  id uuid not null,
  issuer text not null,
  service text not null,
  kind text not null,
  study_instance_uid text collate "C",
  shown_at timestamptz not null default now(),
  outcome text check (outcome in ('accepted', 'overridden')),
  reason_code text,
  reason_comment text,
  answered_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, issuer) references cds_clients (tenant_id, issuer)
);
create index cds_cards_by_outcome on cds_cards (tenant_id, service, outcome, reason_code);

do $$
declare t text;
begin
  foreach t in array array['server_secrets', 'cds_clients', 'cds_tokens', 'cds_cards'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy tenant on %I using (tenant_id = (select current_setting(''throughline.tenant_id'', true))::uuid)', t);
    execute format('grant select, insert, update on %I to throughline_app', t);
  end loop;
end $$;
revoke update on server_secrets from throughline_app;
grant delete on cds_tokens to throughline_app;
