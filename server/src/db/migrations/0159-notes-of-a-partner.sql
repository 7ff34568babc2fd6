-- A rejection note of a source that is not our own says something of its own objects, and hides nobody else's.
alter table rejections add column only_issuer text;
comment on column rejections.only_issuer is
  'null: whoever sent the objects; else only objects that are filed under a patient identifier of this issuer';
