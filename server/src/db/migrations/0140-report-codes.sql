-- What a report is called by code (OBR-4, DiagnosticReport.code): receivers file reports by it. Null: it came by a name only.
alter table message_reports add column code jsonb;
