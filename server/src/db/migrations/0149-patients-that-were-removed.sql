-- A patient that its source removed: the record stays with all that hangs on it, and is found no more until it is told of again.
alter table identity_changes drop constraint identity_changes_kind_check,
  add constraint identity_changes_kind_check check (kind in ('merge', 'link', 'unlink', 'move', 'split', 'remove'));

-- the change that removed it, which says who, when and why
alter table patient_records add column removed_by uuid,
  add foreign key (tenant_id, removed_by) references identity_changes (tenant_id, id);
create index patient_records_removed on patient_records (tenant_id, id) where removed_by is not null;

-- The record is there again; the removal stays in the history as one that is over. False when it was not removed.
create function bring_patient_back(tenant uuid, record uuid, who text) returns boolean language plpgsql as $$
declare removal uuid;
begin
  select removed_by into removal from patient_records where tenant_id = tenant and id = record and removed_by is not null;
  if removal is null then
    return false;
  end if;
  update patient_records set removed_by = null where tenant_id = tenant and id = record;
  update identity_changes set undone_by = who, undone_at = now() where tenant_id = tenant and id = removal;
  update identity_change_records set undone_at = now() where tenant_id = tenant and change_id = removal;
  return true;
end $$;

-- What is filed under a record is never under one that is not found, also when it was removed meanwhile: these run behind the check of
-- the foreign key, which waits for a removal that is under way.
create function bring_back_whom_it_is_filed_under() returns trigger language plpgsql as $$
begin
  perform bring_patient_back(new.tenant_id, new.patient_record_id, 'source');
  return null;
end $$;

do $$
declare t text;
begin
  foreach t in array array['studies', 'holdings', 'message_reports'] loop
    execute format('create trigger patient_comes_back after insert or update of patient_record_id on %I
      for each row execute function bring_back_whom_it_is_filed_under()', t);
  end loop;
end $$;
