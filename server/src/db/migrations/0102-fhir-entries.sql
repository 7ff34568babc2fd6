-- Reports and appointments may be written without a message.
alter table message_reports alter column message_id drop not null;
alter table appointments alter column message_id drop not null;
