import { jobs } from '#lis/contracts';
import type { Executor } from '#lis/persistence';
import { countTerms } from './count-terms.js';
import { carriedResults, receiptedReports } from './receipted.js';

/**
 * resulted = reported + held, by the latest version of each tube's result. `kept back`: a negative over an open
 * hold, which a person was asked about. `unaddressed`: nobody was named yet to receive such a report.
 */
export const countReported = (db: Executor, sweepId: number) =>
  countTerms(
    db,
    db`
    with reported as (${receiptedReports(db, sweepId)}),
    carried as (
      select tube_id, version, count(*) as reports, sum(owed) as owed, sum(pending) as pending, bool_and(agrees) as agrees
      from (${carriedResults(db, sweepId)}) c group by 1, 2),
    latest as (select tube_id, max(version) as version from tube_result where sweep_id = ${sweepId}::int group by 1),
    under_way as (
      select distinct (a ->> 'tubeId')::uuid as tube_id, (a ->> 'version')::int as version
      from outbox o cross join jsonb_array_elements(o.payload -> 'results') a
      where o.sweep_id = ${sweepId}::int and o.topic = ${jobs.makeReports.topic}),
    asked as (
      select distinct subject from attention
      where sweep_id = ${sweepId}::int and code = 'negative-over-hold' and closed_at is null),
    placed as (
      select coalesce(t.code, l.tube_id::text) as code, c.reports, c.agrees,
        case when t.purpose = 'blind' then 'blind' when r.state = 'held' then 'held'
          when c.owed = 0 then 'unaddressed' when c.pending > 0 then 'on the way' when c.tube_id is not null then 'reported'
          when o.tube_id is not null then 'on the way' when q.subject is not null then 'kept back' end as term
      from latest l
      join tube_result r on r.sweep_id = ${sweepId}::int and r.tube_id = l.tube_id and r.version = l.version
      left join tube t on t.sweep_id = ${sweepId}::int and t.id = l.tube_id
      left join carried c on c.tube_id = l.tube_id and c.version = l.version
      left join under_way o on o.tube_id = l.tube_id and o.version = l.version
      left join asked q on q.subject = 'tube:' || l.tube_id)
    select 'tube:' || code as subject, term, 1 as sent,
      case when term is null then 0 else greatest(coalesce(reports, 1), 1) end as found,
      case when term is null then 'resulted, but neither reported, held nor under way'
        when term in ('held', 'blind') and reports > 0 then 'reported, though ' || term
        when reports > 1 then 'reported ' || reports || ' times'
        when not agrees then 'reported, but a receipt counts otherwise' end as fault
    from placed
    union all
    select 'tube:' || coalesce(t.code, c.tube_id::text), 'reported', 0, 1,
      'reported in version ' || c.version || ', which is no result'
    from carried c left join tube t on t.sweep_id = ${sweepId}::int and t.id = c.tube_id
    where not exists (select from tube_result r
      where r.sweep_id = ${sweepId}::int and r.tube_id = c.tube_id and r.version = c.version)`,
  );
