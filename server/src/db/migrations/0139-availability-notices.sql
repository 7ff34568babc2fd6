-- Instance availability notifications (PS3.4 Annex R) by their UID: one that comes a second time is refused as any other instance is.
create table availability_notices (
  tenant_id uuid not null references tenants,
  sop_instance_uid text collate "C" not null,
  ae_title text not null,
  study_instance_uid text collate "C" not null,
  received_at timestamptz not null,
  primary key (tenant_id, sop_instance_uid)
);
alter table availability_notices enable row level security;
alter table availability_notices force row level security;
create policy tenant on availability_notices using (tenant_id = (select current_setting('throughline.tenant_id', true))::uuid);
grant select, insert on availability_notices to throughline_app;
