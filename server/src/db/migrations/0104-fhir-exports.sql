-- Bulk exports: what was asked, how far it has come, and its files until they are fetched or forgotten.
create table bulk_exports (
  tenant_id uuid not null references tenants,
  id uuid not null,
  -- who asked, and what that principal might read then
  subject text not null,
  authority jsonb not null,
  -- the address that was asked, told again in the manifest
  request text not null,
  types text[] not null,
  since timestamptz,
  status text not null check (status in ('running', 'done', 'failed', 'cancelled')),
  -- the place in `types`, and where its next page begins
  at_type integer not null default 0,
  after text,
  attempts integer not null default 0,
  asked_at timestamptz not null,
  ended_at timestamptz,
  -- also the lease of whoever is at it
  next_at timestamptz not null,
  primary key (tenant_id, id)
);
create index bulk_exports_due on bulk_exports (tenant_id, next_at) where status = 'running';
create index bulk_exports_ended on bulk_exports (tenant_id, ended_at);

create table bulk_export_files (
  tenant_id uuid not null,
  export_id uuid not null,
  number integer not null,
  type text not null,
  resources integer not null,
  -- gzip of NDJSON
  body bytea not null,
  primary key (tenant_id, export_id, number),
  foreign key (tenant_id, export_id) references bulk_exports (tenant_id, id)
);

do $$
declare t text;
begin
  foreach t in array array['bulk_exports', 'bulk_export_files'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy tenant on %I using (tenant_id = (select current_setting(''throughline.tenant_id'', true))::uuid)', t);
    execute format('grant select, insert, update on %I to throughline_app', t);
  end loop;
end $$;
grant delete on bulk_export_files to throughline_app;
