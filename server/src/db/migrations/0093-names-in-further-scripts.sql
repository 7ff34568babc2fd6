-- Names in Han characters are found by their pinyin too, and names in Thai, in the scripts of India, in Georgian, Armenian and others are read
-- in Latin letters now (ADR 0048): their records are keyed anew.
update patient_records set keyed = 0 where name ~ '[\u0530-\u058f\u0900-\u1dff\u2d00-\u2ddf\u3400-\u9fff\uf900-\ufaff]';
