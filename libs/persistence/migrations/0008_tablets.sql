-- Up Migration
-- Tablets: how one is enrolled, how it proves its key, and how it is taken out of service. Codes, nonces and tokens
-- are kept as hashes, and their limits are the machine's time: they pace work and are no facts of the field.

create table tablet (
  actor_id integer primary key references actor,
  -- P-256, as SubjectPublicKeyInfo; its private half never leaves the tablet's browser
  public_key bytea not null,
  enrolled_at timestamptz not null,
  last_contact_at timestamptz,
  -- tubes that it had sealed and that nobody had acknowledged, by its own count
  unsent_count integer check (unsent_count >= 0),
  revoked_at timestamptz
);

create table tablet_code (
  code_hash bytea primary key,
  site_id integer not null references site,
  issued_by integer not null references actor,
  issued_at timestamptz not null,
  expires_at timestamptz not null,
  tablet_id integer unique references tablet,
  check ((site_id < 0) = (issued_by < 0)),
  check (tablet_id is null or (site_id < 0) = (tablet_id < 0))
);

create table tablet_challenge (
  nonce_hash bytea primary key,
  tablet_id integer not null references tablet,
  expires_at timestamptz not null
);
create index on tablet_challenge (tablet_id);

create index credential_by_actor on credential (actor_id);
create index actor_by_site on actor (site_id) where site_id is not null;
