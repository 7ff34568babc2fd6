-- Which messages are durable and still wait for their effect: asked before every effect, so not of the inbox with its many months.
alter table hl7_seen add column waiting boolean not null default false;
update hl7_seen set waiting = true
  from hl7_messages m where m.state = 'waiting' and m.tenant_id = hl7_seen.tenant_id and m.id = hl7_seen.message_id;
create index hl7_seen_waiting on hl7_seen (tenant_id) where waiting;
