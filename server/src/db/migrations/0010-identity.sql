-- One person across sites. What sources say of a patient grows; candidates are found by stored keys; what people decide about
-- records is a change that can be taken back, and then everything is exactly as it was.

-- ---------------------------------------------------------------------------------------- what sources say
alter table patient_records
  add column street text,
  add column locality text,
  add column region text,
  add column postcode text,
  add column country text,
  add column phone text,
  add column email text,
  add column mother_name text,
  -- place in a multiple birth (HL7 PID-25), 1 for the first
  add column birth_order integer check (birth_order between 1 and 20),
  -- part of a multiple birth (PID-24)
  add column multiple_birth boolean,
  -- date of death as far as it is known, or 'Y' when only that is (PID-29, PID-30)
  add column deceased text,
  -- the record that this one was merged into; its studies stay its own and are shown under the other
  add column merged_into uuid,
  -- the form of the blocking keys that are stored; 0: none yet
  add column keyed smallint not null default 0,
  add foreign key (tenant_id, merged_into) references patient_records (tenant_id, id),
  add check (merged_into <> id);
create index patient_records_merged on patient_records (tenant_id, merged_into) where merged_into is not null;
create index patient_records_unkeyed on patient_records (tenant_id, keyed, id) where keyed = 0;

-- Keys that candidates are found by: the first 8 bytes of a digest of what two records of one person would share.
create table blocking_keys (
  tenant_id uuid not null,
  key bigint not null,
  patient_record_id uuid not null,
  primary key (tenant_id, key, patient_record_id)
);
create index blocking_keys_by_record on blocking_keys (tenant_id, patient_record_id);

-- When a link was first made: an undo brings it back.
alter table memberships add column made_at timestamptz not null default now();
update memberships set made_at = valid_from;

-- ---------------------------------------------------------------------------------------- what people decide
create table identity_changes (
  tenant_id uuid not null references tenants,
  id uuid not null,
  -- order of making
  number bigint generated always as identity,
  kind text not null check (kind in ('merge', 'link', 'unlink', 'move', 'split')),
  reason text not null,
  made_by text not null,
  made_at timestamptz not null,
  undone_by text,
  undone_at timestamptz,
  primary key (tenant_id, id)
);
create index identity_changes_by_number on identity_changes (tenant_id, number);
create index identity_changes_by_time on identity_changes (tenant_id, made_at);

-- Records whose person or survivor a change touched, as they were.
create table identity_change_records (
  tenant_id uuid not null,
  change_id uuid not null,
  patient_record_id uuid not null,
  number bigint not null,
  person_id uuid not null,
  method text not null check (method in ('own', 'automatic', 'manual')),
  score double precision not null,
  evidence jsonb not null,
  decided_by text not null,
  linked_at timestamptz not null,
  merged_into uuid,
  undone_at timestamptz,
  primary key (tenant_id, change_id, patient_record_id),
  foreign key (tenant_id, change_id) references identity_changes (tenant_id, id),
  foreign key (tenant_id, patient_record_id) references patient_records (tenant_id, id),
  foreign key (tenant_id, person_id) references persons (tenant_id, id)
);
create index identity_change_records_in_force on identity_change_records (tenant_id, patient_record_id, number) where undone_at is null;

-- What a change says of two records, the smaller id first; the last one in force holds.
create table identity_verdicts (
  tenant_id uuid not null,
  change_id uuid not null,
  record_a uuid not null,
  record_b uuid not null check (record_a < record_b),
  verdict text not null check (verdict in ('same', 'not-same')),
  number bigint generated always as identity,
  -- digest of the demographics that it was decided upon
  facts bytea not null,
  undone_at timestamptz,
  primary key (tenant_id, change_id, record_a, record_b),
  foreign key (tenant_id, change_id) references identity_changes (tenant_id, id),
  foreign key (tenant_id, record_a) references patient_records (tenant_id, id),
  foreign key (tenant_id, record_b) references patient_records (tenant_id, id)
);
create index identity_verdicts_of_a on identity_verdicts (tenant_id, record_a, record_b) where undone_at is null;
create index identity_verdicts_of_b on identity_verdicts (tenant_id, record_b) where undone_at is null;

create index identity_reviews_by_a on identity_reviews (tenant_id, record_a) where resolved_at is null;
create index identity_reviews_by_time on identity_reviews (tenant_id, raised_at);
create index identity_reviews_open on identity_reviews (tenant_id, score desc, id) where resolved_at is null;

-- Records that belong together without being one person: a mother and the child that she carried.
create table patient_relations (
  tenant_id uuid not null references tenants,
  id uuid not null,
  kind text not null check (kind in ('mother-child')),
  mother_record_id uuid not null,
  child_record_id uuid not null check (child_record_id <> mother_record_id),
  -- PID-21, NK1 or a person
  witness text not null,
  made_by text not null,
  made_at timestamptz not null,
  ended_by text,
  ended_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, mother_record_id) references patient_records (tenant_id, id),
  foreign key (tenant_id, child_record_id) references patient_records (tenant_id, id)
);
create unique index patient_relations_current on patient_relations (tenant_id, mother_record_id, child_record_id) where ended_at is null;
create index patient_relations_by_child on patient_relations (tenant_id, child_record_id) where ended_at is null;

-- How often names are among the records of this tenant, in bits of rarity; made anew by a command.
create table name_frequencies (
  tenant_id uuid not null references tenants,
  component text not null check (component in ('family', 'given')),
  name text collate "C" not null,
  records integer not null,
  primary key (tenant_id, component, name)
);

-- Systems that want the identifiers of one issuer only, and those that want all of a person's.
alter table application_entities
  add column one_issuer boolean not null default false;

do $$
declare t text;
begin
  foreach t in array array['blocking_keys', 'identity_changes', 'identity_change_records', 'identity_verdicts', 'patient_relations', 'name_frequencies'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy tenant on %I using (tenant_id = (select current_setting(''throughline.tenant_id'', true))::uuid)', t);
    execute format('grant select, insert, update on %I to throughline_app', t);
  end loop;
end $$;
grant delete on blocking_keys, name_frequencies to throughline_app;
