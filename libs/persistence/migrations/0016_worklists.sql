-- Up Migration
-- Worklists: what an instrument is given of orders, what it asked, and what was sent to it.
alter table instrument
  -- none: it is given nothing; ask-only: its queries are answered; law-push: a plate's orders are also sent to it
  add column orders text not null default 'ask-only' check (orders in ('none', 'ask-only', 'law-push')),
  -- where it listens for orders; null: they go over a connection that it holds open
  add column order_host inet,
  add column order_port integer check (order_port between 1 and 65535),
  add check ((order_host is null) = (order_port is null));

-- MSH-10 of what we send: unique for ever, whatever restarts.
create sequence order_control_id as bigint;
grant usage on sequence order_control_id to sweepwell_app;

-- A query is no result and never stands in instrument_message; its bytes and its fate stand here.
create table instrument_query (
  id bigint generated always as identity primary key,
  instrument_id integer not null references instrument,
  control_id text not null,
  body bytea not null check (octet_length(body) <= 16384),
  answer bytea not null,
  fate text not null check (fate in ('ordered', 'nothing-ordered', 'refused')),
  reason text,
  asked_at timestamptz not null
);
create index instrument_query_idle on instrument_query (instrument_id, id) where fate <> 'ordered';

-- One message of orders to one instrument. Its bytes are made once, so that repeats are byte-identical.
create table order_message (
  id bigint generated always as identity primary key,
  instrument_id integer not null references instrument,
  cause text not null check (cause in ('query', 'plate')),
  query_id bigint references instrument_query,
  sweep_id integer,
  plate_id uuid references plate,
  control_id text unique,
  body bytea check (octet_length(body) <= 1048576),
  -- it answers a query over the connection that asked, and never goes to the instrument's own port
  over_connection boolean not null default false,
  -- codes of the tubes and controls that it orders
  codes text[] not null default '{}',
  state text not null check (state in ('waiting', 'sent', 'accepted', 'rejected', 'timeout', 'withdrawn')),
  attempts integer not null default 0,
  last_error text,
  answer bytea,
  -- MSA-1 of the answer, and the orders of the message that it did not take
  answer_code text,
  refused text[] not null default '{}',
  made_at timestamptz not null,
  sent_at timestamptz,
  settled_at timestamptz,
  -- the machine's time: it paces the sending
  next_try_at timestamptz not null default '-infinity',
  check ((cause = 'query') = (query_id is not null)),
  check (cause <> 'plate' or plate_id is not null),
  check ((plate_id is null) = (sweep_id is null)),
  check ((sweep_id < 0) = (instrument_id < 0)),
  check (state in ('waiting', 'withdrawn', 'timeout') or body is not null)
);
-- a plate is ordered once of an instrument, however often it is asked to be sent
create unique index order_message_plate on order_message (plate_id, instrument_id)
  where cause = 'plate' and state in ('waiting', 'sent', 'accepted');
create index order_message_of_plate on order_message (plate_id) where plate_id is not null;
create index order_message_due on order_message (next_try_at) where state in ('waiting', 'sent');
create index order_message_query on order_message (query_id) where query_id is not null;
-- what was sent is what was sent
revoke delete on order_message from sweepwell_app;
