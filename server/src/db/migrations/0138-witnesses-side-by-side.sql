-- What several witnesses named is still expected when one of them takes it back.
alter table announced_instances drop constraint announced_instances_pkey;
alter table announced_instances add primary key (tenant_id, study_instance_uid, sop_instance_uid, witness, ae_title);
