-- A group no longer lists whom a source removed, and lists who came back: it is another version then. The least step is a millisecond, which is
-- what versions are told apart by.
create function renew_groups_of_patient() returns trigger language plpgsql as $$
begin
  update patient_groups g set updated_at = greatest(g.updated_at + interval '1 millisecond', now())
  where g.tenant_id = new.tenant_id and g.id in (
    select m.group_id from patient_group_members m where m.tenant_id = new.tenant_id and m.patient_record_id = new.id);
  return null;
end $$;

create trigger groups_are_renewed after update of removed_by on patient_records
  for each row when (old.removed_by is distinct from new.removed_by) execute function renew_groups_of_patient();
