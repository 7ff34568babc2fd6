-- HL7 v2: who may send, what came and how it was answered, and what came of it.

-- Senders by their own names in MSH and where they call from (A03); nobody else is answered.
create table hl7_sources (
  tenant_id uuid not null references tenants,
  name text not null check (name ~ '^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$'),
  sending_application text not null,
  -- null: any
  sending_facility text,
  address inet not null,
  -- SHA-256 of the certificate that it must prove, lower case hexadecimal
  certificate text check (certificate ~ '^[0-9a-f]{64}$'),
  -- the assigning authority of patient identifiers that come without one, and of accession numbers
  issuer text not null,
  -- how its fields are read, where it departs from what is usual
  mapping jsonb not null default '{}',
  enabled boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, name)
);
create unique index hl7_sources_sender on hl7_sources (tenant_id, sending_application, coalesce(sending_facility, ''), address);

-- Every message as received. It is written in the transaction of its effect, or before it in enhanced mode.
create table hl7_messages (
  tenant_id uuid not null,
  id uuid not null,
  received_at timestamptz not null default now(),
  source_name text not null,
  control_id text not null,
  message_code text not null,
  trigger_event text not null,
  version text not null,
  digest bytea not null,
  raw bytea not null,
  -- waiting: durable, its effect is to come; refused: it says nothing that can be done, and `cause` is why; failed: we could not
  state text not null check (state in ('waiting', 'done', 'ignored', 'refused', 'failed')),
  -- a code of the error catalogue, a condition of HL7 table 0357, a place such as PID-3 and a sentence; never a value
  error_code text,
  condition text,
  location text,
  cause text,
  flags text[] not null default '{}',
  -- identifiers of ours that it made or changed
  effects jsonb not null default '[]',
  attempts integer not null default 0,
  -- the application's acknowledgement, given again to a duplicate
  ack bytea,
  processed_at timestamptz,
  primary key (tenant_id, received_at, id)
) partition by range (received_at);
create index hl7_messages_by_id on hl7_messages (tenant_id, id);
create index hl7_messages_waiting on hl7_messages (tenant_id, received_at, id) where state = 'waiting';
create index hl7_messages_dead on hl7_messages (tenant_id, received_at desc, id) where state in ('refused', 'failed');

-- What was received before, by sender, control ID and digest (I16); unique over all months.
create table hl7_seen (
  tenant_id uuid not null references tenants,
  source_name text not null,
  control_id text not null,
  digest bytea not null,
  message_id uuid not null,
  received_at timestamptz not null,
  primary key (tenant_id, source_name, control_id, digest)
);
create index hl7_seen_by_time on hl7_seen (tenant_id, received_at);

-- Reports that came as messages, each version kept; one is current.
create table message_reports (
  tenant_id uuid not null,
  id uuid not null,
  source_name text not null,
  -- the sender's own name of the report: filler order number or document number
  report_key text not null,
  patient_record_id uuid not null,
  study_instance_uid text collate "C",
  accession_number text,
  title text not null,
  status text not null check (status in ('preliminary', 'not verified', 'final', 'corrected', 'addended', 'cancelled')),
  -- as the sender says it was reported; DICOM DT digits
  reported_at text,
  author text,
  sections jsonb not null,
  message_id uuid not null,
  received_at timestamptz not null,
  -- set when another version took its place
  superseded_by uuid,
  primary key (tenant_id, id),
  foreign key (tenant_id, patient_record_id) references patient_records (tenant_id, id)
);
create unique index message_reports_current on message_reports (tenant_id, source_name, report_key) where superseded_by is null;
create index message_reports_by_study on message_reports (tenant_id, study_instance_uid) where superseded_by is null;
create index message_reports_by_accession on message_reports (tenant_id, accession_number) where superseded_by is null;
create index message_reports_by_record on message_reports (tenant_id, patient_record_id);

create table appointments (
  tenant_id uuid not null,
  id uuid not null,
  source_name text not null,
  appointment_key text not null,
  patient_record_id uuid not null,
  starts_at text,
  service_code text,
  service_text text,
  location text,
  status text not null check (status in ('booked', 'cancelled')),
  message_id uuid not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, source_name, appointment_key),
  foreign key (tenant_id, patient_record_id) references patient_records (tenant_id, id)
);
create index appointments_by_record on appointments (tenant_id, patient_record_id);

alter table gatherings drop constraint gatherings_trigger_check;
alter table gatherings add constraint gatherings_trigger_check check (trigger in ('arrival', 'launch', 'person', 'recovery', 'order'));

create or replace function make_month_partitions(first date, months integer) returns void language plpgsql as $$
declare
  parent text;
  month date;
begin
  foreach parent in array array['enquiries', 'outbox', 'audit_events', 'hl7_messages'] loop
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

do $$
declare t text;
begin
  foreach t in array array['hl7_sources', 'hl7_messages', 'hl7_seen', 'message_reports', 'appointments'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy tenant on %I using (tenant_id = (select current_setting(''throughline.tenant_id'', true))::uuid)', t);
    execute format('grant select, insert, update on %I to throughline_app', t);
  end loop;
end $$;
grant delete on hl7_sources, hl7_seen to throughline_app;
