import type { Executor } from '#lis/persistence';
import { countTerms } from './count-terms.js';

/**
 * Tablets' own totals against the tubes registered from them when they counted. A tablet that has sealed more
 * than was acknowledged to it still has the rest; one that was acknowledged more than is there has lost some.
 * A tube is taken as registered in time up to what was acknowledged: two processes' clocks differ by a little.
 */
export const countTablets = (db: Executor, sweepId: number) =>
  countTerms(
    db,
    db`
    with tablet as (
      select d.device_id, d.sealed_tubes as sealed, d.sealed_members as people, d.acknowledged_tubes as acknowledged,
        count(t.id) as ever, coalesce(sum(t.member_count), 0) as people_ever,
        count(t.id) filter (where t.registered_at <= d.counted_at) as by_then,
        coalesce(sum(t.member_count) filter (where t.registered_at <= d.counted_at), 0) as people_by_then
      from device_count d left join tube t on t.sweep_id = d.sweep_id and t.device_id = d.device_id
      where d.sweep_id = ${sweepId}::int group by 1, 2, 3, 4),
    registered as (
      select *, case when by_then >= acknowledged then by_then else least(acknowledged, ever) end as registered
      from tablet),
    refused as (
      select r.actor_id as device_id, count(distinct r.tube_id) as tubes from refused_submission r
      where r.actor_id in (select device_id from tablet)
        and not exists (select from tube_code c where c.tube_id::text = r.tube_id)
      group by 1),
    counted as (
      select r.*, least(coalesce(f.tubes, 0), greatest(sealed - registered, 0)) as refused
      from registered r left join refused f using (device_id)),
    judged as (
      select *, greatest(sealed - greatest(registered + refused, acknowledged), 0) as unsent from counted)
    select 'device:' || j.device_id as subject, l.term, l.sent, l.found,
      case when l.term <> 'registered' then null
        when sealed <> registered + refused + unsent then 'sealed ' || sealed || ' tubes and was acknowledged '
          || acknowledged || ', ' || registered || ' are registered'
        when sealed = ever and people <> people_ever
          then 'sealed ' || people || ' people, its tubes hold ' || people_ever
        when sealed < ever and sealed = by_then and people <> people_by_then
          then 'sealed ' || people || ' people, its tubes hold ' || people_by_then end as fault
    from judged j cross join lateral (values
      ('registered', sealed, registered), ('refused', 0, refused), ('unsent', 0, unsent)) as l (term, sent, found)`,
  );
