-- Up Migration
-- Realm (law 11): every id of a sweep, site, laboratory, device, instrument, recipient, actor, person and
-- case is an integer whose sign says real (+) or drill (-), so that a check constraint refuses a mixture
-- without a join. One pair of sequences makes them all.

create sequence real_id as integer;
create sequence drill_id as integer increment -1 minvalue -2147483648 maxvalue -1 start -1;
create sequence person_real_block as bigint increment 1000 start 1000;
create sequence person_drill_block as bigint increment -1000 minvalue -9223372036854775000 maxvalue -1 start -1000;

-- Law 9: one clock per realm, read by every process. A drill's may be scaled and shifted, the real one never.
create table clock (
  realm text primary key check (realm in ('real', 'drill')),
  anchor_machine timestamptz not null,
  anchor_shown timestamptz not null,
  rate double precision not null check (rate >= 0),
  check (realm = 'drill' or (rate = 1 and anchor_machine = anchor_shown))
);
insert into clock values ('real', '2000-01-01Z', '2000-01-01Z', 1), ('drill', '2000-01-01Z', '2000-01-01Z', 1);

create table jurisdiction (
  id integer generated always as identity primary key,
  code text not null unique,
  name text not null,
  level text not null check (level in ('city', 'district', 'street', 'community')),
  parent_id integer references jurisdiction,
  population bigint not null check (population >= 0)
);
create index on jurisdiction (parent_id);

create table sweep (
  id integer primary key check (id <> 0),
  name text not null,
  time_zone text not null,
  starts_at timestamptz not null,
  deadline timestamptz not null check (deadline > starts_at),
  -- opening hours and the expected arrivals by local hour; the forecast reads it
  arrival_plan jsonb not null,
  auto_release boolean not null default true,
  -- categories of people whose results always wait for a person
  auto_release_excluded text[] not null default '{}',
  closed_at timestamptz
);
create table sweep_target (
  sweep_id integer not null references sweep,
  jurisdiction_id integer not null references jurisdiction,
  people bigint not null check (people >= 0),
  primary key (sweep_id, jurisdiction_id)
);
create table pooling_policy (
  sweep_id integer not null references sweep,
  version integer not null,
  category text,
  in_force_from timestamptz not null,
  pool_size smallint not null check (pool_size between 1 and 100),
  hard_cap smallint not null check (hard_cap >= pool_size),
  primary key (sweep_id, version)
);

create table site (
  id integer primary key check (id <> 0),
  code text not null unique,
  name text not null,
  jurisdiction_id integer not null references jurisdiction
);
create table laboratory (
  id integer primary key check (id <> 0),
  code text not null unique,
  name text not null
);
create table kit (
  id text not null,
  version integer not null,
  definition jsonb not null,
  primary key (id, version)
);
create table instrument (
  id integer primary key check (id <> 0),
  laboratory_id integer not null references laboratory,
  serial text not null unique,
  sending_application text not null,
  sending_facility text not null,
  allowed_address inet not null default '127.0.0.1',
  unique (sending_application, sending_facility),
  check ((id < 0) = (laboratory_id < 0))
);
create table recipient (
  id integer primary key check (id <> 0),
  name text not null,
  url text not null,
  -- which kinds of report it must receive
  kinds text[] not null,
  secret text not null default ''
);

-- Who writes: a tablet, a person, a program. Device and site come from here, never from a body.
create table actor (
  id integer primary key check (id <> 0),
  kind text not null check (kind in ('device', 'staff', 'program')),
  role text not null check (role in ('site', 'technician', 'verifier', 'official', 'administrator', 'auditor', 'authority', 'courier')),
  name text not null,
  site_id integer references site,
  laboratory_id integer references laboratory,
  jurisdiction_id integer references jurisdiction,
  check (site_id is null or (id < 0) = (site_id < 0)),
  check (laboratory_id is null or (id < 0) = (laboratory_id < 0)),
  check (kind <> 'device' or site_id is not null)
);
create table credential (
  token_hash bytea primary key,
  actor_id integer not null references actor,
  issued_at timestamptz not null,
  expires_at timestamptz,
  revoked_at timestamptz
);

-- Law 8. The application role may insert and read, nothing else.
create table audit (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  sweep_id integer,
  actor text not null,
  origin text not null,
  action text not null,
  subject text not null,
  detail jsonb
);

-- Law 4: the only source of jobs. The machine's time, not a drill's: it paces work, it is no fact of the field.
create table outbox (
  id bigint generated always as identity primary key,
  topic text not null,
  sweep_id integer not null,
  payload jsonb not null,
  made_at timestamptz not null default clock_timestamp(),
  next_offer_at timestamptz not null default '-infinity',
  attempts integer not null default 0,
  last_error text,
  needs_attention boolean not null default false
);
create index outbox_due on outbox (topic, next_offer_at) where not needs_attention;

-- What a person must look at: flags, holds, jobs that broke a rule.
create table attention (
  id bigint generated always as identity primary key,
  sweep_id integer,
  code text not null,
  subject text not null,
  detail jsonb,
  opened_at timestamptz not null,
  closed_at timestamptz,
  closed_by text
);
create index attention_open on attention (sweep_id, code) where closed_at is null;

-- Counts for officials are kept, not counted: deltas in the transaction that causes them, folded behind.
create table tally_delta (
  id bigint generated always as identity primary key,
  sweep_id integer not null,
  metric text not null,
  residence_id integer,
  site_id integer,
  bucket timestamptz not null,
  n bigint not null
);
create table residence_tally (
  sweep_id integer not null,
  residence_id integer not null,
  metric text not null,
  n bigint not null,
  primary key (sweep_id, residence_id, metric)
);
create table site_tally (
  sweep_id integer not null,
  site_id integer not null,
  metric text not null,
  n bigint not null,
  primary key (sweep_id, site_id, metric)
);
create table progress_tally (
  sweep_id integer not null,
  metric text not null,
  bucket timestamptz not null,
  n bigint not null,
  primary key (sweep_id, metric, bucket)
);
