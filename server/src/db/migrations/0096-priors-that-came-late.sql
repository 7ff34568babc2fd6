-- A relevant prior that was whole here only after somebody had opened the study, or after a report of it was there.
create table late_priors (
  tenant_id uuid not null references tenants,
  -- the study that was read
  study_instance_uid text collate "C" not null,
  -- who read it; empty: whoever signed its report elsewhere
  subject text not null,
  prior_study_instance_uid text collate "C" not null,
  -- exam and date of each, e.g. "CT chest 2024-01-01"
  study_label text not null,
  prior_label text not null,
  opened_at timestamptz not null,
  arrived_at timestamptz not null,
  -- a final report of the study was there before the prior was
  signed boolean not null,
  -- when the reader opened the study again, or said to have seen it
  seen_at timestamptz,
  primary key (tenant_id, study_instance_uid, subject, prior_study_instance_uid)
);
create index late_priors_of_reader on late_priors (tenant_id, subject) where seen_at is null;
create index openings_of_study on openings (tenant_id, study_instance_uid, opened_at);

alter table late_priors enable row level security;
alter table late_priors force row level security;
create policy tenant on late_priors using (tenant_id = (select current_setting('throughline.tenant_id', true))::uuid);
grant select, insert, update on late_priors to throughline_app;
