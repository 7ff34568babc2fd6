-- A report that came as messages has one number for all its versions; what a source said of a patient before is kept.
alter table message_reports add column report_id uuid;
-- The owner may be nobody special: it sees the rows of every tenant only while it is not held to the policy.
alter table message_reports no force row level security;
update message_reports r set report_id = (
  select f.id from message_reports f
  where f.tenant_id = r.tenant_id and f.source_name = r.source_name and f.report_key = r.report_key
  order by f.received_at, f.id limit 1);
alter table message_reports alter column report_id set not null;
alter table message_reports force row level security;
create index message_reports_by_report on message_reports (tenant_id, report_id, id);

create table patient_record_versions (
  tenant_id uuid not null,
  patient_record_id uuid not null,
  -- from when on it was so: the time of the version
  since timestamptz not null,
  issuer text not null,
  patient_id text not null,
  name text,
  birth_date text,
  sex text,
  primary key (tenant_id, patient_record_id, since),
  foreign key (tenant_id, patient_record_id) references patient_records (tenant_id, id)
);
alter table patient_record_versions enable row level security;
alter table patient_record_versions force row level security;
create policy tenant on patient_record_versions using (tenant_id = (select current_setting('throughline.tenant_id', true))::uuid);
grant select, insert on patient_record_versions to throughline_app;

-- By the database, so that no way of changing a record goes past it.
create function keep_patient_record_version() returns trigger language plpgsql as $$
begin
  insert into patient_record_versions (tenant_id, patient_record_id, since, issuer, patient_id, name, birth_date, sex)
  values (old.tenant_id, old.id, old.updated_at, old.issuer, old.patient_id, old.name, old.birth_date, old.sex)
  on conflict do nothing;
  return null;
end $$;
create trigger patient_record_changed after update on patient_records for each row
  when ((old.issuer, old.patient_id, old.name, old.birth_date, old.sex)
    is distinct from (new.issuer, new.patient_id, new.name, new.birth_date, new.sex))
  execute function keep_patient_record_version();

create index appointments_by_start on appointments (tenant_id, starts_at, id);
create index scheduled_steps_by_creation on scheduled_steps (tenant_id, created_at, id);

-- Reports and appointments may be written without a message.
alter table message_reports alter column message_id drop not null;
alter table appointments alter column message_id drop not null;

-- Systems that are told when something happens: to whom, about what, how far, and with what result.
create table subscriptions (
  tenant_id uuid not null references tenants,
  id uuid not null,
  -- who made it, and what that principal might read then: nothing more is ever told
  subject text not null,
  authority jsonb not null,
  topic text not null check (topic in ('study-arrived', 'priors-ready', 'report-changed', 'completeness-changed')),
  -- null: of all patients; else of the person that this record belongs to, as it is linked when something happens
  patient_record_id uuid,
  endpoint text not null,
  -- headers that are sent along, sealed: they are secrets of the other system
  headers bytea,
  content text not null check (content in ('empty', 'id-only', 'full-resource')),
  reason text not null,
  heartbeat_seconds integer check (heartbeat_seconds between 10 and 86400),
  ends_at timestamptz,
  status text not null check (status in ('requested', 'active', 'error', 'off')),
  -- how many events have got a number since it began
  events bigint not null default 0,
  failures integer not null default 0,
  -- a code of the error catalogue; never what the other system said
  error_code text,
  -- also the lease of whoever is at it
  next_at timestamptz not null,
  told_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, patient_record_id) references patient_records (tenant_id, id)
);
create index subscriptions_due on subscriptions (tenant_id, next_at) where status <> 'off';
create index subscriptions_by_topic on subscriptions (tenant_id, topic) where status <> 'off';

create table subscription_events (
  tenant_id uuid not null,
  id uuid not null,
  subscription_id uuid not null,
  -- given when it is due, so that numbers are told in their order
  number bigint,
  focus_type text not null check (focus_type in ('ImagingStudy', 'DiagnosticReport', 'Patient')),
  focus_id uuid not null,
  at timestamptz not null,
  -- a study is told of when nothing more of it has come for a while
  due_at timestamptz not null,
  sent_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, subscription_id, number),
  foreign key (tenant_id, subscription_id) references subscriptions (tenant_id, id)
);
create index subscription_events_waiting on subscription_events (tenant_id, subscription_id, due_at) where sent_at is null;
create index subscription_events_by_focus on subscription_events (tenant_id, subscription_id, focus_id);

-- What was last said of how complete a person's history is, so that a change is known as one.
create table told_verdicts (
  tenant_id uuid not null,
  person_id uuid not null,
  verdict text not null,
  told_at timestamptz not null,
  primary key (tenant_id, person_id),
  foreign key (tenant_id, person_id) references persons (tenant_id, id)
);

-- Bulk exports: what was asked, how far it has come, and its files until they are fetched or forgotten.
create table bulk_exports (
  tenant_id uuid not null references tenants,
  id uuid not null,
  -- who asked, and what that principal might read then
  subject text not null,
  authority jsonb not null,
  -- the address that was asked, told again in the manifest
  request text not null,
  types text[] not null,
  since timestamptz,
  status text not null check (status in ('running', 'done', 'failed', 'cancelled')),
  -- the place in `types`, and where its next page begins
  at_type integer not null default 0,
  after text,
  attempts integer not null default 0,
  asked_at timestamptz not null,
  ended_at timestamptz,
  -- also the lease of whoever is at it
  next_at timestamptz not null,
  primary key (tenant_id, id)
);
create index bulk_exports_due on bulk_exports (tenant_id, next_at) where status = 'running';
create index bulk_exports_ended on bulk_exports (tenant_id, ended_at);

create table bulk_export_files (
  tenant_id uuid not null,
  export_id uuid not null,
  number integer not null,
  type text not null,
  resources integer not null,
  -- gzip of NDJSON
  body bytea not null,
  primary key (tenant_id, export_id, number),
  foreign key (tenant_id, export_id) references bulk_exports (tenant_id, id)
);

do $$
declare t text;
begin
  foreach t in array array['subscriptions', 'subscription_events', 'told_verdicts', 'bulk_exports', 'bulk_export_files'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy tenant on %I using (tenant_id = (select current_setting(''throughline.tenant_id'', true))::uuid)', t);
    execute format('grant select, insert, update on %I to throughline_app', t);
  end loop;
end $$;
grant delete on bulk_export_files to throughline_app;
