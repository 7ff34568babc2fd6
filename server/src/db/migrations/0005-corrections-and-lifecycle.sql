-- What happens to objects after they were stored. The bytes stay as they came; what is served of them changes here and can be
-- changed back: corrections lie over the header, rejected and deleted objects are hidden, another version may be chosen.

-- ---------------------------------------------------------------------------------------- what is served
alter table instances
  -- of the versions of an object, the one to serve
  add column chosen boolean not null default true,
  -- named by a rejection note that is in force (IHE IOCM)
  add column rejected boolean not null default false,
  -- will be removed, unless that is taken back in time
  add column deletion_id uuid;
update instances set chosen = false where version <> 1;
alter table instances add column served boolean generated always as (chosen and not rejected and deletion_id is null) stored;
create unique index instances_chosen on instances (tenant_id, sop_instance_uid) where chosen;
create index instances_served on instances (tenant_id, series_id) where served;
create index instances_by_deletion on instances (tenant_id, deletion_id) where deletion_id is not null;

alter table locations add column damaged_at timestamptz;
create index locations_by_verification on locations (tenant_id, coalesce(verified_at, stored_at)) where damaged_at is null;
create index locations_damaged on locations (tenant_id, damaged_at) where damaged_at is not null;

-- A pack is true for exactly the objects and corrections that its mark was made of.
alter table series_packs add column mark bytea not null default '';

-- ---------------------------------------------------------------------------------------- corrections
-- Tag to [value, time of the correction] of what is in force; null when nothing is.
alter table patient_records add column overlay jsonb;
alter table studies
  add column overlay jsonb,
  -- the time at which it was filed under another patient than its objects name
  add column moved_at timestamptz;
alter table series add column overlay jsonb;

create table corrections (
  tenant_id uuid not null references tenants,
  id uuid not null,
  subject text not null check (subject in ('patient', 'study', 'series', 'filing')),
  -- the row that was corrected, in the table that the subject names; a filing is one of a study
  subject_id uuid not null,
  study_instance_uid text collate "C",
  -- what changed, as it was and as it is, by the names of the columns, and the overlay as `overlay`
  before jsonb not null,
  after jsonb not null,
  reason text not null,
  made_by text not null,
  made_at timestamptz not null default now(),
  undone_by text,
  undone_at timestamptz,
  primary key (tenant_id, id)
);
create index corrections_by_subject on corrections (tenant_id, subject_id, made_at);
create index corrections_by_study on corrections (tenant_id, study_instance_uid, made_at);

-- ---------------------------------------------------------------------------------------- rejection
create table rejections (
  tenant_id uuid not null references tenants,
  -- the Key Object Selection that says so
  note_sop_instance_uid text collate "C" not null,
  sop_instance_uid text collate "C" not null,
  study_instance_uid text collate "C" not null,
  -- its title, of PS3.16 CID 7011
  code text not null check (code in ('113001', '113037', '113038', '113039')),
  rejected_at timestamptz not null default now(),
  undone_by text,
  undone_at timestamptz,
  primary key (tenant_id, note_sop_instance_uid, sop_instance_uid)
);
create index rejections_in_force on rejections (tenant_id, sop_instance_uid) where undone_at is null;
create index rejections_by_study on rejections (tenant_id, study_instance_uid);

-- ---------------------------------------------------------------------------------------- conflicts
alter table conflicts
  add column chosen_instance_id uuid,
  -- what was served until then
  add column replaced_instance_id uuid,
  add column resolved_by text;
create index conflicts_by_time on conflicts (tenant_id, raised_at);

-- ---------------------------------------------------------------------------------------- deletion
create table retention_rules (
  tenant_id uuid not null references tenants,
  name text not null check (name ~ '^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$'),
  -- null: any
  site_name text,
  modality text,
  origin text check (origin in ('local', 'foreign')),
  -- since the last object of the study came
  older_than_days integer not null check (older_than_days between 1 and 36500),
  grace_days integer not null check (grace_days between 1 and 3650),
  enabled boolean not null default false,
  updated_at timestamptz not null default now(),
  primary key (tenant_id, name)
);

-- The intention to remove a study. Its objects are hidden at once; their bytes stay until `not_before`.
create table deletions (
  tenant_id uuid not null references tenants,
  id uuid not null,
  study_instance_uid text collate "C" not null,
  -- the rule that asked for it; null when a person did
  rule text,
  reason text not null,
  requested_by text not null,
  requested_at timestamptz not null default now(),
  not_before timestamptz not null,
  instances integer not null,
  undone_by text,
  undone_at timestamptz,
  done_at timestamptz,
  attempts integer not null default 0,
  error_code text,
  primary key (tenant_id, id)
);
create index deletions_due on deletions (tenant_id, not_before) where undone_at is null and done_at is null;
create index deletions_by_study on deletions (tenant_id, study_instance_uid);
create index deletions_by_time on deletions (tenant_id, requested_at);

-- What was removed: its name and digest, never what it said.
create table tombstones (
  tenant_id uuid not null,
  deletion_id uuid not null,
  instance_id uuid not null,
  sop_instance_uid text collate "C" not null,
  sha256 bytea not null,
  byte_length bigint not null,
  removed_at timestamptz not null default now(),
  primary key (tenant_id, instance_id),
  foreign key (tenant_id, deletion_id) references deletions (tenant_id, id)
);
create index tombstones_by_uid on tombstones (tenant_id, sop_instance_uid);

do $$
declare t text;
begin
  foreach t in array array['corrections', 'rejections', 'retention_rules', 'deletions', 'tombstones'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy tenant on %I using (tenant_id = (select current_setting(''throughline.tenant_id'', true))::uuid)', t);
    execute format('grant select, insert, update on %I to throughline_app', t);
  end loop;
end $$;
revoke update on tombstones from throughline_app;
grant delete on retention_rules, instances, locations, conflicts, series_packs to throughline_app;
