-- What fetching for one person has cost, and what was left where it is because of that.
alter table transfers
  -- fetched whatever it costs: a reader asked for it, or it is being read
  add column exempt boolean not null default false,
  -- that came by it, over all attempts
  add column bytes bigint not null default 0,
  -- that were expected to come when it was queued
  add column estimated_bytes bigint not null default 0,
  -- that its attempts took
  add column busy_ms bigint not null default 0;
grant delete on transfers to throughline_app;

-- Priors that matter and are not fetched: the budget of their person is used up. One a study, gone when it is fetched after all.
create table left_studies (
  tenant_id uuid not null,
  study_instance_uid text collate "C" not null,
  person_id uuid not null,
  -- which budget
  left_by text not null check (left_by in ('bytes', 'time')),
  estimated_bytes bigint not null,
  left_at timestamptz not null,
  primary key (tenant_id, study_instance_uid),
  foreign key (tenant_id, person_id) references persons (tenant_id, id)
);
create index left_studies_of_person on left_studies (tenant_id, person_id);

alter table left_studies enable row level security;
alter table left_studies force row level security;
create policy tenant on left_studies using (tenant_id = (select current_setting('throughline.tenant_id', true))::uuid);
grant select, insert, update, delete on left_studies to throughline_app;
