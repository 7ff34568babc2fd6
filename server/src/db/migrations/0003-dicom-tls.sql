-- DICOM over TLS (PS3.15 B): who must prove who they are, and who is called that way.
alter table application_entities
  -- SHA-256 of the certificate that this title belongs to, lower case hexadecimal; null: the address alone says who it is
  add column certificate text check (certificate ~ '^[0-9a-f]{64}$'),
  -- associations to it go over TLS
  add column tls boolean not null default false;
alter table sources add column tls boolean not null default false;
