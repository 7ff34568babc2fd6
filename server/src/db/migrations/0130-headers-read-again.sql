-- How far the objects that were stored by an earlier version are read again, for what searches tell of them since; a newer reading begins anew.
create table header_walks (
  tenant_id uuid not null references tenants,
  reading integer not null,
  after_instance uuid,
  finished_at timestamptz,
  primary key (tenant_id)
);
alter table header_walks enable row level security;
alter table header_walks force row level security;
create policy tenant on header_walks using (tenant_id = (select current_setting('throughline.tenant_id', true))::uuid);
grant select, insert, update on header_walks to throughline_app;
