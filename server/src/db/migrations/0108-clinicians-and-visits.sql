-- Clinicians as their sites name them, visits, and the diagnoses that were told with them.

create table practitioners (
  tenant_id uuid not null references tenants,
  id uuid not null,
  -- who gave the number, or where the name is used
  issuer text not null,
  -- null: known by name only, at this issuer; two of one name are then one row, and it says so
  number text,
  -- DICOM PN
  name text,
  updated_at timestamptz not null,
  primary key (tenant_id, id)
);
create unique index practitioners_by_number on practitioners (tenant_id, issuer, number) where number is not null;
-- Not unique: whoever notes a name in the middle of storing waits for nobody. The first of its name is the one that is told of.
create index practitioners_by_name on practitioners (tenant_id, issuer, name);

-- HL7 v2 PV1: one row a visit, as it stands.
create table visits (
  tenant_id uuid not null references tenants,
  id uuid not null,
  source_name text not null,
  -- PV1-19
  visit_number text not null,
  visit_issuer text not null,
  patient_record_id uuid not null,
  -- PV1-2, HL7 table 0004
  class text,
  status text not null check (status in ('planned', 'in-progress', 'finished', 'cancelled', 'unknown')),
  -- DICOM DT digits
  started_at text,
  ended_at text,
  location text,
  -- DICOM PN
  attending text,
  referring text,
  -- EVN-2: what was said earlier and comes later changes nothing
  said_at text,
  message_id uuid,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, source_name, visit_issuer, visit_number),
  foreign key (tenant_id, patient_record_id) references patient_records (tenant_id, id)
);
create index visits_by_record on visits (tenant_id, patient_record_id);

-- HL7 v2 DG1: one row for each diagnosis of a visit.
create table diagnoses (
  tenant_id uuid not null references tenants,
  id uuid not null,
  source_name text not null,
  patient_record_id uuid not null,
  -- null: told without a visit
  visit_id uuid,
  -- empty: a text alone
  code text not null,
  -- HL7 table 0396
  system text,
  display text not null,
  -- DG1-6, HL7 table 0052: admitting, working, final
  kind text check (kind in ('A', 'W', 'F')),
  diagnosed_at text,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  unique nulls not distinct (tenant_id, source_name, patient_record_id, visit_id, code, display),
  foreign key (tenant_id, patient_record_id) references patient_records (tenant_id, id),
  foreign key (tenant_id, visit_id) references visits (tenant_id, id)
);
create index diagnoses_by_record on diagnoses (tenant_id, patient_record_id);

-- The name of a clinician is noted wherever a row says it: no way of storing goes past it.
create function note_practitioner(tenant uuid, at_issuer text, named text) returns void language sql as $$
  insert into practitioners (tenant_id, id, issuer, name, updated_at)
  select tenant, gen_random_uuid(), at_issuer, named, now()
  where coalesce(trim(both ' ^=' from named), '') <> ''
    and not exists (select from practitioners p where p.tenant_id = tenant and p.issuer = at_issuer and p.name = named)
$$;

create function note_study_practitioner() returns trigger language plpgsql as $$
begin
  perform note_practitioner(new.tenant_id, r.issuer, new.referring_physician) from patient_records r
    where r.tenant_id = new.tenant_id and r.id = new.patient_record_id;
  return null;
end $$;
create trigger study_names_practitioner after insert on studies for each row
  when (new.referring_physician is not null) execute function note_study_practitioner();
create trigger study_renames_practitioner after update of referring_physician on studies for each row
  when (new.referring_physician is distinct from old.referring_physician and new.referring_physician is not null)
  execute function note_study_practitioner();

create function note_report_practitioner() returns trigger language plpgsql as $$
begin
  perform note_practitioner(new.tenant_id, r.issuer, new.author) from patient_records r
    where r.tenant_id = new.tenant_id and r.id = new.patient_record_id;
  return null;
end $$;
create trigger report_names_practitioner after insert on message_reports for each row
  when (new.author is not null) execute function note_report_practitioner();

create function note_step_practitioners() returns trigger language plpgsql as $$
begin
  perform note_practitioner(new.tenant_id, new.patient_issuer, named)
    from unnest(array[new.requesting_physician, new.referring_physician, new.performing_physician]) named
    where named is not null;
  return null;
end $$;
create trigger step_names_practitioners after insert or update of requesting_physician, referring_physician, performing_physician
  on scheduled_steps for each row
  when (coalesce(new.requesting_physician, new.referring_physician, new.performing_physician) is not null)
  execute function note_step_practitioners();

-- Those that are named already. The owner may be nobody special: it sees the rows of every tenant only while it is not held to the policy.
alter table studies no force row level security;
alter table patient_records no force row level security;
alter table message_reports no force row level security;
alter table scheduled_steps no force row level security;
insert into practitioners (tenant_id, id, issuer, name, updated_at)
  select tenant_id, gen_random_uuid(), issuer, name, now() from (
    select s.tenant_id, r.issuer, s.referring_physician as name from studies s
      join patient_records r on r.tenant_id = s.tenant_id and r.id = s.patient_record_id
    union
    select m.tenant_id, r.issuer, m.author from message_reports m
      join patient_records r on r.tenant_id = m.tenant_id and r.id = m.patient_record_id
    union
    select o.tenant_id, o.patient_issuer, named from scheduled_steps o,
      unnest(array[o.requesting_physician, o.referring_physician, o.performing_physician]) named
  ) known where coalesce(trim(both ' ^=' from name), '') <> '';
alter table studies force row level security;
alter table patient_records force row level security;
alter table message_reports force row level security;
alter table scheduled_steps force row level security;

do $$
declare t text;
begin
  foreach t in array array['practitioners', 'visits', 'diagnoses'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy tenant on %I using (tenant_id = (select current_setting(''throughline.tenant_id'', true))::uuid)', t);
    execute format('grant select, insert, update on %I to throughline_app', t);
  end loop;
end $$;
