-- PID-18: the number that a stay is billed by. Patients are asked for by it (PDQ); the last word on whose it is counts.
create table patient_accounts (
  tenant_id uuid not null references tenants,
  issuer text not null,
  number text not null,
  patient_record_id uuid not null,
  updated_at timestamptz not null,
  primary key (tenant_id, issuer, number),
  foreign key (tenant_id, patient_record_id) references patient_records (tenant_id, id)
);
create index patient_accounts_by_number on patient_accounts (tenant_id, number);
create index patient_accounts_by_record on patient_accounts (tenant_id, patient_record_id);
alter table patient_accounts enable row level security;
alter table patient_accounts force row level security;
create policy tenant on patient_accounts using (tenant_id = (select current_setting('throughline.tenant_id', true))::uuid);
grant select, insert, update, delete on patient_accounts to throughline_app;
