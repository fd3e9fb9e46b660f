-- Up Migration
-- What was sent is what was sent, until nobody asks any more: settled orders go after a while, by this function alone. One
-- that waits or was not answered yet is never deleted, whatever is asked. Control ids come from a sequence and are not
-- given again. The two realms have clocks of their own.
create function sweep_order_messages(real_before timestamptz, drill_before timestamptz, at_most integer) returns bigint
language sql security definer set search_path = public, pg_temp as $$
  with past as (
    delete from public.order_message where id in (
      select id from public.order_message
      where settled_at < greatest(real_before, drill_before) and state not in ('waiting', 'sent')
        and settled_at < case when instrument_id < 0 then drill_before else real_before end
      order by settled_at limit at_most for update skip locked)
    returning 1)
  select count(*) from past
$$;
revoke all on function sweep_order_messages(timestamptz, timestamptz, integer) from public;
grant execute on function sweep_order_messages(timestamptz, timestamptz, integer) to sweepwell_app;
create index order_message_settled on order_message (settled_at) where settled_at is not null;
create index instrument_query_ordered on instrument_query (asked_at) where fate = 'ordered';
