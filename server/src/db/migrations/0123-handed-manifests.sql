-- Manifests of studies that were handed out: whom to tell when the records that they speak of are parted.
create table handed_manifests (
  tenant_id uuid not null references tenants,
  manifest_uid text collate "C" not null,
  subject text not null,
  form text not null check (form in ('dicom', 'fhir')),
  study_instance_uid text collate "C" not null,
  -- of the patient IDs that who asked knows; null: it was told as it is filed
  issuer text,
  first_at timestamptz not null,
  last_at timestamptz not null,
  primary key (tenant_id, manifest_uid, subject, form)
);
create index handed_manifests_by_study on handed_manifests (tenant_id, study_instance_uid);

alter table handed_manifests enable row level security;
alter table handed_manifests force row level security;
create policy tenant on handed_manifests using (tenant_id = (select current_setting('throughline.tenant_id', true))::uuid);
grant select, insert, update on handed_manifests to throughline_app;
