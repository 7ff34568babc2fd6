-- Who uses an application entity (PS3.7 D.3.3.7): what an association from it must prove, beside title, address and certificate.
alter table application_entities
  add column user_identity text not null default 'none' check (user_identity in ('none', 'passcode', 'token')),
  add column user_name text check (length(user_name) between 1 and 64),
  -- scrypt$salt$hash; the passcode is kept nowhere
  add column passcode_hash text,
  add check ((user_name is null) = (passcode_hash is null)),
  add check (user_identity <> 'passcode' or passcode_hash is not null);
create index application_entities_certificate on application_entities (tenant_id, certificate) where certificate is not null;
