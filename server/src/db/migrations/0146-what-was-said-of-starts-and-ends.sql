-- False: nobody said when it starts; the day on which it came stands in its place on the worklist.
alter table scheduled_steps add column start_said boolean not null default true;
-- Digits of a DICOM DT, as starts_at.
alter table appointments add column ends_at text;
-- As FHIR R4 has them (value set appointmentstatus).
alter table appointments drop constraint appointments_status_check;
alter table appointments add constraint appointments_status_check
  check (status in ('proposed', 'pending', 'booked', 'arrived', 'checked-in', 'cancelled', 'noshow', 'entered-in-error'));
