-- FHIRcast: what is open in the session of a user, who follows it, and what they are told.

-- One for each session of a user.
create table fhircast_topics (
  tenant_id uuid not null references tenants,
  topic text not null,
  -- the grant of the page's session, or the subject of tokens that others give
  session_key text not null,
  -- the newest context of each type, with what was shared in it
  contexts jsonb not null default '{}',
  last_sequence int not null default 0,
  -- the hub of the EHR that launched the session: address, topic and token, encrypted
  foreign_hub bytea,
  touched_at timestamptz not null default now(),
  primary key (tenant_id, topic)
);
create unique index fhircast_topics_by_session on fhircast_topics (tenant_id, session_key);
create index fhircast_topics_touched on fhircast_topics (tenant_id, touched_at);

create table fhircast_subscriptions (
  tenant_id uuid not null,
  -- SHA-256 of what the address of the channel carries
  digest bytea not null,
  topic text not null,
  name text not null,
  -- in lower case
  events text[] not null,
  subject text not null,
  address text,
  -- the grant of its token, when we gave it: the subscription ends with it
  grant_id uuid,
  -- the patient of its token; empty: one that nobody is; null: no patient context
  patient text,
  -- our own reading page: one for each topic
  is_page boolean not null default false,
  -- counts the requests that changed it
  revision int not null default 0,
  lease_seconds int not null,
  expires_at timestamptz not null,
  bound_at timestamptz,
  -- when the process that holds its socket last said so
  seen_at timestamptz,
  ended_at timestamptz,
  primary key (tenant_id, digest),
  foreign key (tenant_id, topic) references fhircast_topics (tenant_id, topic) on delete cascade
);
create index fhircast_subscriptions_by_topic on fhircast_subscriptions (tenant_id, topic);

create table fhircast_events (
  tenant_id uuid not null,
  topic text not null,
  sequence int not null,
  message jsonb not null,
  -- told only to those who do not follow this event
  instead_of text,
  -- a subscription that is not told
  except_for bytea,
  -- records of the patient whom it tells of; empty: one who is not known here; null: it tells of nobody
  records uuid[],
  at timestamptz not null,
  primary key (tenant_id, topic, sequence),
  foreign key (tenant_id, topic) references fhircast_topics (tenant_id, topic) on delete cascade
);

-- The session that an application was launched in.
alter table oauth_grants add column topic text;

do $$
declare t text;
begin
  foreach t in array array['fhircast_topics', 'fhircast_subscriptions', 'fhircast_events'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy tenant on %I using (tenant_id = (select current_setting(''throughline.tenant_id'', true))::uuid)', t);
    execute format('grant select, insert, update, delete on %I to throughline_app', t);
  end loop;
end $$;
