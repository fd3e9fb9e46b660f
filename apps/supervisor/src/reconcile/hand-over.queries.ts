import type { Executor } from '#lis/persistence';
import { countTerms } from './count-terms.js';

/**
 * handed over = received + missing, box by box: the courier's typed count against the scans, and the receiver's
 * typed count against those that arrived. An extra tube may have been in the courier's count without a scan: as
 * many count as it takes, and no more. Of a box that differs the tubes in doubt are named.
 */
export const countHandedOver = (db: Executor, sweepId: number) =>
  countTerms(
    db,
    db`
    with scanned as (
      select box_id, count(*) filter (where arrival = 'received') as received,
        count(*) filter (where arrival = 'rejected') as rejected, count(*) filter (where arrival = 'missing') as missing,
        count(*) filter (where arrival = 'extra') as extra, count(*) filter (where arrival is null) as open
      from box_tube where sweep_id = ${sweepId}::int group by 1),
    held as (
      select coalesce(b.id, s.box_id) as id, b.code, b.received_at, coalesce(b.counted_at_hand_over, 0) as typed,
        b.counted_at_receipt as found_typed, coalesce(received, 0) as received, coalesce(rejected, 0) as rejected,
        coalesce(missing, 0) as missing, coalesce(extra, 0) as extra, coalesce(open, 0) as open
      from (select * from box where sweep_id = ${sweepId}::int) b full join scanned s on s.box_id = b.id),
    counted as (
      select *, least(extra, greatest(typed - received - rejected - missing - open, 0)) as extra_typed from held),
    judged as (
      select *, case when code is null then 'scans of a box that was not handed over'
          when typed <> received + rejected + missing + open + extra_typed then 'the courier counted ' || typed
            || ', scans say ' || received + rejected + missing + open
          when received_at is not null and open > 0 then open || ' scans neither arrived nor missing'
          when received_at is not null and found_typed is distinct from received + rejected + extra
            then 'the receiver counted ' || coalesce(found_typed::text, 'nothing') || ', '
              || received + rejected + extra || ' were scanned' end as fault
      from counted)
    select 'box:' || coalesce(j.code, j.id::text) as subject, l.term, l.sent, l.found,
      case when l.term = 'received' then j.fault end as fault
    from judged j cross join lateral (values ('received', typed, received), ('rejected', 0, rejected),
      ('missing', 0, missing), ('extra', 0, extra_typed), ('on the way', 0, open)) as l (term, sent, found)
    union all
    select 'tube:' || t.code, 'received', 0, 0, 'is of box ' || j.code || ', but was not scanned into it'
    from judged j join tube t on t.sweep_id = ${sweepId}::int and t.box_id = j.id
    where j.fault is not null and not exists (
      select from box_tube b where b.sweep_id = t.sweep_id and b.box_id = j.id and b.code = t.code)
    union all
    select 'tube:' || b.code, 'received', 0, 0, 'was scanned into box ' || coalesce(j.code, j.id::text)
      || case when c.code is null then ', but is not registered' when t.box_id is distinct from j.id
        then ', but is of another' else ', but is missing by its scan and ' || t.state end
    from judged j join box_tube b on b.sweep_id = ${sweepId}::int and b.box_id = j.id
    left join tube_code c on c.code = b.code left join tube t on t.sweep_id = ${sweepId}::int and t.id = c.tube_id
    where j.fault is not null and case when b.arrival = 'missing' then t.box_id = j.id and t.received_at is not null
      else t.box_id is distinct from j.id end`,
  );
