-- Keys of one record that have something in common are side by side in their index now (ADR 0055). Records are found by their earlier keys
-- until they are given new ones, which begins with the next start.
update patient_records set keyed = 0 where keyed <> 0;
