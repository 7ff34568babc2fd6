-- A receiver that is paused: what it is to be told is made and waits.
alter table hl7_destinations add column paused boolean not null default false;
