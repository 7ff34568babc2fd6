-- A birth date is a key beside both initials and beside where somebody lives, no longer beside one initial (ADR 0067). Records are found by
-- their earlier keys until they are given new ones, which begins with the next start.
update patient_records set keyed = 0 where keyed <> 0;
