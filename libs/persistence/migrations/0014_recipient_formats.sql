-- Up Migration
-- How a recipient reads reports. A format is chosen once: a repeat of a delivery must be the same bytes (law 7).
alter table recipient
  add column format text not null default 'json' check (format in ('json', 'elr', 'fhir')),
  -- MSH-5 and MSH-6 of ELR: name, or name^id^type
  add column receiving_application text not null default '',
  add column receiving_facility text not null default '',
  -- PEM of the authority of its TLS certificate; '': those that the system trusts
  add column certificate_authority text not null default '',
  add check (format = 'elr' or url !~ '^mllps?:'),
  -- one acknowledgement for one message is all that MLLP has: a feed's receipt must carry a count
  add check (url !~ '^mllps?:' or not 'negative-feed' = any (kinds));

-- What requests to a recipient are signed with, sealed. The two newest are valid at once, so that one can be replaced.
create table recipient_secret (
  recipient_id integer not null references recipient,
  number integer not null check (number > 0),
  secret bytea not null,
  data_key_id smallint not null,
  made_at timestamptz not null,
  primary key (recipient_id, number)
);
