-- The newest event (HL7 v2 EVN-2) in which a facility told of a patient: what it recorded before that does not take its place.
create table patient_events (
  tenant_id uuid not null references tenants,
  patient_record_id uuid not null,
  facility text not null,
  recorded_at text collate "C" not null,
  primary key (tenant_id, patient_record_id, facility),
  foreign key (tenant_id, patient_record_id) references patient_records (tenant_id, id)
);
alter table patient_events enable row level security;
alter table patient_events force row level security;
create policy tenant on patient_events using (tenant_id = (select current_setting('throughline.tenant_id', true))::uuid);
grant select, insert, update, delete on patient_events to throughline_app;
