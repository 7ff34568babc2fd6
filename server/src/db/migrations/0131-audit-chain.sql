-- In which transaction a row was written, so that a chain can be laid over the rows in the order in which nothing is added any more (ADR 0058).
-- Rows that were there before have none, and are not in the chain. No rewrite of the table: the default is of new rows.
-- A number, because xid8 has no index of this kind.
alter table audit_events add column xid bigint;
alter table audit_events alter column xid set default pg_current_xact_id()::text::bigint;
-- One entry for many pages: writing an event costs no more than before.
create index audit_events_by_xid on audit_events using brin (xid) with (pages_per_range = 16, autosummarize = on);

-- Each link is a digest of the one before and of the events since, in the order of (xid, id); the application adds and never changes.
create table audit_links (
  tenant_id uuid not null references tenants,
  number bigint not null,
  -- the last event that it covers
  xid bigint not null,
  event_id uuid not null,
  events integer not null,
  -- SHA-256
  digest bytea not null,
  made_at timestamptz not null default now(),
  primary key (tenant_id, number)
);
alter table audit_links enable row level security;
alter table audit_links force row level security;
create policy tenant on audit_links using (tenant_id = (select current_setting('throughline.tenant_id', true))::uuid);
grant select, insert on audit_links to throughline_app;
