-- One name beside the day and the month is a key, too, and a date that cannot be has keys (ADR 0080). Records are found by their earlier
-- keys until they are given new ones, which begins with the next start.
update patient_records set keyed = 0 where keyed <> 0;
