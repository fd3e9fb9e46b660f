-- Up Migration
-- What a person wrote in own words may name people. It lies in one place, sealed, found by whom it may be about and
-- erased with them. What an earlier version stored readably in these columns is not carried over: a migration
-- has no keys (decision 11).
create table remark (
  id uuid primary key,
  -- who wrote it: the sign is the realm (law 11)
  written_by integer not null check (written_by <> 0),
  about text not null check (about in ('case-step', 'conflict', 'correction', 'merge', 'names-read')),
  -- whom it may name: these persons, and everybody in these tubes
  person_ids bigint[] not null default '{}',
  tube_ids uuid[] not null default '{}',
  -- empty: erased when its retention ended
  body bytea not null,
  data_key_id smallint not null,
  written_at timestamptz not null
);
create index remark_written on remark (written_at) where body <> '';

alter table person_alias drop column reason;
alter table tube_result drop column correction_reason;
-- both stand in the sealed body as they were sent
alter table tube_amendment drop column reason, drop column second_person;

-- Only whether two members have the same household is asked: 16 bytes of a keyed hash.
alter table member alter column household type bytea using null;
alter table member add constraint member_household check (length(household) = 16);

-- Retention and registration: a group of tubes looks its people up before its transaction. It holds the realm's lock
-- shared and reads this number again; retention holds it alone and counts up (decision 11).
create table retention_count (
  realm text primary key check (realm in ('real', 'drill')),
  erasures bigint not null default 0
);
insert into retention_count (realm) values ('real'), ('drill');
revoke insert, delete on retention_count from sweepwell_app;

-- Sessions that ended are swept, open ones cannot be: the application may not delete from the table itself.
create index account_session_past on account_session (coalesce(closed_at, ends_at));
create function sweep_account_sessions(before timestamptz, at_most integer) returns bigint
language sql security definer set search_path = public, pg_temp as $$
  with past as (
    delete from public.account_session where token_hash in (
      select token_hash from public.account_session
      where coalesce(closed_at, ends_at) < least(before, clock_timestamp()) limit at_most)
    returning 1)
  select count(*) from past
$$;
revoke all on function sweep_account_sessions(timestamptz, integer) from public;
grant execute on function sweep_account_sessions(timestamptz, integer) to sweepwell_app;
create index tablet_code_past on tablet_code (expires_at);
create index tablet_challenge_past on tablet_challenge (expires_at);
create index credential_past on credential (expires_at) where name is null and expires_at is not null;

-- The server that gave the audit's rows their transactions. A restore from a dump comes to another server, which counts
-- anew: from then on its numbers are shifted behind all that stand (decision 9).
create table audit_server (
  one boolean primary key default true check (one),
  system_identifier bigint not null,
  shift bigint not null check (shift >= 0)
);
insert into audit_server (system_identifier, shift) select system_identifier, 0 from pg_control_system();
revoke insert, update, delete, truncate on audit_server from sweepwell_app;

-- The number of this server from which on transactions may still be open, as the audit's rows count it.
create function audit_horizon() returns xid8
language sql stable set search_path = public, pg_temp as $$
  select (pg_snapshot_xmin(pg_current_snapshot())::text::numeric + shift)::text::xid8 from public.audit_server
$$;

-- The number that its next transaction will have, counted the same.
create function audit_next() returns xid8
language sql stable set search_path = public, pg_temp as $$
  select (pg_snapshot_xmax(pg_current_snapshot())::text::numeric + shift)::text::xid8 from public.audit_server
$$;

-- Gives null on the server that is known, else how many rows were put behind what is sealed: rows of this server that
-- were written before anybody saw that it is another one. Rows that a block seals are never touched.
create function follow_audit_server() returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  known public.audit_server;
  here bigint;
  sealed_xact xid8;
  greatest_id bigint;
  last_xact numeric;
  least_xact numeric;
  step bigint;
  moved bigint;
begin
  select system_identifier into here from pg_catalog.pg_control_system();
  select * into known from public.audit_server;
  if known.system_identifier = here then
    return null;
  end if;
  -- waits for every transaction that has written, and lets none write until the new numbers hold
  lock table public.audit in access exclusive mode;
  select * into known from public.audit_server for update;
  if known.system_identifier = here then
    return null;
  end if;
  select b.last_xact into sealed_xact from public.audit_block b order by b.last_xact desc, b.last_id desc limit 1;
  select max(i) into greatest_id from public.audit_block b cross join lateral unnest(b.ids) i;
  select coalesce(max(xact::text::numeric), 0) into last_xact from public.audit;
  -- the least of this server's numbers that a row has or will have, as rows have counted it so far
  select least(pg_snapshot_xmin(pg_current_snapshot())::text::numeric + known.shift, min(a.xact::text::numeric))
  into least_xact from public.audit a where a.xact <= sealed_xact and a.id > greatest_id;
  step := greatest(0, greatest(last_xact, coalesce(sealed_xact::text::numeric, 0)) + 1 - least_xact);
  update public.audit a set xact = (a.xact::text::numeric + step)::text::xid8
  where a.xact <= sealed_xact and a.id > greatest_id;
  get diagnostics moved = row_count;
  update public.audit_server set system_identifier = here, shift = known.shift + step;
  execute format('alter table public.audit alter column xact set default
    ((pg_current_xact_id()::text::numeric + %s)::text::xid8)', known.shift + step);
  return moved;
end $$;
revoke all on function follow_audit_server() from public;
grant execute on function follow_audit_server() to sweepwell_app;
