import type { Executor } from '#lis/persistence';
import { countTerms } from './count-terms.js';
import { rejectedPlates, setApart } from './standing.js';

/** received = plated + waiting + rejected: scans at receipt against what tube rows and plate layouts say. */
export const countReceived = (db: Executor, sweepId: number) =>
  countTerms(
    db,
    db`
    with arrival as (
      select b.code, c.tube_id, count(*) as times, bool_or(b.arrival = 'rejected') as rejected
      from box_tube b left join tube_code c on c.code = b.code and c.sweep_id = b.sweep_id
      where b.sweep_id = ${sweepId}::int and b.arrival in ('received', 'extra', 'rejected') group by 1, 2),
    stands as (
      select w.tube_id, count(*) filter (where r.plate_id is null) as open
      from well w left join (${rejectedPlates(db, sweepId)}) r using (plate_id)
      where w.sweep_id = ${sweepId}::int and w.tube_id is not null group by 1),
    placed as (
      select coalesce(t.code, a.code) as code, t.state, a.rejected, coalesce(a.times, 0) as times, w.open,
        case when t.id is null then 'orphan' else coalesce(${setApart(db)},
          case when t.state = 'rejected' then 'rejected'
            when t.state = 'received' and w.tube_id is null then 'waiting'
            when t.state = 'received' then 'rerun'
            when t.state in ('plated', 'resulted', 'released') and w.tube_id is not null then 'plated' end) end as term
      from arrival a
      full join (select id, code, state, outcome, received_at from tube where sweep_id = ${sweepId}::int) t
        on t.id = a.tube_id
      left join stands w on w.tube_id = t.id
      where a.code is not null or t.received_at is not null or w.tube_id is not null
        or t.state in ('received', 'plated', 'resulted', 'released', 'rejected'))
    select 'tube:' || code as subject, term, times as sent, case when term is not null then 1 else 0 end as found,
      case when times = 0 then 'is ' || state || ', but did not arrive in any box'
        when times > 1 then 'arrived in ' || times || ' boxes'
        when term is null and open is not null then 'stands in a well, but is ' || state
        when term is null and state in ('plated', 'resulted', 'released') then 'is ' || state || ', but stands in no well'
        when term is null then 'arrived, but is ' || state
        when term in ('plated', 'waiting', 'rerun') and rejected then 'was rejected at receipt, but is ' || state
        when term = 'rerun' and open > 0
          then 'waits, but stands in a well of a plate that was not rejected' end as fault
    from placed`,
  );
