-- Up Migration
-- What a laboratory's page of analysers lists: its plates, the latest first, and its files in each state.
create index plate_of_laboratory on plate (laboratory_id, laid_out_at, id);
create index instrument_file_of_instrument on instrument_file (instrument_id, state, id) where state <> 'waiting';
