-- Up Migration
-- How kinds of senders speak, as data. Versions are only added: what a message was read by stays readable.
-- The built-in ones are in the code; an entered id may be a later version of one of them.
create table sender_profile (
  realm text not null check (realm in ('real', 'drill')),
  id text not null,
  version integer not null check (version > 0),
  definition jsonb not null,
  entered_by integer not null references actor,
  entered_at timestamptz not null,
  primary key (realm, id, version),
  check ((realm = 'drill') = (entered_by < 0))
);
revoke update, delete on sender_profile from sweepwell_app;

alter table instrument
  add column profile_id text not null default 'generic',
  add column profile_version integer not null default 1,
  -- as its profile says: by MSH-3 and MSH-4, or by where it comes from
  add column identified_by text not null default 'names' check (identified_by in ('names', 'connection')),
  -- the gateway's port that it comes to, where several instruments share an address; null: any
  add column local_port integer check (local_port between 1 and 65535);
alter table instrument drop constraint instrument_sending_application_sending_facility_key;
create unique index instrument_names on instrument (sending_application, sending_facility)
  where identified_by = 'names';
-- Two that only their connection tells apart must never fit the same connection: refused at entry, never guessed.
alter table instrument add constraint instrument_connection exclude using gist (
  allowed_address inet_ops with &&, int4range(local_port, local_port, '[]') with &&)
  where (identified_by = 'connection' and certificate_sha256 is null);

-- id@version of the profile by which the message was interpreted last
alter table instrument_message add column profile text;
create index instrument_message_refused on instrument_message (id) where state = 'refused';

-- A plate of a sample-to-answer analyser is made by the system: nobody laid it out.
alter table plate alter column laid_out_by drop not null;
-- The analyser sends calls only; not the same as a Ct that is empty.
alter table reading add column without_ct boolean not null default false;
