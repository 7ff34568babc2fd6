-- Names in kana, Hangul, Arabic and Hebrew are read in Latin letters now: their records are found by other keys, and keyed anew.
update patient_records set keyed = 0 where name ~ '[֐-ۿ぀-ヿ가-힣]';
