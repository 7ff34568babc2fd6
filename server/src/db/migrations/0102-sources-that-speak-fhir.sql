-- Where a source tells of its reports as FHIR resources (DiagnosticReport), beside its images.
alter table sources add column fhir_url text;
