-- What modalities ask of an archive beside storage: commitment, a worklist, and a place to say what was performed.

-- Storage commitment (PS3.4 Annex J). The row is durable before the N-ACTION is answered.
create table commitments (
  tenant_id uuid not null references tenants,
  id uuid not null,
  -- who asked, and is told the result
  ae_title text not null,
  transaction_uid text collate "C" not null,
  -- [[SOP Class UID, SOP Instance UID], ...] as asked
  referenced jsonb not null,
  -- a Failure Reason (0008,1197) for each of them in that order, 0 where we answer for the bytes; null until they were read again
  reasons jsonb,
  requested_at timestamptz not null default now(),
  checked_at timestamptz,
  reported_at timestamptz,
  -- nobody took the report; it is in `reasons` for whoever asks
  given_up_at timestamptz,
  attempts integer not null default 0,
  -- also the lease of whoever is at it
  next_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, ae_title, transaction_uid)
);
create index commitments_due on commitments (tenant_id, next_at) where reported_at is null and given_up_at is null;

-- Scheduled procedure steps (PS3.3 C.4.10), each with the order and the patient that it is for, as the order's sender says them.
create table scheduled_steps (
  tenant_id uuid not null references tenants,
  id uuid not null,
  scheduled_step_id text not null,
  station_ae_title text not null,
  station_name text,
  location text,
  modality text not null,
  start_date text not null,
  start_time text,
  performing_physician text,
  step_description text,
  requested_procedure_id text not null,
  requested_procedure_description text,
  procedure_code text,
  procedure_code_scheme text,
  procedure_code_meaning text,
  reason_for_exam text,
  study_instance_uid text collate "C" not null,
  accession_number text not null,
  accession_issuer text,
  referring_physician text,
  requesting_physician text,
  patient_id text not null,
  patient_issuer text not null,
  patient_name text not null,
  birth_date text,
  sex text,
  weight_kg double precision,
  status text not null default 'SCHEDULED' check (status in ('SCHEDULED', 'STARTED', 'COMPLETED', 'DISCONTINUED')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, requested_procedure_id, scheduled_step_id)
);
create index scheduled_steps_by_day on scheduled_steps (tenant_id, start_date, modality);
create index scheduled_steps_by_patient on scheduled_steps (tenant_id, patient_id);
create index scheduled_steps_by_accession on scheduled_steps (tenant_id, accession_number);
create index scheduled_steps_by_study on scheduled_steps (tenant_id, study_instance_uid);

-- Modality performed procedure steps (PS3.4 Annex F): what a modality says that it did, and which objects it made.
create table performed_steps (
  tenant_id uuid not null references tenants,
  id uuid not null,
  sop_instance_uid text collate "C" not null,
  ae_title text not null,
  status text not null check (status in ('IN PROGRESS', 'COMPLETED', 'DISCONTINUED')),
  study_instance_uid text collate "C",
  -- the attributes as set so far, in the DICOM JSON model
  attributes jsonb not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, sop_instance_uid)
);
create index performed_steps_by_study on performed_steps (tenant_id, study_instance_uid);

-- Objects that a witness at the modality says were made: a performed step, or an instance availability notification (PS3.4 Annex R).
create table announced_instances (
  tenant_id uuid not null references tenants,
  study_instance_uid text collate "C" not null,
  series_instance_uid text collate "C" not null,
  sop_instance_uid text collate "C" not null,
  sop_class_uid text collate "C" not null,
  witness text not null check (witness in ('performed-step', 'availability')),
  ae_title text not null,
  announced_at timestamptz not null default now(),
  primary key (tenant_id, study_instance_uid, sop_instance_uid)
);

do $$
declare t text;
begin
  foreach t in array array['commitments', 'scheduled_steps', 'performed_steps', 'announced_instances'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy tenant on %I using (tenant_id = (select current_setting(''throughline.tenant_id'', true))::uuid)', t);
    execute format('grant select, insert, update on %I to throughline_app', t);
  end loop;
end $$;
