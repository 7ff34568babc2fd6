-- What the exams of a site mean, where its names and codes do not say it, or say something else. A person's word overrules the words.

-- One entry for each exam that somebody spoke of. A part of the key that is empty means any: entries with more of them filled win.
create table code_map_entries (
  tenant_id uuid not null references tenants,
  id uuid not null,
  -- who issued the patient IDs under which the exam is filed: the site's name for itself
  issuer text not null,
  -- its procedure code (0008,1032)
  local_code text not null,
  -- its exam name, as compared: upper case, spaces folded
  name_key text collate "C" not null,
  -- the name as it was written
  exam_name text not null,
  -- Modality (0008,0060) as sent
  modality text not null,
  -- the version in force; what it says is repeated here, null when it says nothing
  version integer not null,
  correction jsonb,
  primary key (tenant_id, id),
  unique (tenant_id, issuer, local_code, name_key, modality),
  check (local_code <> '' or name_key <> '')
);

-- What was ever said of an exam, by whom and when: never changed, only added to. An undo is a version too.
create table code_map_versions (
  tenant_id uuid not null,
  entry_id uuid not null,
  version integer not null,
  correction jsonb,
  reason text not null,
  made_by text not null,
  made_at timestamptz not null,
  -- the version that this one took back
  undoes integer,
  primary key (tenant_id, entry_id, version),
  foreign key (tenant_id, entry_id) references code_map_entries (tenant_id, id)
);

-- The distinct exams of all studies, with counts that are kept as studies become known, so that nothing is scanned for the queue.
create table exam_names (
  tenant_id uuid not null references tenants,
  id uuid not null,
  issuer text not null,
  local_code text not null,
  name_key text collate "C" not null,
  exam_name text not null,
  modality text not null,
  studies integer not null default 0,
  -- studies of it that cannot be understood from what came with them
  unclear integer not null default 0,
  -- an entry of the code map says what it is
  mapped boolean not null,
  primary key (tenant_id, id),
  unique (tenant_id, issuer, local_code, name_key, modality)
);
create index exam_names_queue on exam_names (tenant_id, unclear, id) where unclear > 0 and not mapped;
create index exam_names_by_name on exam_names (tenant_id, issuer, name_key);

-- Which exam each study was counted as, so that it is counted once.
create table exam_name_studies (
  tenant_id uuid not null,
  study_instance_uid text collate "C" not null,
  exam_name_id uuid not null,
  unclear boolean not null,
  primary key (tenant_id, study_instance_uid),
  foreign key (tenant_id, exam_name_id) references exam_names (tenant_id, id)
);

-- How far the studies that were known before are counted; a newer way of reading names begins again.
create table exam_name_walks (
  tenant_id uuid not null references tenants,
  reading integer not null,
  after_person uuid,
  finished_at timestamptz,
  primary key (tenant_id)
);

do $$
declare t text;
begin
  foreach t in array array['code_map_entries', 'code_map_versions', 'exam_names', 'exam_name_studies', 'exam_name_walks'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy tenant on %I using (tenant_id = (select current_setting(''throughline.tenant_id'', true))::uuid)', t);
    execute format('grant select, insert, update on %I to throughline_app', t);
  end loop;
end $$;
revoke update on code_map_versions from throughline_app;
grant delete on exam_name_studies to throughline_app;
