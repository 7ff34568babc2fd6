-- A birth date beside how a name begins is a key now (ADR 0046). Records are found by their earlier keys until they are given new
-- ones, when they are judged next or by `POST /api/identity/keys`.
update patient_records set keyed = 0 where keyed <> 0;
