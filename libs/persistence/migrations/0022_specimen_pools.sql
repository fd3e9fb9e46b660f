-- Up Migration
-- Batches of specimen pools, what their pools read, and what they were decoded to. All of it only grows: corrected readings are
-- a further version, and each version has one decode.

-- A design by its content: the matrix as text, the SHA-256 of that text, and the name and family that the text does not say.
create table pool_design (
  hash text not null check (hash ~ '^[0-9a-f]{64}$'),
  id text not null,
  family text not null,
  specimens integer not null check (specimens > 0),
  pools integer not null check (pools > 0),
  body text not null,
  primary key (hash, id)
);

create table specimen_batch (
  id integer primary key check (id <> 0),
  sweep_id integer not null references sweep,
  laboratory_id integer not null references laboratory,
  -- what the laboratory calls it: the same name with other content is refused
  name text not null,
  content_hash bytea not null,
  design_hash text not null,
  design_id text not null,
  -- of its decode: chances of the tests, priors, thresholds, method, limits; and the SHA-256 of their canonical text
  settings jsonb not null,
  settings_hash bytea not null,
  specimens integer not null check (specimens > 0),
  entered_by integer not null references actor,
  entered_at timestamptz not null,
  unique (laboratory_id, name),
  foreign key (design_hash, design_id) references pool_design,
  check ((id < 0) = (sweep_id < 0) and (id < 0) = (laboratory_id < 0) and (id < 0) = (entered_by < 0))
);
create index specimen_batch_of_laboratory on specimen_batch (laboratory_id, entered_at, id);

-- What the pools of a batch read, in the order of the design's pools; version 1 came with the batch, others correct it.
create table batch_readings (
  batch_id integer not null references specimen_batch,
  version smallint not null check (version > 0),
  -- [{outcome, trust?}]: trust below 1 of a pool that was read near the cut-off
  pools jsonb not null,
  master text check (master in ('negative', 'positive', 'erased')),
  control_failed boolean not null,
  content_hash bytea not null,
  measured_at timestamptz not null,
  instrument_id integer references instrument,
  entered_by integer not null references actor,
  -- the address that they came from
  origin text not null,
  entered_at timestamptz not null,
  reason text check (reason in ('measured-again', 'mistyped', 'control-judged-again')),
  primary key (batch_id, version),
  check ((version = 1) = (reason is null)),
  check ((batch_id < 0) = (entered_by < 0)),
  check (instrument_id is null or (batch_id < 0) = (instrument_id < 0))
);

-- Which tube is which specimen of the design, from 0. A tube stands in one batch.
create table batch_specimen (
  sweep_id integer not null,
  batch_id integer not null,
  place smallint not null check (place >= 0),
  tube_id uuid not null,
  code text not null,
  primary key (batch_id, place, sweep_id),
  check ((sweep_id < 0) = (batch_id < 0))
) partition by list (sweep_id);
create unique index batch_specimen_tube on batch_specimen (tube_id, sweep_id);

-- One decode of one version of a batch's readings: enough to make it again. `answer` is its canonical text.
create table batch_decode (
  sweep_id integer not null,
  batch_id integer not null,
  version smallint not null,
  decoder_version text not null,
  method text not null,
  kind text not null,
  -- what ended it: an answer, the wall clock's guard, or a thread that broke
  ended_by text not null check (ended_by in ('answer', 'clock', 'fault')),
  design_hash text not null,
  settings_hash bytea not null,
  log_evidence double precision,
  alerts text[] not null,
  negatives_may_leave boolean not null,
  answer bytea not null,
  answer_hash bytea not null,
  decoded_at timestamptz not null,
  primary key (batch_id, version, sweep_id),
  check ((sweep_id < 0) = (batch_id < 0)),
  check (not negatives_may_leave or (cardinality(alerts) = 0 and ended_by = 'answer'))
) partition by list (sweep_id);

create table specimen_call (
  sweep_id integer not null,
  batch_id integer not null,
  version smallint not null,
  place smallint not null,
  call text not null check (call in ('negative', 'presumptive-positive', 'ambiguous')),
  reason text,
  posterior double precision,
  negative_pools smallint not null,
  valid_pools smallint not null,
  sole boolean not null,
  primary key (batch_id, version, place, sweep_id),
  check ((call = 'ambiguous') = (reason is not null)),
  check (call <> 'negative' or negative_pools > 0)
) partition by list (sweep_id);

create or replace function open_sweep_partitions(sweep integer) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  parent text;
  child text;
begin
  if not exists (select from public.sweep s where s.id = sweep) then
    raise exception 'no sweep %', sweep using errcode = 'foreign_key_violation';
  end if;
  foreach parent in array array['tube', 'member', 'coverage', 'box_tube', 'well', 'reading', 'well_call', 'tube_result', 'feed_tube',
      'batch_specimen', 'batch_decode', 'specimen_call'] loop
    child := parent || '_' || case when sweep < 0 then 'drill_' else '' end || abs(sweep);
    execute format('create table if not exists %I partition of %I for values in (%s)', child, parent, sweep);
    -- what only grows is not changed past its parent either
    if parent in ('batch_specimen', 'batch_decode', 'specimen_call') then
      execute format('revoke update, delete, truncate on %I from sweepwell_app', child);
    end if;
  end loop;
  -- rows that are updated in place a few times: room for heap-only updates
  execute format('alter table %I set (fillfactor = 70)', 'tube_' || case when sweep < 0 then 'drill_' else '' end || abs(sweep));
end $$;
select open_sweep_partitions(id) from sweep;

revoke update, delete, truncate on pool_design, specimen_batch, batch_readings, batch_specimen, batch_decode, specimen_call
  from sweepwell_app;
