-- ±ZZXX of PS3.5 (DT): the offset from UTC that the start was told with. null: nobody said one, the time is that of the clocks here.
alter table scheduled_steps add column start_offset text;
-- Whoever is there already is looked for as well as who is booked: `status in (...)` of three is not implied by `status = 'booked'`.
drop index appointments_ahead;
create index appointments_ahead on appointments (tenant_id, patient_record_id, starts_at)
  where status in ('booked', 'arrived', 'checked-in');
