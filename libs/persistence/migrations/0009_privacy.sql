-- Up Migration
-- How many values each data key may have sealed: reserved in blocks by the processes that seal, never counted from
-- rows, because a value that was replaced or never committed used its nonce all the same.
create table data_key_use (
  realm text not null check (realm in ('real', 'drill')),
  key_id smallint not null check (key_id > 0),
  reserved bigint not null check (reserved between 0 and 268435456),
  -- the machine's time
  first_used_at timestamptz not null,
  primary key (realm, key_id)
);
revoke delete on data_key_use from sweepwell_app;

-- Particulars of a person, wherever they lie, are found by the person when they are erased.
create index person_particulars_person on person_particulars (person_id);
