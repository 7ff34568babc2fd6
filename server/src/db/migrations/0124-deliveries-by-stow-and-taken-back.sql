-- A destination may take objects by STOW-RS, at the DICOMweb service of its source.
alter table application_entities add column deliver_by text not null default 'c-store' check (deliver_by in ('c-store', 'stow'));
-- Whoever asked for a delivery to be taken back; null: the link under which it was made was undone.
alter table recalls add column requested_by text;
-- The order that what is delivered is imported under: its accession number and procedure are written into what goes out.
alter table deliveries add column order_step_id uuid;
