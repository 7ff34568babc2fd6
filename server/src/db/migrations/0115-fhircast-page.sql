-- The page that a session is followed by: the last that was opened in it. One that ends says that its study is closed only while it is this one,
-- so that a page that is loaded again, in whichever process, closes nothing.
alter table fhircast_topics add column page uuid;
