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

do $$
declare t text;
begin
  foreach t in array array['subscriptions', 'subscription_events', 'told_verdicts'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy tenant on %I using (tenant_id = (select current_setting(''throughline.tenant_id'', true))::uuid)', t);
    execute format('grant select, insert, update on %I to throughline_app', t);
  end loop;
end $$;
