import { jobs } from '#lis/contracts';
import type { Executor } from '#lis/persistence';
import { countTerms } from './count-terms.js';

/**
 * read = called: what analysers sent against what the rules made of it. A result has a call, a call has readings
 * of the run's targets, and a reading has a stored message. How many targets a run has is what most of its wells
 * say: kits differ in whether the internal control is sent.
 */
export const countCalled = (db: Executor, sweepId: number) =>
  countTerms(
    db,
    db`
    with target as (
      select run_id, well, target, bool_or(m.id is null) as unsent
      from reading g left join instrument_message m on m.id = g.message_id
      where g.sweep_id = ${sweepId}::int group by 1, 2, 3),
    read as (select run_id, well, count(*) as targets, bool_or(unsent) as unsent from target group by 1, 2),
    usual as (select run_id, mode() within group (order by targets) as targets from read group by 1),
    called as (select run_id, well, tube_id, true as called from well_call where sweep_id = ${sweepId}::int),
    resulted as (
      select distinct run_id, well, tube_id as resulted from tube_result where sweep_id = ${sweepId}::int),
    under_way as (
      select distinct payload ->> 'runId' as run_id from outbox
      where sweep_id = ${sweepId}::int and topic = ${jobs.decodePools.topic}),
    fact as (
      select run_id, f.well, f.targets, f.unsent, f.called, f.tube_id, f.resulted, u.state as run_state,
        u.plate_id, w.kind, w.code, w.tube_id as laid_out
      from (read full join called using (run_id, well) full join resulted using (run_id, well)) f
      left join run u on u.id = run_id
      left join well w on w.sweep_id = ${sweepId}::int and w.plate_id = u.plate_id and w.well = f.well),
    placed as (
      select *, case when kind like '%control' then 'control' when kind = 'blind' then 'blind'
          when called then 'called' when kind is null then 'orphan' when run_state = 'waiting' then 'run waiting'
          when run_state = 'rejected' then 'run rejected' else 'held' end as term
      from fact)
    select coalesce(case when kind <> 'sample' then 'well:' || p.code else 'tube:' || coalesce(p.code, t.code) end,
        'tube:' || t.code, 'well:' || p.well) as subject,
      p.term, (p.targets is not null)::int as sent,
      case when p.term = 'called' or p.targets is not null then 1 else 0 end as found,
      case when p.called and p.targets is null then 'called in well ' || p.well || ' without a reading'
        when p.resulted is not null and p.called is null then 'resulted from well ' || p.well || ' without a call'
        when p.unsent then 'has a reading in well ' || p.well || ' of no stored message'
        when p.called and p.tube_id is distinct from p.laid_out
          then 'called in well ' || p.well || ' for another tube than it was laid out for'
        when p.called and p.targets <> u.targets
          then 'has ' || p.targets || ' targets in well ' || p.well || ', its run ' || u.targets
        when p.term = 'called' and p.run_state = 'accepted' and p.resulted is null and o.run_id is null
          then 'called in well ' || p.well || ', but neither resulted nor under way' end as fault
    from placed p left join usual u using (run_id) left join under_way o on o.run_id = p.run_id::text
    left join tube t on t.sweep_id = ${sweepId}::int and t.id = coalesce(p.tube_id, p.resulted)`,
  );
