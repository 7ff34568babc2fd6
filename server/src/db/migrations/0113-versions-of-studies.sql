-- What was said of a study before: its attributes only; which objects it had is known by when they came.
create table study_versions (
  tenant_id uuid not null,
  study_id uuid not null,
  -- from when on it was so
  since timestamptz not null,
  patient_record_id uuid not null,
  study_date text,
  study_time text,
  accession_number text,
  accession_issuer text,
  description text,
  referring_physician text,
  reason_for_exam text,
  primary key (tenant_id, study_id, since),
  foreign key (tenant_id, study_id) references studies (tenant_id, id) on delete cascade
);
alter table study_versions enable row level security;
alter table study_versions force row level security;
create policy tenant on study_versions using (tenant_id = (select current_setting('throughline.tenant_id', true))::uuid);
grant select, insert on study_versions to throughline_app;

-- By the database, so that no way of changing a study goes past it.
create function keep_study_version() returns trigger language plpgsql as $$
begin
  insert into study_versions (tenant_id, study_id, since, patient_record_id, study_date, study_time, accession_number,
    accession_issuer, description, referring_physician, reason_for_exam)
  values (old.tenant_id, old.id, old.updated_at, old.patient_record_id, old.study_date, old.study_time, old.accession_number,
    old.accession_issuer, old.description, old.referring_physician, old.reason_for_exam)
  on conflict do nothing;
  return null;
end $$;
create trigger study_changed after update on studies for each row
  when ((old.patient_record_id, old.study_date, old.study_time, old.accession_number, old.accession_issuer, old.description,
      old.referring_physician, old.reason_for_exam)
    is distinct from (new.patient_record_id, new.study_date, new.study_time, new.accession_number, new.accession_issuer,
      new.description, new.referring_physician, new.reason_for_exam))
  execute function keep_study_version();
