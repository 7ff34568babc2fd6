-- Whom a consent is about: {"only": [...], "except": [...]}, each {"by": "subject" or "user", "name": text}; neither: everybody.
alter table consents add column narrowing jsonb not null default '{}';
drop index consents_that_deny;
create index consents_that_deny on consents (tenant_id, patient_record_id)
  where status = 'active' and (decision = 'deny' or narrowing ? 'except');
-- A bulk export of the members of a group.
alter table bulk_exports add column group_id uuid;
-- What a subscription is narrowed to beside a patient: [{"name": text, "values": [text]}].
alter table subscriptions add column filters jsonb not null default '[]';
