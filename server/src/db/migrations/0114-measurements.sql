-- Measurements and radiation dose, read from objects and messages. All of it is derived, and derived again when the reading changes.

-- Which studies were read, by which version of the reading, and a digest of the objects that they had then.
create table measurement_readings (
  tenant_id uuid not null references tenants,
  study_instance_uid text collate "C" not null,
  reading int not null,
  mark bytea not null,
  read_at timestamptz not null,
  primary key (tenant_id, study_instance_uid)
);

create table measurements (
  tenant_id uuid not null references tenants,
  -- made of its origin and place: the same whenever it is derived again
  id uuid not null,
  study_instance_uid text collate "C",
  -- the object or the report that says it
  instance_id uuid,
  report_id uuid,
  place int not null,
  -- packages/measurements
  measurement jsonb not null,
  primary key (tenant_id, id),
  check ((instance_id is null) <> (report_id is null)),
  foreign key (tenant_id, instance_id) references instances (tenant_id, id) on delete cascade,
  foreign key (tenant_id, report_id) references message_reports (tenant_id, id) on delete cascade
);
create index measurements_by_study on measurements (tenant_id, study_instance_uid) where instance_id is not null;
create index measurements_by_instance on measurements (tenant_id, instance_id) where instance_id is not null;
create index measurements_by_report on measurements (tenant_id, report_id) where report_id is not null;

-- One for each dose report, and for each series of images that say a dose, filed under its first image.
create table radiation_doses (
  tenant_id uuid not null references tenants,
  instance_id uuid not null,
  study_instance_uid text collate "C" not null,
  -- packages/measurements
  dose jsonb not null,
  primary key (tenant_id, instance_id),
  foreign key (tenant_id, instance_id) references instances (tenant_id, id) on delete cascade
);
create index radiation_doses_by_study on radiation_doses (tenant_id, study_instance_uid);

-- How far what was here before has been read by the present reading.
create table measurement_walks (
  tenant_id uuid primary key references tenants,
  reading int not null,
  after_study text collate "C",
  finished_at timestamptz
);

do $$
declare t text;
begin
  foreach t in array array['measurement_readings', 'measurements', 'radiation_doses', 'measurement_walks'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy tenant on %I using (tenant_id = (select current_setting(''throughline.tenant_id'', true))::uuid)', t);
    execute format('grant select, insert, update on %I to throughline_app', t);
  end loop;
end $$;
grant delete on measurements, radiation_doses to throughline_app;
