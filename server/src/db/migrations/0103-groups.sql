-- Groups of patients, as another system keeps them: by them bulk exports are narrowed.
create table patient_groups (
  tenant_id uuid not null references tenants,
  id uuid not null,
  -- a URI: whose number it is
  system text not null,
  number text not null,
  name text,
  active boolean not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, system, number)
);
create table patient_group_members (
  tenant_id uuid not null,
  group_id uuid not null,
  patient_record_id uuid not null,
  primary key (tenant_id, group_id, patient_record_id),
  foreign key (tenant_id, group_id) references patient_groups (tenant_id, id),
  foreign key (tenant_id, patient_record_id) references patient_records (tenant_id, id)
);
create index patient_group_members_by_record on patient_group_members (tenant_id, patient_record_id);
do $$
declare t text;
begin
  foreach t in array array['patient_groups', 'patient_group_members'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy tenant on %I using (tenant_id = (select current_setting(''throughline.tenant_id'', true))::uuid)', t);
    execute format('grant select, insert, update on %I to throughline_app', t);
  end loop;
end $$;
grant delete on patient_group_members to throughline_app;
