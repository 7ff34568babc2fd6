-- Who saw what a consent withholds, because of an emergency: with a reason, for a time, and to be looked at by somebody else afterwards.
create table emergency_accesses (
  tenant_id uuid not null references tenants,
  id uuid not null,
  subject text not null,
  patient_record_id uuid not null,
  -- as it was given; never in the log or the audit trail
  reason text not null,
  started_at timestamptz not null,
  ends_at timestamptz not null,
  -- given back before its time
  ended_at timestamptz,
  reviewed_at timestamptz,
  reviewed_by text,
  verdict text check (verdict in ('justified', 'not-justified')),
  primary key (tenant_id, id),
  foreign key (tenant_id, patient_record_id) references patient_records (tenant_id, id)
);
create index emergency_accesses_by_end on emergency_accesses (tenant_id, ends_at);
create index emergency_accesses_to_review on emergency_accesses (tenant_id, started_at) where reviewed_at is null;
alter table emergency_accesses enable row level security;
alter table emergency_accesses force row level security;
create policy tenant on emergency_accesses using (tenant_id = (select current_setting('throughline.tenant_id', true))::uuid);
grant select, insert, update on emergency_accesses to throughline_app;
