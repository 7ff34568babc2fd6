-- HL7 v2 out: to whom, what is to be sent, and how it went.
create table hl7_destinations (
  tenant_id uuid not null references tenants,
  name text not null check (name ~ '^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$'),
  host text not null,
  port integer not null check (port between 1 and 65535),
  -- null: without TLS; else {ca, certificate, serverName}, as PEM
  tls jsonb,
  -- the private key of our certificate, AES-256-GCM, bound to tenant and destination: server/src/seal.ts
  client_key bytea,
  version text not null,
  charset text not null,
  -- MSH-3 to MSH-6
  sending_application text not null,
  sending_facility text not null default '',
  receiving_application text not null default '',
  receiving_facility text not null default '',
  events text[] not null,
  -- the assigning authority whose identifiers it knows; null: of every patient the identifier that the event is of
  issuer text,
  -- the source of messages that is the same system: what came from it is not told to it
  source_name text,
  mapping jsonb not null default '{}',
  enabled boolean not null default true,
  -- since when it does not answer, and when it is tried again
  failures integer not null default 0,
  next_at timestamptz not null default now(),
  -- whoever sends to it has it until then
  leased_until timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, name)
);

create table hl7_outgoing (
  tenant_id uuid not null references tenants,
  id uuid not null,
  -- the order in which they are sent for each patient
  number bigint generated always as identity,
  destination text not null,
  event text not null,
  -- what led to it: nothing leads to two
  cause_key text not null,
  -- what it tells of: a later message about the same replaces it
  subject_key text not null,
  -- one after the other
  order_key text not null,
  patient_record_id uuid,
  study_instance_uid text collate "C",
  control_id text not null,
  message_type text not null,
  raw bytea not null,
  -- of what follows MSH: known again when it comes back under another control ID
  body_digest bytea not null,
  made_at timestamptz not null,
  -- waiting: to be sent; refused: the receiver says that it is wrong; failed: nobody answered for too long, or it could not be written
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'refused', 'failed')),
  attempts integer not null default 0,
  -- of these, how many were answered AE
  refusals integer not null default 0,
  next_at timestamptz not null,
  -- MSA-1, a condition of HL7 table 0357 and a place of the last answer; never a value
  answer_code text,
  condition text,
  location text,
  cause text,
  ended_at timestamptz,
  set_aside_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, destination, cause_key)
);
create index hl7_outgoing_waiting on hl7_outgoing (tenant_id, destination, order_key, number) where state = 'waiting';
create index hl7_outgoing_dead on hl7_outgoing (tenant_id, made_at, id) where state in ('refused', 'failed') and set_aside_at is null;
create index hl7_outgoing_by_subject on hl7_outgoing (tenant_id, destination, subject_key, number);
create index hl7_outgoing_by_time on hl7_outgoing (tenant_id, number);
create unique index hl7_outgoing_by_control_id on hl7_outgoing (tenant_id, control_id);
create index hl7_outgoing_by_body on hl7_outgoing (tenant_id, body_digest);

-- What a consumer of identifiers (PIX, ITI-10) was last told of a record: a digest of the set that it is in.
create table hl7_told_identifiers (
  tenant_id uuid not null,
  destination text not null,
  patient_record_id uuid not null,
  digest bytea not null,
  primary key (tenant_id, destination, patient_record_id),
  foreign key (tenant_id, patient_record_id) references patient_records (tenant_id, id)
);

do $$
declare t text;
begin
  foreach t in array array['hl7_destinations', 'hl7_outgoing', 'hl7_told_identifiers'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy tenant on %I using (tenant_id = (select current_setting(''throughline.tenant_id'', true))::uuid)', t);
    execute format('grant select, insert, update on %I to throughline_app', t);
  end loop;
end $$;
grant delete on hl7_destinations to throughline_app;
