-- When somebody last told of a patient: a message, a resource. Null: headers of objects alone did, or it was before this was kept.
alter table patient_records add column told_at timestamptz;
