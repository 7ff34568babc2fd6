-- The worklist of unified procedure steps (PS3.4 Annex CC, PS3.18 11), who follows it, and what they are still to be told.

create table workitems (
  tenant_id uuid not null references tenants,
  id uuid not null,
  sop_instance_uid text collate "C" not null,
  state text not null check (state in ('SCHEDULED', 'IN PROGRESS', 'COMPLETED', 'CANCELED')),
  -- the lock of whoever performs it; never told to anybody
  transaction_uid text collate "C",
  -- in the DICOM JSON model, with the state and without the transaction UID
  attributes jsonb not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  ended_at timestamptz,
  -- what it said is gone; that it was there is not
  removed_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, sop_instance_uid)
);
create index workitems_ended on workitems (tenant_id, ended_at) where ended_at is not null and removed_at is null;

-- The attributes that a workitem is found by: values below a path of tags, those of one sequence item under one number.
create table workitem_keys (
  tenant_id uuid not null,
  workitem_id uuid not null,
  path text collate "C" not null,
  item integer not null,
  value text collate "C" not null,
  primary key (tenant_id, workitem_id, path, item, value),
  foreign key (tenant_id, workitem_id) references workitems (tenant_id, id)
);
create index workitem_keys_by_value on workitem_keys (tenant_id, path, value);

-- An application that is told of events, and whether it follows the whole worklist or what matches a filter of it.
create table workitem_subscribers (
  tenant_id uuid not null references tenants,
  ae_title text not null,
  -- who subscribed it: nobody else may change that
  subject text not null,
  worklist text not null default 'none' check (worklist in ('none', 'subscribed', 'locked')),
  filtered text not null default 'none' check (filtered in ('none', 'subscribed', 'locked')),
  -- matching keys: [{path: [tag, ...], values: [text, ...]}, ...]
  filter jsonb,
  last_report bigint not null default 0,
  created_at timestamptz not null default now(),
  primary key (tenant_id, ae_title)
);
create index workitem_subscribers_following on workitem_subscribers (tenant_id) where worklist <> 'none' or filtered <> 'none';

create table workitem_subscriptions (
  tenant_id uuid not null,
  ae_title text not null,
  workitem_id uuid not null,
  -- `none` is kept where it was asked for: what is said of one workitem goes before what is said of all
  state text not null check (state in ('none', 'subscribed', 'locked')),
  origin text not null check (origin in ('workitem', 'worklist', 'filtered')),
  primary key (tenant_id, ae_title, workitem_id),
  foreign key (tenant_id, ae_title) references workitem_subscribers (tenant_id, ae_title),
  foreign key (tenant_id, workitem_id) references workitems (tenant_id, id)
);
create index workitem_subscriptions_by_workitem on workitem_subscriptions (tenant_id, workitem_id);

-- Event reports in the order that they happened; kept until the application's end of the channel has confirmed them.
create table workitem_reports (
  tenant_id uuid not null,
  ae_title text not null,
  sequence bigint not null,
  report jsonb not null,
  at timestamptz not null,
  confirmed_at timestamptz,
  primary key (tenant_id, ae_title, sequence),
  foreign key (tenant_id, ae_title) references workitem_subscribers (tenant_id, ae_title)
);
create index workitem_reports_by_time on workitem_reports (tenant_id, at);

do $$
declare t text;
begin
  foreach t in array array['workitems', 'workitem_keys', 'workitem_subscribers', 'workitem_subscriptions', 'workitem_reports'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy tenant on %I using (tenant_id = (select current_setting(''throughline.tenant_id'', true))::uuid)', t);
    execute format('grant select, insert, update on %I to throughline_app', t);
  end loop;
end $$;
grant delete on workitem_keys, workitem_subscriptions, workitem_reports to throughline_app;
