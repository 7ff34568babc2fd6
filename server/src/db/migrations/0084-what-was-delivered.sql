-- Of what the destination was sent: the bytes, and what their header was changed by. Of deliveries before it is not known.
alter table delivered_instances add column digest bytea;
