import type { Executor } from '#lis/persistence';
import { countTerms } from './count-terms.js';

/**
 * The pools by which laboratories are compared against the results: by laboratory and kit, site, civil day and number
 * of people, each with the plate of the run that its latest version names. What all sites together count is compared
 * with the sites.
 */
export const countPoolsOfLaboratories = (db: Executor, sweepId: number) =>
  countTerms(
    db,
    db`
    with tallied as (
      select laboratory_id, kit_id, kit_version, site_id, day, size, outcome, sum(n) as pools from (
        select p.laboratory_id, p.kit_id, p.kit_version, p.site_id, p.day, p.size, o.outcome, o.n
        from pool_laboratory_tally p cross join lateral (values
          ('positive', p.positive), ('negative', p.negative), ('inconclusive', p.inconclusive), ('invalid', p.invalid))
          as o (outcome, n) where p.sweep_id = ${sweepId}::int
        union all
        select laboratory_id, kit_id, kit_version, site_id, day, size, outcome, n
        from pool_delta where sweep_id = ${sweepId}::int) n
      group by 1, 2, 3, 4, 5, 6, 7),
    latest as (
      select distinct on (tube_id) tube_id, outcome, run_id from tube_result where sweep_id = ${sweepId}::int
      order by tube_id, version desc),
    resulted as (
      select p.laboratory_id, p.kit_id, p.kit_version, t.site_id,
        sealing_day(t.sealed_at, t.registered_at, t.flags, s.time_zone) as day, t.member_count as size, r.outcome,
        count(*) as pools
      from latest r join tube t on t.sweep_id = ${sweepId}::int and t.id = r.tube_id
      join sweep s on s.id = ${sweepId}::int
      join run u on u.id = r.run_id join plate p on p.id = u.plate_id
      where t.purpose = 'screening' and t.member_count > 0 group by 1, 2, 3, 4, 5, 6, 7),
    folded as (
      select laboratory_id, kit_id, kit_version, day, size, sum(positive) as positive,
        sum(negative + inconclusive + invalid) as other
      from pool_laboratory_tally where sweep_id = ${sweepId}::int group by 1, 2, 3, 4, 5)
    select 'pools:laboratory' || laboratory_id || '/' || kit_id || '@' || kit_version || '/' || site_id || '/' || day
        || '/' || size as subject, outcome as term,
      coalesce(t.pools, 0) as sent, coalesce(r.pools, 0) as found,
      case when coalesce(t.pools, 0) <> coalesce(r.pools, 0)
        then coalesce(t.pools, 0) || ' ' || outcome || ' pools tallied, ' || coalesce(r.pools, 0) || ' resulted' end as fault
    from tallied t full join resulted r
      using (laboratory_id, kit_id, kit_version, site_id, day, size, outcome)
    union all
    select 'day:laboratory' || laboratory_id || '/' || kit_id || '@' || kit_version || '/' || day || '/' || size,
      'negative', 0, 0, 'does not count the pools of its sites'
    from folded f full join (
      select laboratory_id, kit_id, kit_version, day, size, positive, negative + inconclusive + invalid as other
      from pool_laboratory_day_tally where sweep_id = ${sweepId}::int) d
      using (laboratory_id, kit_id, kit_version, day, size)
    where (f.positive, f.other) is distinct from (d.positive, d.other)`,
  );
