-- An identifier that its issuer gave to somebody else: the record of the earlier holder stays, with its studies, and is no longer the
-- one that the identifier names (ADR 0046).
alter table patient_records add column superseded_at timestamptz;
alter table patient_records drop constraint patient_records_tenant_id_issuer_patient_id_key;
create unique index patient_records_current on patient_records (tenant_id, issuer, patient_id) where superseded_at is null;
-- Searches list the holders of all times.
create index patient_records_identifier on patient_records (tenant_id, issuer, patient_id);
