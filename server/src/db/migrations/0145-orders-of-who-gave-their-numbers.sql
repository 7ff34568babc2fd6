-- Numbers of procedures and steps are unique only with who gave them: two senders may use the same.
alter table scheduled_steps drop constraint scheduled_steps_tenant_id_requested_procedure_id_scheduled__key;
create unique index scheduled_steps_by_names
  on scheduled_steps (tenant_id, requested_procedure_id, scheduled_step_id, accession_issuer) nulls not distinct;
