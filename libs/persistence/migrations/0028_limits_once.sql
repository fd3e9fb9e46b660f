-- Up Migration
-- As before, with the limited rows read once: `in (select … limit … for update skip locked)` may be planned as a loop that finds the
-- next rows for each one it deleted.
create or replace function sweep_order_messages(real_before timestamptz, drill_before timestamptz, at_most integer) returns bigint
language sql security definer set search_path = public, pg_temp as $$
  with old as materialized (
    select id from public.order_message
    where settled_at < greatest(real_before, drill_before) and state not in ('waiting', 'sent')
      and settled_at < case when instrument_id < 0 then drill_before else real_before end
    order by settled_at limit at_most for update skip locked),
  past as (
    delete from public.order_message m using old where m.id = old.id
    returning 1)
  select count(*) from past
$$;
