import type { Executor } from '#lis/persistence';
import { countTerms } from './count-terms.js';
import { setApart } from './standing.js';

/**
 * sealed = boxed + loose. A scan that was missing at receipt says that the tube was not in that box: every other
 * scan counts, so that a tube in two boxes breaks the sum.
 */
export const countBoxed = (db: Executor, sweepId: number) =>
  countTerms(
    db,
    db`
    with scan as (
      select c.tube_id, count(*) filter (where b.arrival is distinct from 'missing') as present,
        array_agg(b.box_id) as boxes
      from box_tube b join tube_code c on c.code = b.code and c.sweep_id = b.sweep_id
      where b.sweep_id = ${sweepId}::int group by 1),
    placed as (
      select t.code, t.state, t.box_id, s.present, s.boxes,
        coalesce(${setApart(db)}, case when s.tube_id is not null then 'boxed'
          when t.state in ('sealed', 'boxed') then 'loose' end) as term
      from tube t left join scan s on s.tube_id = t.id where t.sweep_id = ${sweepId}::int)
    select 'tube:' || code as subject, term, 1 as sent,
      case when term is null then 0 when term = 'boxed' then greatest(present, 1) else 1 end as found,
      case when term is null then 'is ' || state || ', but was scanned into no box'
        when term = 'loose' and box_id is not null then 'names a box that it was not scanned into'
        when term <> 'boxed' then null
        when present > 1 then 'was scanned into ' || present || ' boxes'
        when state = 'sealed' then 'was scanned into a box, but is sealed'
        when box_id is null or box_id <> all (boxes) then 'names another box than it was scanned into' end as fault
    from placed`,
  );
