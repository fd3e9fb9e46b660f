import { arrayLiteral, type Executor } from '#lis/persistence';
import type { PoolFacts } from '#lis/domain';

/**
 * The facts of called wells that have no result yet. Locks the tubes, in the order of their ids: whoever
 * decides, releases or holds one of them waits for the others.
 */
export async function readPoolFacts(
  db: Executor,
  wells: readonly { runId: number; well: string }[],
): Promise<PoolFacts[]> {
  return db<PoolFacts[]>`
    with asked as (
      select distinct * from unnest(
        ${arrayLiteral(wells.map(({ runId }) => runId))}::text::bigint[],
        ${arrayLiteral(wells.map(({ well }) => well))}::text::text[]) as a (run_id, well)),
    called as (
      select c.*, r.state as run_state, r.plate_id from asked a join run r on r.id = a.run_id
      join well_call c on c.sweep_id = r.sweep_id and c.run_id = a.run_id and c.well = a.well
      where c.tube_id is not null),
    locked as (
      select c.*, t.purpose, t.site_id, t.state, t.held or t.outcome = 'conflict' as conflict, t.member_count,
        t.policy_version
      from called c join tube t on t.sweep_id = c.sweep_id and t.id = c.tube_id
      order by t.id for update of t)
    select c.sweep_id as "sweepId", c.run_id as "runId", c.well, c.tube_id as "tubeId", c.call,
      c.reasons as "callReasons", c.rule_version as "callRule", c.run_state as "runState",
      coalesce(w.tube_id = c.tube_id, false) as "wellAgrees", c.purpose, c.site_id as "siteId",
      c.state as "tubeState", c.conflict, c.member_count as members,
      coalesce(p.hard_cap, 0) as "hardCap", e.results as "earlierResults", e.abnormal as "earlierAbnormal",
      m.holds as "openHolds", coalesce(m.categories, '{}') as categories,
      s.auto_release_excluded as "excludedCategories", s.auto_release as "switchedOn"
    from locked c
    join sweep s on s.id = c.sweep_id
    left join well w on w.sweep_id = c.sweep_id and w.plate_id = c.plate_id and w.well = c.well
    left join pooling_policy p on p.sweep_id = c.sweep_id and p.version = c.policy_version
    -- tube by tube: as joins of whole sets they were made anew for every tube
    cross join lateral (
      select count(h.id)::int as holds, array_agg(distinct m.category) as categories
      from member m left join person_hold h on h.person_id = m.person_id and h.closed_at is null
      where m.sweep_id = c.sweep_id and m.tube_id = c.tube_id) m
    cross join lateral (
      -- by well: two wells of one tube in a batch see each its own
      select count(*)::int as results, count(*) filter (where e.outcome <> 'negative')::int as abnormal,
        bool_or(e.run_id = c.run_id and e.well = c.well) as made
      from tube_result e where e.sweep_id = c.sweep_id and e.tube_id = c.tube_id) e
    where e.made is not true
    order by c.tube_id`;
}
