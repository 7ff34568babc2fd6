-- The spine. Rules that hold from the first migration (ARCHITECTURE.md, docs/adr/0003):
--   tenant_id leads every primary key, unique constraint and foreign key; row-level security is forced;
--   the application works as role throughline_app, which owns nothing; DICOM UIDs collate "C";
--   bytes are addressed by (blob, offset, length); studies reference patient records, never persons;
--   membership of a record in a person is historised; counts are counted, never incremented.

do $$ begin
  if not exists (select from pg_roles where rolname = 'throughline_app') then
    create role throughline_app nologin nobypassrls;
  end if;
  -- Who is a member already, by the hand of an administrator, need not be able to make members.
  if not pg_has_role(current_user, 'throughline_app', 'member') then
    grant throughline_app to current_user;
  end if;
end $$;

create table tenants (
  id uuid primary key,
  name text not null unique,
  created_at timestamptz not null default now()
);

-- ---------------------------------------------------------------------------------------- sites and sources
create table sites (
  tenant_id uuid not null references tenants,
  id uuid not null,
  name text not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, name)
);

-- One system at a site that we can ask or that sends to us.
create table sources (
  tenant_id uuid not null,
  id uuid not null,
  site_id uuid not null,
  name text not null,
  -- the assigning authority of this source's patient IDs (0010,0021) and, unless told otherwise, of its accession numbers (0008,0051)
  issuer text not null,
  -- calling and called AE title, host and port when the source speaks DIMSE
  ae_title text,
  host text,
  port integer check (port between 1 and 65535),
  -- DICOMweb service root without trailing slash when the source speaks DICOMweb
  dicomweb_url text,
  query_by text not null check (query_by in ('qido', 'c-find')),
  retrieve_by text not null check (retrieve_by in ('wado', 'c-get', 'c-move')),
  timeout_ms integer not null default 10000 check (timeout_ms between 100 and 600000),
  concurrency integer not null default 2 check (concurrency between 1 and 64),
  enabled boolean not null default true,
  -- a removed source is asked no more; what it once told stays with its name
  removed_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, site_id) references sites (tenant_id, id),
  unique (tenant_id, name),
  check (query_by <> 'qido' or dicomweb_url is not null),
  check (retrieve_by <> 'wado' or dicomweb_url is not null),
  check ((query_by <> 'c-find' and retrieve_by not in ('c-get', 'c-move')) or (ae_title is not null and host is not null and port is not null))
);
create index sources_ae_title on sources (tenant_id, ae_title);

-- Application entities that may call us, from where, and for what (A03); also the only C-MOVE destinations (H21).
create table application_entities (
  tenant_id uuid not null references tenants,
  ae_title text not null check (ae_title ~ '^[\x21-\x5B\x5D-\x7E][\x20-\x5B\x5D-\x7E]{0,15}$'),
  -- address or CIDR that it must call from
  address inet not null,
  -- services it may use: echo, store, find, get, move
  services text[] not null,
  -- where C-MOVE sends to, when it may be a destination
  host text,
  port integer check (port between 1 and 65535),
  -- the issuer given to objects it sends without (0010,0021)
  issuer text,
  source_id uuid,
  created_at timestamptz not null default now(),
  primary key (tenant_id, ae_title),
  foreign key (tenant_id, source_id) references sources (tenant_id, id)
);

-- ---------------------------------------------------------------------------------------- patients and persons
-- One source's record of a patient: issuer + id + demographics as that source says them.
create table patient_records (
  tenant_id uuid not null references tenants,
  id uuid not null,
  issuer text not null,
  patient_id text not null,
  -- the DICOM person name as received, UTF-8, groups separated by = (PS3.5 6.2)
  name text,
  -- DICOM DA form, may be partial or absent
  birth_date text,
  sex text,
  other_ids jsonb not null default '[]',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, issuer, patient_id)
);
create index patient_records_by_id on patient_records (tenant_id, patient_id);
create index patient_records_by_birth_date on patient_records (tenant_id, birth_date);

-- Names are searched here: equality and range on normalised components, leak-proof under row-level security.
create table name_keys (
  tenant_id uuid not null,
  patient_record_id uuid not null,
  component text not null check (component in ('family', 'given', 'middle', 'any')),
  script text not null check (script in ('alphabetic', 'ideographic', 'phonetic')),
  kind text not null check (kind in ('exact', 'sound')),
  key text collate "C" not null,
  primary key (tenant_id, component, kind, key, patient_record_id, script),
  foreign key (tenant_id, patient_record_id) references patient_records (tenant_id, id)
);
create index name_keys_by_record on name_keys (tenant_id, patient_record_id);

-- Identifiers of other issuers that a record's source states (0010,1002), so that either end finds the other.
create table stated_identifiers (
  tenant_id uuid not null,
  issuer text not null,
  patient_id text not null,
  patient_record_id uuid not null,
  primary key (tenant_id, issuer, patient_id, patient_record_id),
  foreign key (tenant_id, patient_record_id) references patient_records (tenant_id, id)
);

create table persons (
  tenant_id uuid not null references tenants,
  id uuid not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
);

-- Which record belongs to which person, since when, and why. Undo ends one row and revives another.
create table memberships (
  tenant_id uuid not null,
  id uuid not null,
  person_id uuid not null,
  patient_record_id uuid not null,
  valid_from timestamptz not null default now(),
  valid_to timestamptz,
  method text not null check (method in ('own', 'automatic', 'manual')),
  score double precision not null,
  -- field by field: what was compared, how it agreed, what it weighed
  evidence jsonb not null,
  decided_by text not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, person_id) references persons (tenant_id, id),
  foreign key (tenant_id, patient_record_id) references patient_records (tenant_id, id)
);
create unique index memberships_current on memberships (tenant_id, patient_record_id) where valid_to is null;
create index memberships_by_person on memberships (tenant_id, person_id) where valid_to is null;
create index memberships_by_record on memberships (tenant_id, patient_record_id, valid_from);

-- Two records that may be one person, and a person must say; the smaller id first, each pair once.
create table identity_reviews (
  tenant_id uuid not null,
  id uuid not null,
  record_a uuid not null,
  record_b uuid not null check (record_a < record_b),
  score double precision not null,
  rules text[] not null,
  evidence jsonb not null,
  raised_at timestamptz not null default now(),
  resolved_at timestamptz,
  -- withdrawn: the facts changed and it is no question any more
  decision text check (decision in ('same', 'not-same', 'withdrawn')),
  decided_by text,
  primary key (tenant_id, id),
  foreign key (tenant_id, record_a) references patient_records (tenant_id, id),
  foreign key (tenant_id, record_b) references patient_records (tenant_id, id),
  unique (tenant_id, record_a, record_b)
);
create index identity_reviews_by_b on identity_reviews (tenant_id, record_b) where resolved_at is null;

-- ---------------------------------------------------------------------------------------- what we hold
create table studies (
  tenant_id uuid not null,
  id uuid not null,
  study_instance_uid text collate "C" not null,
  patient_record_id uuid not null,
  study_date text,
  study_time text,
  timezone_offset text,
  accession_number text,
  accession_issuer text,
  study_id text,
  description text,
  referring_physician text,
  reason_for_exam text,
  procedure_code text,
  procedure_code_scheme text,
  patient_age text,
  institution text,
  -- where the first object came from; null when it was stored by someone who is not a registered source
  source_id uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, patient_record_id) references patient_records (tenant_id, id),
  foreign key (tenant_id, source_id) references sources (tenant_id, id),
  unique (tenant_id, study_instance_uid)
);
create index studies_by_patient on studies (tenant_id, patient_record_id, study_date);
create index studies_by_date on studies (tenant_id, study_date, study_instance_uid);
create index studies_by_accession on studies (tenant_id, accession_number, accession_issuer);

create table series (
  tenant_id uuid not null,
  id uuid not null,
  study_id uuid not null,
  series_instance_uid text collate "C" not null,
  modality text,
  series_number integer,
  description text,
  body_part text,
  laterality text,
  protocol_name text,
  manufacturer text,
  station_name text,
  series_date text,
  series_time text,
  performed_procedure_step_start_date text,
  performed_procedure_step_start_time text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, study_id) references studies (tenant_id, id),
  unique (tenant_id, study_id, series_instance_uid)
);
create index series_by_uid on series (tenant_id, series_instance_uid);

-- Every version of every object that we acknowledged. The first version stays the one served (I7).
create table instances (
  tenant_id uuid not null,
  id uuid not null,
  series_id uuid not null,
  sop_instance_uid text collate "C" not null,
  version integer not null default 1,
  sop_class_uid text collate "C" not null,
  transfer_syntax_uid text collate "C" not null,
  instance_number integer,
  rows integer,
  columns integer,
  number_of_frames integer,
  -- SHA-256 of the Part 10 file as stored
  sha256 bytea not null,
  byte_length bigint not null,
  -- byte offset of the data set (behind the file meta information) within the object
  dataset_offset integer not null,
  -- the AE title, client or file set that it came from
  received_from text not null,
  received_at timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, series_id) references series (tenant_id, id),
  unique (tenant_id, sop_instance_uid, version)
);
create index instances_by_series on instances (tenant_id, series_id);

-- Where the bytes of an instance are: a write-once blob with a random name, or a range of one. A replica is one more row.
create table locations (
  tenant_id uuid not null,
  instance_id uuid not null,
  blob text collate "C" not null,
  blob_offset bigint not null default 0,
  byte_length bigint not null,
  stored_at timestamptz not null default now(),
  -- last time the bytes were read again and their SHA-256 was equal
  verified_at timestamptz,
  primary key (tenant_id, blob, blob_offset),
  foreign key (tenant_id, instance_id) references instances (tenant_id, id)
);
create index locations_by_instance on locations (tenant_id, instance_id);

-- Same SOP Instance UID, other bytes or another series: both are kept and a person decides.
create table conflicts (
  tenant_id uuid not null,
  id uuid not null,
  sop_instance_uid text collate "C" not null,
  kept_instance_id uuid not null,
  other_instance_id uuid not null,
  kind text not null check (kind in ('other-bytes', 'other-series', 'other-study')),
  raised_at timestamptz not null default now(),
  resolved_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, kept_instance_id) references instances (tenant_id, id),
  foreign key (tenant_id, other_instance_id) references instances (tenant_id, id)
);
create index conflicts_open on conflicts (tenant_id, sop_instance_uid) where resolved_at is null;

-- Header data of a settled series, gzip of a JSON array in the DICOM JSON model, so that metadata needs no object opened.
create table series_packs (
  tenant_id uuid not null,
  series_id uuid not null,
  -- the pack is true for exactly this many current instances; any other count means: build again
  instances integer not null,
  pack bytea not null,
  built_at timestamptz not null default now(),
  primary key (tenant_id, series_id),
  foreign key (tenant_id, series_id) references series (tenant_id, id)
);

-- ---------------------------------------------------------------------------------------- what others hold
-- What one source says that it has of a study, as of its last answer.
create table holdings (
  tenant_id uuid not null,
  source_id uuid not null,
  study_instance_uid text collate "C" not null,
  patient_record_id uuid not null,
  study_date text,
  study_time text,
  accession_number text,
  accession_issuer text,
  description text,
  modalities text[] not null default '{}',
  body_part text,
  laterality text,
  patient_age text,
  procedure_code text,
  reason_for_exam text,
  institution text,
  -- null: the source did not say
  claimed_series integer,
  claimed_instances integer,
  first_seen_at timestamptz not null default now(),
  last_confirmed_at timestamptz not null default now(),
  -- set when a later answer no longer lists the study; the row stays
  vanished_at timestamptz,
  primary key (tenant_id, source_id, study_instance_uid),
  foreign key (tenant_id, source_id) references sources (tenant_id, id),
  foreign key (tenant_id, patient_record_id) references patient_records (tenant_id, id)
);
create index holdings_by_study on holdings (tenant_id, study_instance_uid);
create index holdings_by_patient on holdings (tenant_id, patient_record_id);

create table holding_series (
  tenant_id uuid not null,
  source_id uuid not null,
  study_instance_uid text collate "C" not null,
  series_instance_uid text collate "C" not null,
  modality text,
  description text,
  body_part text,
  laterality text,
  claimed_instances integer,
  primary key (tenant_id, source_id, study_instance_uid, series_instance_uid),
  foreign key (tenant_id, source_id, study_instance_uid) references holdings (tenant_id, source_id, study_instance_uid)
);

-- ---------------------------------------------------------------------------------------- gathering
create table gatherings (
  tenant_id uuid not null,
  id uuid not null,
  person_id uuid not null,
  trigger text not null check (trigger in ('arrival', 'launch', 'person', 'recovery')),
  state text not null check (state in ('asking', 'fetching', 'done', 'failed')),
  -- the study that somebody waits for, when it is known
  study_instance_uid text collate "C",
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, person_id) references persons (tenant_id, id)
);
create unique index gatherings_active on gatherings (tenant_id, person_id) where state in ('asking', 'fetching');
create index gatherings_by_person on gatherings (tenant_id, person_id, started_at desc);

-- One question put to one source about a person. Outcomes are never conflated.
create table enquiries (
  tenant_id uuid not null references tenants,
  id uuid not null,
  person_id uuid not null,
  gathering_id uuid,
  source_id uuid not null,
  asked_at timestamptz not null default now(),
  answered_at timestamptz,
  outcome text check (outcome in ('found', 'none', 'refused', 'unreachable', 'timed-out')),
  found integer,
  -- identifiers that the question used: [{issuer, id}] or demographics when there was none
  identifiers jsonb not null,
  -- a code of the error catalogue; never a peer's words
  error_code text,
  -- answers that were dropped because they broke the protocol or were about somebody or something else
  faults integer not null default 0,
  duration_ms integer,
  primary key (tenant_id, asked_at, id)
) partition by range (asked_at);
create index enquiries_by_person on enquiries (tenant_id, person_id, source_id, asked_at desc);

-- Sources that owe an answer about a person, and when to ask again.
create table silences (
  tenant_id uuid not null,
  person_id uuid not null,
  source_id uuid not null,
  since timestamptz not null,
  failures integer not null,
  next_at timestamptz not null,
  primary key (tenant_id, person_id, source_id),
  foreign key (tenant_id, person_id) references persons (tenant_id, id),
  foreign key (tenant_id, source_id) references sources (tenant_id, id)
);
create index silences_due on silences (tenant_id, next_at);

-- Fetching one study from one source: one row a study, re-used when it is tried again.
create table transfers (
  tenant_id uuid not null,
  id uuid not null,
  study_instance_uid text collate "C" not null,
  source_id uuid not null,
  person_id uuid not null,
  state text not null check (state in ('queued', 'running', 'done', 'partial', 'failed')),
  -- lower is fetched sooner; the rank of the prior
  priority integer not null default 100,
  expected integer,
  received integer not null default 0,
  failed integer not null default 0,
  attempts integer not null default 0,
  -- objects that were not what was asked for and were refused
  faults integer not null default 0,
  error_code text,
  -- back-off: not tried before
  not_before timestamptz not null default now(),
  queued_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  -- the worker that runs it and until when it may be believed to
  leased_by text,
  leased_until timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, source_id) references sources (tenant_id, id),
  unique (tenant_id, study_instance_uid, source_id)
);
create index transfers_next on transfers (tenant_id, priority, queued_at) where state in ('queued', 'running');
create index transfers_by_person on transfers (tenant_id, person_id);

-- What a reader says of a ranking; the ranker learns only by an offline command.
create table prior_feedback (
  tenant_id uuid not null references tenants,
  id uuid not null,
  current_study_instance_uid text collate "C" not null,
  prior_study_instance_uid text collate "C" not null,
  verdict text not null check (verdict in ('opened', 'dismissed', 'pulled-in')),
  subject text not null,
  at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create index prior_feedback_by_current on prior_feedback (tenant_id, current_study_instance_uid);

-- ---------------------------------------------------------------------------------------- outbox and audit
-- Read below pg_snapshot_xmin: identity order is not commit order.
create table outbox (
  tenant_id uuid not null,
  id bigint generated always as identity,
  xid xid8 not null default pg_current_xact_id(),
  at timestamptz not null default now(),
  topic text not null,
  payload jsonb not null,
  primary key (tenant_id, at, id)
) partition by range (at);
create index outbox_by_xid on outbox (xid, id);

create table outbox_cursors (
  tenant_id uuid not null references tenants,
  consumer text not null,
  xid xid8 not null,
  id bigint not null,
  primary key (tenant_id, consumer)
);

-- Who saw or did what (PS3.15 A.5); the application may insert, never change.
create table audit_events (
  tenant_id uuid not null,
  id uuid not null,
  at timestamptz not null default now(),
  -- DICOM audit event code, e.g. 110103 Instances Accessed (PS3.16 CID 400)
  event_code text not null,
  action text not null check (action in ('C', 'R', 'U', 'D', 'E')),
  outcome text not null check (outcome in ('success', 'minor', 'serious', 'major')),
  -- who: token subject, AE title, or job; and by which door
  subject text not null,
  door text not null,
  address text,
  patient_record_id uuid,
  study_instance_uid text collate "C",
  -- identifiers and counts only
  detail jsonb not null default '{}',
  primary key (tenant_id, at, id)
) partition by range (at);
create index audit_events_by_study on audit_events (tenant_id, study_instance_uid, at desc);

-- Months are made ahead of need; the default partition keeps a write from ever failing for want of one.
create function make_month_partitions(first date, months integer) returns void language plpgsql as $$
declare
  parent text;
  month date;
begin
  foreach parent in array array['enquiries', 'outbox', 'audit_events'] loop
    for i in 0 .. months - 1 loop
      month := date_trunc('month', first)::date + make_interval(months => i);
      execute format('create table if not exists %I partition of %I for values from (%L) to (%L)',
        parent || to_char(month, '_YYYY_MM'), parent, month, (month + interval '1 month')::date);
      execute format('grant select, insert on %I to throughline_app', parent || to_char(month, '_YYYY_MM'));
    end loop;
    execute format('create table if not exists %I partition of %I default', parent || '_other', parent);
  end loop;
end $$;
select make_month_partitions(current_date, 14);

-- ---------------------------------------------------------------------------------------- row-level security
do $$
declare t text;
begin
  foreach t in array array['sites', 'sources', 'application_entities', 'patient_records', 'name_keys', 'stated_identifiers', 'persons',
    'memberships', 'identity_reviews', 'studies', 'series', 'instances', 'locations', 'conflicts', 'series_packs', 'holdings', 'holding_series',
    'gatherings', 'enquiries', 'silences', 'transfers', 'prior_feedback', 'outbox', 'outbox_cursors', 'audit_events'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy tenant on %I using (tenant_id = (select current_setting(''throughline.tenant_id'', true))::uuid)', t);
    execute format('grant select, insert, update on %I to throughline_app', t);
  end loop;
end $$;
revoke update on audit_events from throughline_app;
grant delete on name_keys, holding_series, application_entities, silences to throughline_app;
grant select on tenants to throughline_app;
