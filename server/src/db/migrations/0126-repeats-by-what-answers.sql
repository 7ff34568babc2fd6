-- The study that a card of an order was about, as the measures group it: where it is, who reads it, and which source has it.
alter table cds_cards add column site_name text;
alter table cds_cards add column specialty text;
-- null: it was sent here, by no source that is asked
alter table cds_cards add column source_name text;
create index cds_cards_shown on cds_cards (tenant_id, shown_at) where kind = 'answered';
