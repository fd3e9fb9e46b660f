-- Up Migration
-- At most one open hold a person, across tubes and sweeps; every look-up, feed and certificate reads it first.
create table person_hold (
  id bigint generated always as identity primary key,
  person_id bigint not null,
  sweep_id integer not null,
  tube_id uuid not null,
  reason text not null,
  opened_at timestamptz not null,
  closed_at timestamptz,
  closed_by text,
  check ((person_id < 0) = (sweep_id < 0))
);
create unique index person_hold_open on person_hold (person_id) where closed_at is null;
create index on person_hold (sweep_id, tube_id);

create table case_file (
  id integer primary key check (id <> 0),
  sweep_id integer not null references sweep,
  kind text not null check (kind in ('abnormal-tube', 'positive-person')),
  tube_id uuid not null,
  person_id bigint,
  opened_at timestamptz not null,
  closed_at timestamptz,
  check ((id < 0) = (sweep_id < 0)),
  check (person_id is null or (id < 0) = (person_id < 0)),
  check ((kind = 'positive-person') = (person_id is not null)),
  unique (kind, tube_id)
);
create index case_file_person on case_file (person_id) where person_id is not null;
create index case_file_open on case_file (sweep_id) where closed_at is null;
create table case_step (
  case_id integer not null references case_file,
  step text not null,
  owner text not null,
  started_at timestamptz,
  due_at timestamptz,
  done_at timestamptz,
  done_by text,
  proof jsonb,
  primary key (case_id, step)
);
create index case_step_open on case_step (due_at) where done_at is null and started_at is not null;

-- Who must be sampled again, singly, after an abnormal tube: n of n.
create table recollection (
  sweep_id integer not null,
  tube_id uuid not null,
  ordinal smallint not null,
  person_id bigint not null,
  case_id integer not null references case_file,
  ordered_at timestamptz not null,
  single_tube_id uuid,
  resulted_at timestamptz,
  primary key (tube_id, ordinal),
  check ((sweep_id < 0) = (person_id < 0) and (sweep_id < 0) = (case_id < 0))
);
create index recollection_open on recollection (sweep_id, ordered_at) where single_tube_id is null;
create index recollection_person on recollection (person_id);
create index recollection_case on recollection (case_id);
create index recollection_single on recollection (single_tube_id) where single_tube_id is not null;

-- Law 7. One identity (id, version); the bytes are made once and kept, so that repeats are byte-identical.
create table report (
  id uuid not null,
  version smallint not null,
  sweep_id integer not null references sweep,
  kind text not null check (kind in ('abnormal-tube', 'retest', 'correction', 'negative-feed')),
  tube_id uuid,
  feed_number bigint,
  tubes integer not null check (tubes > 0),
  body bytea not null,
  data_key_id smallint not null,
  made_at timestamptz not null,
  primary key (id, version),
  check ((kind = 'negative-feed') = (feed_number is not null))
);
create unique index report_feed on report (sweep_id, feed_number) where feed_number is not null;
create index report_tube on report (tube_id) where tube_id is not null;
create table feed_tube (
  sweep_id integer not null,
  tube_id uuid not null,
  result_version smallint not null,
  report_id uuid not null,
  primary key (tube_id, result_version, sweep_id)
) partition by list (sweep_id);
create table delivery (
  report_id uuid not null,
  version smallint not null,
  recipient_id integer not null references recipient,
  sweep_id integer not null,
  state text not null check (state in ('pending', 'acknowledged')),
  attempts integer not null default 0,
  next_try_at timestamptz not null,
  due_at timestamptz not null,
  last_attempt_at timestamptz,
  last_error text,
  receipt jsonb,
  receipt_at timestamptz,
  primary key (report_id, version, recipient_id),
  foreign key (report_id, version) references report,
  check ((recipient_id < 0) = (sweep_id < 0)),
  check ((state = 'acknowledged') = (receipt_at is not null))
);
create index delivery_pending on delivery (recipient_id, next_try_at) where state = 'pending';
create index delivery_sweep on delivery (sweep_id, state);

-- The application has no DDL: it asks for a sweep's partitions here.
create function open_sweep_partitions(sweep integer) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  parent text;
  child text;
begin
  if not exists (select from public.sweep s where s.id = sweep) then
    raise exception 'no sweep %', sweep using errcode = 'foreign_key_violation';
  end if;
  foreach parent in array array['tube', 'member', 'coverage', 'box_tube', 'well', 'reading', 'well_call', 'tube_result', 'feed_tube'] loop
    child := parent || '_' || case when sweep < 0 then 'drill_' else '' end || abs(sweep);
    execute format('create table if not exists %I partition of %I for values in (%s)', child, parent, sweep);
  end loop;
  -- rows that are updated in place a few times: room for heap-only updates
  execute format('alter table %I set (fillfactor = 70)', 'tube_' || case when sweep < 0 then 'drill_' else '' end || abs(sweep));
end $$;
