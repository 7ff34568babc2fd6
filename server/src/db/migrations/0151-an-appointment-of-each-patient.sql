-- An appointment that a message tells of several patients is kept for each of them, under one number.
alter table appointments drop constraint appointments_tenant_id_source_name_appointment_key_key,
  add unique (tenant_id, source_name, appointment_key, patient_record_id);
