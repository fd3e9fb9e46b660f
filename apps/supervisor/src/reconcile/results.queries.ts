import type { Executor } from '#lis/persistence';
import { countTerms } from './count-terms.js';
import { rejectedPlates, setApart } from './standing.js';

/**
 * plated = resulted + pending, well by well. A result counts for the well that it was made from; its corrections
 * do not count again. A well of a plate whose runs were all rejected is a rerun: its tube stands in another, or waits.
 */
export const countResulted = (db: Executor, sweepId: number) =>
  countTerms(
    db,
    db`
    with made as (
      select r.tube_id, u.plate_id, r.well, count(*) filter (where r.reasons <> '{corrected}') as results
      from tube_result r left join run u on u.id = r.run_id where r.sweep_id = ${sweepId}::int group by 1, 2, 3),
    stood as (
      select coalesce(w.tube_id, m.tube_id) as tube_id, coalesce(t.code, w.code, m.tube_id::text) as code,
        coalesce(w.well, m.well) as well, t.id is not null as known, t.state, w.well is not null as laid_out, m.results,
        w.kind, case when w.kind like '%control' then 'control' when w.kind = 'blind' then 'blind'
          when m.tube_id is not null then 'resulted' when r.plate_id is not null then 'rerun'
          else coalesce(${setApart(db)}, case when t.state = 'plated' then 'pending' end) end as term
      from (select plate_id, well, kind, code, tube_id from well where sweep_id = ${sweepId}::int) w
      full join made m on m.plate_id = w.plate_id and m.well = w.well and m.tube_id = w.tube_id
      left join (${rejectedPlates(db, sweepId)}) r on r.plate_id = w.plate_id
      left join tube t on t.sweep_id = ${sweepId}::int and t.id = coalesce(w.tube_id, m.tube_id)),
    crowded as (select tube_id, count(*) as wells from stood where term = 'pending' group by 1 having count(*) > 1)
    select case when kind <> 'sample' then 'well:' else 'tube:' end || s.code as subject, s.term, laid_out::int as sent,
      case when s.term is null then 0 when s.term = 'resulted' then results else 1 end as found,
      case when kind <> 'sample' then null
        when not known then 'stands in well ' || well || ', but there is no such tube'
        when not laid_out then 'has a result of well ' || well || ', in which it does not stand'
        when s.term = 'resulted' and results <> 1 then 'has ' || results || ' results of well ' || well || ', corrections apart'
        when s.term is null then 'is ' || state || ', but has no result of well ' || well
        when c.tube_id is not null then 'stands in ' || c.wells || ' wells without a result' end as fault
    from stood s left join crowded c on c.tube_id = s.tube_id and s.term = 'pending'`,
  );
