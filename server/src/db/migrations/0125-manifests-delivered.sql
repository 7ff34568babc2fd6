-- A destination may take documents: manifests by IHE MHD, at the FHIR service of its source.
alter table application_entities drop constraint application_entities_deliver_by_check;
alter table application_entities add constraint application_entities_deliver_by_check check (deliver_by in ('c-store', 'stow', 'mhd'));

-- What goes out: the objects, or a manifest of them as a Key Object Selection Document or as a FHIR document. The delivered instances
-- of a manifest are those that it lists.
alter table deliveries add column form text not null default 'objects' check (form in ('objects', 'kos', 'mado'));
-- SOP Instance UID of the manifest that was taken.
alter table deliveries add column manifest_uid text collate "C";
-- Of the DocumentReference, as the destination numbered it.
alter table deliveries add column document_id text collate "C";

-- The delivery whose manifest is there in its place; null: nothing is.
alter table recalls add column superseded_by uuid;
