-- What PS3.18 10.6.3.3 wants of series and instances beside what was kept. Of objects that are here already it is not known.
alter table instances add column bits_allocated integer;
-- Request Attributes Sequence (0040,0275) in the DICOM JSON model: at most 32 items of Scheduled Procedure Step ID and Requested Procedure ID.
alter table series add column requests jsonb;

-- Names of physicians are matched without regard to case and accents, as those of patients are.
create function folded_name(name text) returns text language sql immutable parallel safe as
$$ select regexp_replace(normalize(upper(name), NFKD), '[\u0300-\u036f'']', '', 'g') $$;
-- A column and not an index on the expression: behind row-level security an index is used for comparisons of columns only.
alter table studies add column referring_physician_key text collate "C" generated always as (folded_name(referring_physician)) stored;
create index studies_by_referring_physician on studies (tenant_id, referring_physician_key)
  where referring_physician_key is not null;
-- Of what the destination was sent: the bytes, and what their header was changed by. Of deliveries before it is not known.
alter table delivered_instances add column digest bytea;
-- Who announced that objects may be had may say that they may not any more (PS3.4 R).
grant delete on announced_instances to throughline_app;
