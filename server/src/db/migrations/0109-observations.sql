-- Measurements that other systems write as FHIR Observations: one series with those of objects and messages.
create table observations (
  tenant_id uuid not null references tenants,
  id uuid not null,
  -- a URI: whose number it is
  system text not null,
  number text not null,
  patient_record_id uuid not null,
  study_instance_uid text collate "C",
  -- as its writer says it: preliminary, final, amended, corrected, cancelled, entered-in-error
  status text not null,
  -- packages/measurements
  measurement jsonb not null,
  -- who wrote it, and who measured as they say
  written_by text not null,
  performer text,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, system, number),
  foreign key (tenant_id, patient_record_id) references patient_records (tenant_id, id)
);
create index observations_by_record on observations (tenant_id, patient_record_id);
alter table observations enable row level security;
alter table observations force row level security;
create policy tenant on observations using (tenant_id = (select current_setting('throughline.tenant_id', true))::uuid);
grant select, insert, update on observations to throughline_app;
