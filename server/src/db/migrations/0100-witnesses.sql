-- What reports were compared with ("compared with CT of 2019-03-02"): witnesses that a study exists.
create table reports_read (
  tenant_id uuid not null references tenants,
  -- the SOP Instance UID of a document, or the id of a report that came as a message
  report_id text collate "C" not null,
  study_instance_uid text collate "C" not null,
  read_at timestamptz not null,
  primary key (tenant_id, report_id)
);

create table report_mentions (
  tenant_id uuid not null,
  study_instance_uid text collate "C" not null,
  report_id text collate "C" not null,
  place integer not null,
  -- null: the report names none
  modality text,
  -- ISO dates: several where day and month cannot be told apart
  dates text[] not null,
  primary key (tenant_id, study_instance_uid, report_id, place),
  foreign key (tenant_id, report_id) references reports_read (tenant_id, report_id)
);

-- What readers were shown: one row for each change of the statement about a study that somebody opened.
create table shown_statements (
  tenant_id uuid not null references tenants,
  study_instance_uid text collate "C" not null,
  shown_at timestamptz not null,
  id uuid not null,
  subject text not null,
  -- of everything in it but times and words
  digest text not null,
  verdict text not null check (verdict in ('complete', 'incomplete', 'unknown')),
  statement jsonb not null,
  primary key (tenant_id, study_instance_uid, shown_at, id)
);

do $$
declare t text;
begin
  foreach t in array array['reports_read', 'report_mentions', 'shown_statements'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy tenant on %I using (tenant_id = (select current_setting(''throughline.tenant_id'', true))::uuid)', t);
    execute format('grant select, insert, update on %I to throughline_app', t);
  end loop;
end $$;
