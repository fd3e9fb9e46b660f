-- Up Migration
-- Thermocyclers' exports, as they came, with what was decided about them. The same bytes for the same instrument are one
-- file. An accepted file is a message like any other (message_id): interpretation has one path.
create table instrument_file (
  id bigint generated always as identity primary key,
  instrument_id integer not null references instrument,
  name text not null,
  body_hash bytea not null,
  body bytea not null,
  source text not null check (source in ('upload', 'folder')),
  state text not null check (state in ('waiting', 'accepted', 'refused')),
  -- of a refused one: code, line, column
  refusal jsonb,
  -- what whoever looked at it last has said of it: plate, run number, targets of dyes
  said jsonb not null default '{}',
  received_at timestamptz not null,
  received_by text not null,
  -- of an accepted one
  plate_id uuid references plate,
  run_number text,
  observed_at timestamptz,
  message_id bigint,
  answer jsonb,
  accepted_at timestamptz,
  accepted_by text,
  unique (instrument_id, body_hash),
  check ((state = 'refused') = (refusal is not null)),
  check ((state = 'accepted') = (accepted_at is not null) and (state = 'accepted') = (message_id is not null)
    and (state = 'accepted') = (plate_id is not null) and (state = 'accepted') = (observed_at is not null)
    and (state = 'accepted') = (answer is not null))
);
create index instrument_file_waiting on instrument_file (instrument_id, id) where state = 'waiting';
-- asked for with every batch of messages: runs that came as a file too
create index instrument_file_run on instrument_file (plate_id, instrument_id) where state = 'accepted';

-- Amplification curves, gzip of JSON; nobody interprets them, so they are not in the readings' path.
create table instrument_file_curves (
  file_id bigint primary key references instrument_file,
  body bytea not null
);

-- How an instrument's files come: its folder below WATCH_FOLDER, what its dyes stand for, whether clean files go through.
create table instrument_file_setting (
  instrument_id integer primary key references instrument,
  folder text unique check (folder ~ '^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$'),
  accepts_clean boolean not null default false,
  targets_by_dye jsonb not null default '{}'
);

revoke delete, update on instrument_file from sweepwell_app;
grant update (said, state, plate_id, run_number, observed_at, message_id, answer, accepted_at, accepted_by)
  on instrument_file to sweepwell_app;
revoke delete, update on instrument_file_curves from sweepwell_app;
