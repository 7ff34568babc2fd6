-- What it cost a reader to see priors: sign-ins before the study was opened, clicks until the first prior hung, and which of
-- the priors that mattered were looked at.
alter table openings add column logins integer not null default 0;
-- null while no prior was looked at
alter table openings add column clicks integer;

-- Sign-ins that no opening has been counted for yet.
create table unspent_sign_ins (
  tenant_id uuid not null references tenants,
  subject text not null,
  id uuid not null,
  at timestamptz not null default now(),
  primary key (tenant_id, subject, id)
);

-- A prior that mattered and was shown to a reader of a study on a day.
create table shown_priors (
  tenant_id uuid not null references tenants,
  day date not null,
  study_instance_uid text collate "C" not null,
  subject text not null,
  prior_study_instance_uid text collate "C" not null,
  -- where it is from; null: it was sent here
  source_name text,
  -- when it was looked at, and after how many clicks
  seen_at timestamptz,
  clicks integer,
  primary key (tenant_id, day, study_instance_uid, subject, prior_study_instance_uid)
);

do $$
declare name text;
begin
  foreach name in array array['unspent_sign_ins', 'shown_priors'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format(
      'create policy tenant on %I using (tenant_id = (select current_setting(''throughline.tenant_id'', true))::uuid)', name);
  end loop;
end $$;
grant select, insert, delete on unspent_sign_ins to throughline_app;
grant select, insert, update on shown_priors to throughline_app;
