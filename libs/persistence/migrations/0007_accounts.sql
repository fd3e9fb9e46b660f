-- Up Migration
-- People log in to accounts. An account is an actor of kind staff; its realm is the sign of that actor's id (law 11).
-- One name space for both realms, because one form asks for the name.
create table account (
  actor_id integer primary key references actor,
  login_name text not null unique check (login_name ~ '^[a-z0-9][a-z0-9._-]{1,39}$'),
  -- argon2id with its parameters and its salt
  password_hash text not null,
  password_must_change boolean not null,
  -- wrong passwords since the last right one
  failures integer not null default 0 check (failures >= 0),
  locked_until timestamptz,
  created_at timestamptz not null,
  disabled_at timestamptz,
  -- the same person at the city's identity provider
  oidc_issuer text,
  oidc_subject text,
  unique (oidc_issuer, oidc_subject),
  check ((oidc_issuer is null) = (oidc_subject is null))
);
revoke delete on account from sweepwell_app;

-- Who is logged in, by the machine's time. The token itself is in the browser only.
create table account_session (
  token_hash bytea primary key,
  id uuid not null unique,
  actor_id integer not null references account,
  method text not null check (method in ('password', 'oidc')),
  origin text not null,
  opened_at timestamptz not null,
  -- coarse: written at most once a minute
  last_seen_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > opened_at),
  closed_at timestamptz
);
create index on account_session (actor_id) where closed_at is null;
revoke delete on account_session from sweepwell_app;

-- A key of an integrator is a credential with a name: it has scopes and an end.
alter table credential
  add column name text,
  add column scopes text[],
  add column last_used_at timestamptz,
  add constraint credential_key check (name is null or (scopes is not null and expires_at is not null));
create index credential_keys on credential (actor_id) where name is not null;
