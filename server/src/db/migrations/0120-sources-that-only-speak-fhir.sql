-- A source may be asked by FHIR (ImagingStudy), and may list studies that it gives to nobody.
alter table sources drop constraint sources_query_by_check;
alter table sources drop constraint sources_retrieve_by_check;
alter table sources add constraint sources_query_by_check check (query_by in ('qido', 'c-find', 'fhir'));
alter table sources add constraint sources_retrieve_by_check check (retrieve_by in ('wado', 'c-get', 'c-move', 'none'));
alter table sources add constraint sources_fhir_check check (query_by <> 'fhir' or fhir_url is not null);
