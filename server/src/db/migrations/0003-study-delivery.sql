-- Sending what we hold to a listed application entity by C-STORE, instance by instance, until each has its outcome.
create table deliveries (
  tenant_id uuid not null references tenants,
  id uuid not null,
  study_instance_uid text collate "C" not null,
  -- null: the whole study
  series_instance_uid text collate "C",
  -- the destination, as it is listed
  ae_title text not null,
  associations integer not null check (associations between 1 and 16),
  requested_by text not null,
  requested_at timestamptz not null,
  attempts integer not null default 0,
  -- also the lease of whoever is at it
  next_at timestamptz not null,
  ended_at timestamptz,
  primary key (tenant_id, id)
);
create index deliveries_due on deliveries (tenant_id, next_at) where ended_at is null;

create table delivered_instances (
  tenant_id uuid not null,
  delivery_id uuid not null,
  instance_id uuid not null,
  -- waiting, sent (the destination acknowledged it), present (it said that it has it), failed
  outcome text not null default 'waiting' check (outcome in ('waiting', 'sent', 'present', 'failed')),
  -- of the last C-STORE response, when there was one
  status integer,
  attempts integer not null default 0,
  primary key (tenant_id, delivery_id, instance_id),
  foreign key (tenant_id, delivery_id) references deliveries (tenant_id, id),
  foreign key (tenant_id, instance_id) references instances (tenant_id, id)
);
create index delivered_instances_of_instance on delivered_instances (tenant_id, instance_id);

do $$
declare t text;
begin
  foreach t in array array['deliveries', 'delivered_instances'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy tenant on %I using (tenant_id = (select current_setting(''throughline.tenant_id'', true))::uuid)', t);
    execute format('grant select, insert, update on %I to throughline_app', t);
  end loop;
end $$;
