-- Up Migration
create table box (
  sweep_id integer not null,
  id uuid primary key,
  code text not null unique,
  site_id integer not null,
  laboratory_id integer not null references laboratory,
  -- the courier's own count, typed before the screen shows one
  counted_at_hand_over integer not null,
  handed_over_at timestamptz not null,
  handed_over_by text not null,
  counted_at_receipt integer,
  received_at timestamptz,
  received_by text,
  check ((sweep_id < 0) = (site_id < 0) and (sweep_id < 0) = (laboratory_id < 0))
);
-- One row per code that was scanned into the box, whether the tube is registered yet or not.
create table box_tube (
  sweep_id integer not null,
  box_id uuid not null,
  code text not null,
  arrival text check (arrival in ('received', 'rejected', 'missing', 'extra')),
  reject_reason text,
  primary key (box_id, code, sweep_id)
) partition by list (sweep_id);

create index box_tube_code on box_tube (code);

create table plate (
  sweep_id integer not null references sweep,
  id uuid primary key,
  barcode text not null unique,
  laboratory_id integer not null references laboratory,
  kit_id text not null,
  kit_version integer not null,
  laid_out_by integer not null references actor,
  laid_out_at timestamptz not null,
  foreign key (kit_id, kit_version) references kit,
  check ((sweep_id < 0) = (laboratory_id < 0) and (sweep_id < 0) = (laid_out_by < 0))
);
create table well (
  sweep_id integer not null,
  plate_id uuid not null,
  well text not null,
  kind text not null check (kind in ('sample', 'negative-control', 'positive-control', 'extraction-control', 'blind')),
  code text,
  tube_id uuid,
  primary key (plate_id, well, sweep_id),
  check ((kind = 'sample') = (tube_id is not null))
) partition by list (sweep_id);
create index well_tube on well (tube_id) where tube_id is not null;

-- Every frame that was acknowledged, and every frame that was refused: the bytes as they came.
create table instrument_message (
  id bigint generated always as identity primary key,
  instrument_id integer,
  connection text not null,
  -- SHA-256 over (connection, MSH-3, MSH-4, MSH-10, MSH-7), and over the whole frame
  key_hash bytea not null,
  body_hash bytea not null,
  control_id text not null,
  body bytea not null,
  answer text not null,
  state text not null check (state in ('stored', 'interpreted', 'orphan', 'parked', 'refused')),
  reason text,
  received_at timestamptz not null
);
create unique index instrument_message_identity on instrument_message (key_hash, body_hash);
create index instrument_message_open on instrument_message (state, id) where state in ('orphan', 'parked');

create table run (
  id bigint generated always as identity primary key,
  sweep_id integer not null,
  plate_id uuid not null references plate,
  instrument_id integer not null references instrument,
  run_number text not null,
  state text not null check (state in ('waiting', 'accepted', 'rejected')),
  reasons text[] not null default '{}',
  kit_lot text,
  opened_at timestamptz not null,
  judged_at timestamptz,
  unique (instrument_id, run_number, plate_id),
  check ((sweep_id < 0) = (instrument_id < 0))
);
create index on run (plate_id);
-- A measurement is (instrument, run, plate, well, target, observed time): run_id stands for the first three.
create table reading (
  sweep_id integer not null,
  run_id bigint not null,
  well text not null,
  target text not null,
  observed_at timestamptz not null,
  ct real,
  raw_value text not null,
  analyser_call text,
  status text not null,
  code text,
  message_id bigint not null,
  primary key (run_id, well, target, observed_at, sweep_id)
) partition by list (sweep_id);
create table well_call (
  sweep_id integer not null,
  run_id bigint not null,
  well text not null,
  tube_id uuid,
  call text not null check (call in ('positive', 'inconclusive', 'negative', 'invalid')),
  reasons text[] not null,
  rule_version text not null,
  called_at timestamptz not null,
  primary key (run_id, well, sweep_id)
) partition by list (sweep_id);

-- Law 5: a result is a row that a rule or a person made from a well of an accepted run. Corrections add a version.
create table tube_result (
  sweep_id integer not null,
  tube_id uuid not null,
  version smallint not null,
  outcome text not null check (outcome in ('positive', 'inconclusive', 'negative', 'invalid')),
  run_id bigint not null,
  well text not null,
  rule_version text not null,
  state text not null check (state in ('held', 'released', 'superseded')),
  reasons text[] not null,
  made_at timestamptz not null,
  released_at timestamptz,
  released_by text,
  correction_reason text,
  primary key (tube_id, version, sweep_id),
  check ((state = 'held') = (released_at is null))
) partition by list (sweep_id);
create index tube_result_held on tube_result (sweep_id, made_at) where state = 'held';
