-- Up Migration
-- When an instrument was heard last, and the pauses that it usually makes: what its silence is measured by.
-- Written every few seconds from the gateway's memory, never with a message.
create table instrument_contact (
  instrument_id integer primary key references instrument,
  -- on the clock of the instrument's realm
  last_heard_at timestamptz not null,
  -- the newest last
  pauses_ms bigint[] not null default '{}',
  -- of one whose silence was told: when it was heard last; null: it speaks, or nothing waits for it
  silent_since timestamptz
);
revoke delete on instrument_contact from sweepwell_app;
-- plates that wait for an instrument are young
create index plate_laid_out on plate (laid_out_at);

-- What was odd about a message that was read all the same, as codes.
alter table instrument_message add column notes text[] not null default '{}';
