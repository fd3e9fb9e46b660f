-- Up Migration
-- The identity of a message in 24 bytes instead of 64: an entry is made for every message before it is acknowledged.
-- Both hashes are SHA-256, its first 128 bits. A message has variant 0; another body that stands beside it under the
-- same key, and refused bytes, have the first 64 bits of their body's hash.
drop index instrument_message_identity;
alter table instrument_message
  alter column key_hash type uuid using encode(substring(key_hash || decode(repeat('00', 16), 'hex') for 16), 'hex')::uuid,
  alter column body_hash type uuid using encode(substring(body_hash || decode(repeat('00', 16), 'hex') for 16), 'hex')::uuid,
  add column variant bigint not null default 0;
update instrument_message m set variant = ('x' || left(replace(body_hash::text, '-', ''), 16))::bit(64)::bigint
where instrument_id is null or exists (
  select from instrument_message o where o.key_hash = m.key_hash and o.id < m.id);
create unique index instrument_message_identity on instrument_message (key_hash, variant);

-- A gateway takes the ids of a whole group at once, so that what tells of the messages needs no answer from their rows.
alter table instrument_message alter column id set increment by 256;
do $$ begin
  execute format('grant usage on sequence %s to sweepwell_app', pg_get_serial_sequence('instrument_message', 'id'));
end $$;
