-- When what is gathered has to be here: the exam that is planned, or the moment at which somebody asked.
alter table gatherings add column deadline timestamptz;
-- Appointments that are ahead are looked for by the records of a person.
create index appointments_ahead on appointments (tenant_id, patient_record_id, starts_at) where status = 'booked';
