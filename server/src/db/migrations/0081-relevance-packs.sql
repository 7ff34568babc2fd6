-- What objects say beside the name of their exam: of the first object of each series.
alter table series add column view_position text, add column contrast_agent text;

-- Preferences of a department or of one user, laid over the packs that are built in. A row is never changed but to be withdrawn: what
-- ranked a study on any day can be told.
create table relevance_packs (
  tenant_id uuid not null references tenants,
  id uuid not null,
  -- whose: empty is everybody's
  subject text not null default '',
  -- name of the pack: a new one takes the place of the one of its name
  name text not null,
  pack jsonb not null,
  reason text not null,
  adopted_by text not null,
  adopted_at timestamptz not null,
  withdrawn_by text,
  withdrawn_at timestamptz,
  primary key (tenant_id, id)
);
create unique index relevance_packs_in_force on relevance_packs (tenant_id, subject, name) where withdrawn_at is null;

-- Which persons have studies of an exam.
create index exam_name_studies_by_name on exam_name_studies (tenant_id, exam_name_id);

do $$
begin
  alter table relevance_packs enable row level security;
  alter table relevance_packs force row level security;
  create policy tenant on relevance_packs using (tenant_id = (select current_setting('throughline.tenant_id', true))::uuid);
  grant select, insert, update on relevance_packs to throughline_app;
end $$;
