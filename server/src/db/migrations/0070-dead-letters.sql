-- A message that had no effect waits at the exceptions desk until it is processed again with effect, or somebody sets it aside.
alter table hl7_messages add column set_aside_at timestamptz;
create index hl7_messages_waiting_for_somebody on hl7_messages (tenant_id, received_at, id)
  where state in ('refused', 'failed') and set_aside_at is null;
