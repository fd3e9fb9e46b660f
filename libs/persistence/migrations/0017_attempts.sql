-- Up Migration
-- What strangers try, counted for all processes together: of an address, in a window. Nothing here is worth a flush
-- to the disk, and after a crash every count begins anew.
create unlogged table attempt (
  -- what is tried and where from, e.g. `log-in 192.0.2.1`
  key text primary key,
  window_ends_at timestamptz not null,
  count integer not null
);
create index on attempt (window_ends_at);
