-- Up Migration
-- An analyser with a certificate of its own: SHA-256 of its DER, lower-case hex. It then comes over TLS only.
alter table instrument
  add column certificate_sha256 text unique check (certificate_sha256 ~ '^[0-9a-f]{64}$'),
  -- as it was seen when the instrument connected last
  add column certificate_expires_at timestamptz,
  -- the expiry that was reported: each certificate is reported once
  add column certificate_reported_for timestamptz;

-- A kit's version is proposed by one administrator and confirmed by another of the same realm; only then does it
-- stand in `kit`, the only place that a plate takes one from.
create table kit_proposal (
  realm text not null check (realm in ('real', 'drill')),
  id text not null,
  version integer not null,
  definition jsonb not null,
  proposed_by integer not null references actor,
  proposed_at timestamptz not null,
  confirmed_by integer references actor,
  confirmed_at timestamptz,
  primary key (realm, id, version),
  check ((confirmed_by is null) = (confirmed_at is null)),
  check (confirmed_by <> proposed_by),
  check ((realm = 'drill') = (proposed_by < 0) and (realm = 'drill') = (confirmed_by < 0))
);
-- what was proposed is what is confirmed, and a version that may be in use is never changed
revoke update, delete on kit_proposal from sweepwell_app;
grant update (confirmed_by, confirmed_at) on kit_proposal to sweepwell_app;
revoke update, delete on kit from sweepwell_app;
