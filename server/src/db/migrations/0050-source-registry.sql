-- What is to be known of a source before it is asked, and whether it may be asked now.
alter table sources
  add column kind text not null default 'pacs'
    check (kind in ('pacs', 'vna', 'archive', 'modality', 'cloud', 'referral', 'ehr')),
  -- the code system of its own procedure codes, when they are not of a public one
  add column code_system text,
  -- IANA name: its dates, times and hours are meant there unless (0008,0201) says otherwise
  add column time_zone text,
  -- the studies that it answers for, by date and modality; null: all
  add column covers_from text check (covers_from ~ '^\d{4}-\d{2}-\d{2}$'),
  add column covers_to text check (covers_to ~ '^\d{4}-\d{2}-\d{2}$'),
  add column modalities text[],
  -- when studies may be fetched: [{days, from, to}] in its time zone; null: always
  add column allowed_hours jsonb,
  -- what somebody waits for is fetched at any hour
  add column urgent_anytime boolean not null default true,
  add column bytes_per_second bigint check (bytes_per_second between 1024 and 1099511627776),
  add column trust text not null default 'partner' check (trust in ('own', 'partner', 'unverified')),
  -- ways of it that differ from the Standard: server/src/peers/dialects.ts
  add column dialect jsonb not null default '{}',
  add column credentials_kind text check (credentials_kind in ('basic', 'bearer')),
  add column credentials_user text,
  -- AES-256-GCM, bound to tenant and source: server/src/seal.ts
  add column credentials bytea,
  add check ((credentials is null) = (credentials_kind is null)),
  add check (covers_from is null or covers_to is null or covers_from <= covers_to);

-- The UTC offset that a source gives with a study (0008,0201).
alter table holdings add column timezone_offset text;

-- The circuit to a source: after failures in a row nobody waits for it any more; from probe_at on one question may try it.
create table source_circuits (
  tenant_id uuid not null,
  source_id uuid not null,
  failures integer not null default 0,
  -- null: closed, everybody may ask
  opened_at timestamptz,
  probe_at timestamptz,
  last_success_at timestamptz,
  last_failure_at timestamptz,
  -- a code of the error catalogue
  error_code text,
  primary key (tenant_id, source_id),
  foreign key (tenant_id, source_id) references sources (tenant_id, id)
);
alter table source_circuits enable row level security;
alter table source_circuits force row level security;
create policy tenant on source_circuits using (tenant_id = (select current_setting('throughline.tenant_id', true))::uuid);
grant select, insert, update on source_circuits to throughline_app;

create index enquiries_by_source on enquiries (tenant_id, source_id, asked_at desc);
create index transfers_by_source on transfers (tenant_id, source_id, state);
create index silences_by_source on silences (tenant_id, source_id);
