-- What each source has given of late, and what became of it.
create index transfers_finished on transfers (tenant_id, source_id, finished_at) where finished_at is not null;
create index deliveries_of_study on deliveries (tenant_id, study_instance_uid);
