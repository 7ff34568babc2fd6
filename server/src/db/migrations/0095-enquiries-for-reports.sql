-- The question for reports to a source that speaks FHIR, as it ended last: one row a record and source.
create table report_enquiries (
  tenant_id uuid not null,
  patient_record_id uuid not null,
  source_id uuid not null,
  asked_at timestamptz not null,
  outcome text not null check (outcome in ('answered', 'refused', 'unreachable', 'timed-out')),
  error_code text,
  last_answered_at timestamptz,
  -- in a row, until it answers
  failures integer not null default 0,
  -- when it is asked again; null: it has answered
  next_at timestamptz,
  primary key (tenant_id, patient_record_id, source_id),
  foreign key (tenant_id, patient_record_id) references patient_records (tenant_id, id),
  foreign key (tenant_id, source_id) references sources (tenant_id, id)
);
create index report_enquiries_due on report_enquiries (tenant_id, next_at) where next_at is not null;

alter table report_enquiries enable row level security;
alter table report_enquiries force row level security;
create policy tenant on report_enquiries using (tenant_id = (select current_setting('throughline.tenant_id', true))::uuid);
grant select, insert, update on report_enquiries to throughline_app;
