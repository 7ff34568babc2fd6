-- What a registration writes among a million records (ADR 0060).

-- Any component is asked for by asking all three: it needs no rows of its own.
alter table name_keys no force row level security;
delete from name_keys where component = 'any';
alter table name_keys force row level security;
-- Keys are written by the statement that writes their record, or after it was read in the same transaction, and records are never removed: a look-up
-- for each row proves nothing. Values of the columns are those of one module's types.
alter table name_keys
  drop constraint name_keys_tenant_id_patient_record_id_fkey,
  drop constraint name_keys_component_check,
  drop constraint name_keys_script_check,
  drop constraint name_keys_kind_check;
alter table stated_identifiers drop constraint stated_identifiers_tenant_id_patient_record_id_fkey;

-- The tenant of a row is that of its connection, by the policy of each table; every registration locked the one row of its tenant, beside all others.
alter table patient_records drop constraint patient_records_tenant_id_fkey;
alter table persons drop constraint persons_tenant_id_fkey;
