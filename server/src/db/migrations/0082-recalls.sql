-- Rejection notes to destinations: what was delivered under a link that does not hold any more. One for each delivery.
create table recalls (
  tenant_id uuid not null references tenants,
  delivery_id uuid not null,
  -- of the note, so that one that is sent again is the same
  note_uid text collate "C" not null,
  made_at timestamptz not null,
  attempts integer not null default 0,
  next_at timestamptz not null,
  -- null while it is tried; refused: the destination takes no such notes, or answered with a failure
  outcome text check (outcome in ('sent', 'refused', 'unreachable')),
  -- of the C-STORE response
  status integer,
  ended_at timestamptz,
  primary key (tenant_id, delivery_id),
  foreign key (tenant_id, delivery_id) references deliveries (tenant_id, id)
);

create index recalls_due on recalls (tenant_id, next_at) where ended_at is null;

alter table recalls enable row level security;
alter table recalls force row level security;
create policy tenant on recalls using (tenant_id = (select current_setting('throughline.tenant_id', true))::uuid);
grant select, insert, update on recalls to throughline_app;
