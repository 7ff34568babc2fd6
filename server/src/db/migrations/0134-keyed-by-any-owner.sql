-- Where the owner of the database is no superuser, row-level security kept earlier migrations from the records that they were to key anew:
-- those that still have keys of an earlier form are keyed by the next start.
alter table patient_records no force row level security;
update patient_records set keyed = 0 where keyed not in (0, 3);
alter table patient_records force row level security;
