-- What was there when somebody opened a study: once for each study, reader and day.
create table openings (
  tenant_id uuid not null references tenants,
  day date not null,
  study_instance_uid text collate "C" not null,
  subject text not null,
  opened_at timestamptz not null,
  -- of the current study
  site_name text not null,
  specialty text not null,
  -- priors that mattered, and how many of them were whole here
  flagged integer not null,
  ready integer not null,
  verdict text not null check (verdict in ('complete', 'incomplete', 'unknown')),
  -- when all of them were; null while the reader still waits
  ready_at timestamptz,
  primary key (tenant_id, day, study_instance_uid, subject)
);
alter table openings enable row level security;
alter table openings force row level security;
create policy tenant on openings using (tenant_id = (select current_setting('throughline.tenant_id', true))::uuid);
grant select, insert, update on openings to throughline_app;
create index prior_feedback_by_time on prior_feedback (tenant_id, at);
