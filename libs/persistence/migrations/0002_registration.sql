-- Up Migration
-- A person is found by a keyed hash; what is known of the person is ciphertext bound to this row and column.
-- Real and drill identities are hashed with different keys, so that one never meets the other's row.
create table person (
  id bigint primary key check (id <> 0),
  identity_hash bytea not null unique,
  hash_key_id smallint not null,
  particulars bytea not null,
  particulars_hash bytea not null,
  data_key_id smallint not null,
  registered_at timestamptz not null
);
-- What a later sampling said otherwise (another phone, another name): kept beside, the first is never rewritten.
create table person_particulars (
  id bigint generated always as identity primary key,
  person_id bigint not null,
  sweep_id integer not null,
  tube_id uuid not null,
  particulars bytea not null,
  data_key_id smallint not null,
  check ((person_id < 0) = (sweep_id < 0))
);
-- A merge is an audited, undoable alias.
create table person_alias (
  id bigint generated always as identity primary key,
  person_id bigint not null references person,
  canonical_id bigint not null references person check (canonical_id <> person_id),
  reason text not null,
  merged_by text not null,
  merged_at timestamptz not null,
  undone_by text,
  undone_at timestamptz,
  check ((person_id < 0) = (canonical_id < 0))
);
create unique index person_alias_open on person_alias (person_id) where undone_at is null;
create index person_alias_canonical on person_alias (canonical_id) where undone_at is null;

create table site_session (
  id uuid primary key,
  sweep_id integer not null references sweep,
  site_id integer not null references site,
  actor_id integer not null references actor,
  opened_at timestamptz not null,
  registered_at timestamptz not null,
  check ((sweep_id < 0) = (site_id < 0) and (sweep_id < 0) = (actor_id < 0))
);

-- The one registry of codes and tube ids, unpartitioned, unique for ever: the way from a bare code in a
-- message to its partition, and the gate of idempotency. A tube that lost its code to another is registered
-- under "conflict:" and its own id.
create table tube_code (
  code text primary key,
  tube_id uuid not null unique,
  sweep_id integer not null,
  body_hash bytea not null
);

-- Keys of partitioned tables end with the sweep: the partition says it already, and a key that began with it would
-- invite plans that read a whole sweep to find one row.
create table tube (
  sweep_id integer not null,
  id uuid not null,
  code text not null,
  purpose text not null,
  cause_tube_id uuid,
  cause_case_id integer,
  site_id integer not null,
  device_id integer not null,
  session_id uuid not null,
  sealed_at timestamptz not null,
  registered_at timestamptz not null,
  policy_version integer not null,
  capacity smallint not null,
  member_count smallint not null,
  outcome text not null,
  flags text[] not null,
  state text not null,
  held boolean not null default false,
  box_id uuid,
  laboratory_id integer,
  handed_over_at timestamptz,
  received_at timestamptz,
  plated_at timestamptz,
  resulted_at timestamptz,
  released_at timestamptz,
  reported_at timestamptz,
  reject_reason text,
  primary key (id, sweep_id),
  check ((sweep_id < 0) = (site_id < 0) and (sweep_id < 0) = (device_id < 0)),
  check (laboratory_id is null or (sweep_id < 0) = (laboratory_id < 0))
) partition by list (sweep_id);
create index tube_waiting on tube (sweep_id, laboratory_id, received_at) where state = 'received';

-- Never rewritten: what was sealed. Changes are amendments.
create table member (
  sweep_id integer not null,
  tube_id uuid not null,
  ordinal smallint not null,
  person_id bigint not null,
  category text not null,
  residence_id integer,
  household text,
  flags text[] not null,
  primary key (tube_id, ordinal, sweep_id),
  check ((sweep_id < 0) = (person_id < 0))
) partition by list (sweep_id);
create index member_person on member (person_id);

-- How many valid screening tubes of the sweep hold the person, by residence: who is covered and who was missed (R5).
create table coverage (
  sweep_id integer not null,
  person_id bigint not null,
  residence_id integer,
  tubes smallint not null,
  primary key (person_id, sweep_id),
  check ((sweep_id < 0) = (person_id < 0))
) partition by list (sweep_id);

-- Refused is only what is unauthorised or unreadable; its bytes are kept (as ciphertext: they may name people).
create table refused_submission (
  id bigint generated always as identity primary key,
  actor_id integer not null,
  tube_id text,
  code text not null,
  body bytea not null,
  data_key_id smallint not null,
  refused_at timestamptz not null
);

create table tube_amendment (
  id uuid primary key,
  sweep_id integer not null,
  tube_id uuid not null,
  kind text not null,
  body bytea not null,
  data_key_id smallint not null,
  reason text not null,
  requested_by text not null,
  second_person text not null check (second_person <> requested_by),
  amended_at timestamptz not null
);
create index on tube_amendment (sweep_id, tube_id);

-- Optional: what a tablet says of a tube that it has open. Never required for sealing.
create table tube_checkpoint (
  code text not null,
  actor_id integer not null,
  tube_id uuid not null,
  members smallint not null,
  noted_at timestamptz not null,
  primary key (code, actor_id)
);

-- What the sender counted (law 6): a tablet's own totals of what it sealed, and of what was acknowledged to it.
create table device_count (
  device_id integer not null,
  sweep_id integer not null,
  sealed_tubes bigint not null,
  sealed_members bigint not null,
  acknowledged_tubes bigint not null,
  counted_at timestamptz not null,
  primary key (device_id, sweep_id),
  check ((sweep_id < 0) = (device_id < 0))
);
