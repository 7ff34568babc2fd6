-- Where the owner of the database was no superuser, row-level security kept 0106 from the messages that it was to mark.
update hl7_seen set waiting = true
  from hl7_messages m where m.state = 'waiting' and m.tenant_id = hl7_seen.tenant_id and m.id = hl7_seen.message_id and not hl7_seen.waiting;
