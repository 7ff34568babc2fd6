-- When a source was last asked whether it answers, about nobody; of two processes that want to ask, one does.
alter table source_circuits add column checked_at timestamptz;
