-- What patients allow or forbid. One that is active and denies withholds the person's imaging from whoever reads.
create table consents (
  tenant_id uuid not null references tenants,
  id uuid not null,
  -- a URI: whose number it is
  system text not null,
  number text not null,
  patient_record_id uuid not null,
  status text not null check (status in ('draft', 'proposed', 'active', 'rejected', 'inactive', 'entered-in-error')),
  decision text not null check (decision in ('permit', 'deny')),
  starts_at timestamptz,
  ends_at timestamptz,
  -- when it was given, as a FHIR dateTime
  consented_at text,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, system, number),
  foreign key (tenant_id, patient_record_id) references patient_records (tenant_id, id)
);
create index consents_by_record on consents (tenant_id, patient_record_id);
create index consents_that_deny on consents (tenant_id, patient_record_id) where status = 'active' and decision = 'deny';
alter table consents enable row level security;
alter table consents force row level security;
create policy tenant on consents using (tenant_id = (select current_setting('throughline.tenant_id', true))::uuid);
grant select, insert, update on consents to throughline_app;
