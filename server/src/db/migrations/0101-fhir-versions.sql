-- A report that came as messages has one number for all its versions; what a source said of a patient before is kept.
alter table message_reports add column report_id uuid;
update message_reports r set report_id = (
  select f.id from message_reports f
  where f.tenant_id = r.tenant_id and f.source_name = r.source_name and f.report_key = r.report_key
  order by f.received_at, f.id limit 1);
alter table message_reports alter column report_id set not null;
create index message_reports_by_report on message_reports (tenant_id, report_id, id);

create table patient_record_versions (
  tenant_id uuid not null,
  patient_record_id uuid not null,
  -- from when on it was so: the time of the version
  since timestamptz not null,
  issuer text not null,
  patient_id text not null,
  name text,
  birth_date text,
  sex text,
  primary key (tenant_id, patient_record_id, since),
  foreign key (tenant_id, patient_record_id) references patient_records (tenant_id, id)
);
alter table patient_record_versions enable row level security;
alter table patient_record_versions force row level security;
create policy tenant on patient_record_versions using (tenant_id = (select current_setting('throughline.tenant_id', true))::uuid);
grant select, insert on patient_record_versions to throughline_app;

-- By the database, so that no way of changing a record goes past it.
create function keep_patient_record_version() returns trigger language plpgsql as $$
begin
  insert into patient_record_versions (tenant_id, patient_record_id, since, issuer, patient_id, name, birth_date, sex)
  values (old.tenant_id, old.id, old.updated_at, old.issuer, old.patient_id, old.name, old.birth_date, old.sex)
  on conflict do nothing;
  return null;
end $$;
create trigger patient_record_changed after update on patient_records for each row
  when ((old.issuer, old.patient_id, old.name, old.birth_date, old.sex)
    is distinct from (new.issuer, new.patient_id, new.name, new.birth_date, new.sex))
  execute function keep_patient_record_version();

create index appointments_by_start on appointments (tenant_id, starts_at, id);
create index scheduled_steps_by_creation on scheduled_steps (tenant_id, created_at, id);
