import { arrayLiteral } from './bulk.js';
import type { Db, Transaction } from './connection.js';

/** Any number that no other advisory lock of the product uses. */
const folderLock = 7_402_023;

/**
 * Appends what new versions of results change in the counts of pools, in the transaction that made them: the version
 * counts, the one before it counts no more, each for the laboratory and kit that measured it. Screening tubes with
 * people in them alone: who is sampled again because of a pool is not counted twice.
 */
export async function addPoolCounts(
  tx: Transaction,
  results: readonly { sweepId: number; tubeId: string; version: number; purpose: string; members: number }[],
): Promise<void> {
  const counted = results.filter(({ purpose, members }) => purpose === 'screening' && members > 0);
  if (counted.length === 0) return;
  await tx`
    insert into pool_delta (sweep_id, site_id, laboratory_id, kit_id, kit_version, day, size, outcome, n)
    select t.sweep_id, t.site_id, p.laboratory_id, p.kit_id, p.kit_version,
      sealing_day(t.sealed_at, t.registered_at, t.flags, s.time_zone), t.member_count, o.outcome, sum(o.n)
    from unnest(
      ${arrayLiteral(counted.map(({ sweepId }) => sweepId))}::text::int[],
      ${arrayLiteral(counted.map(({ tubeId }) => tubeId))}::text::uuid[],
      ${arrayLiteral(counted.map(({ version }) => version))}::text::int[]) as r (sweep_id, tube_id, version)
    join sweep s on s.id = r.sweep_id
    cross join lateral (
      select * from tube t where t.sweep_id = r.sweep_id and t.id = r.tube_id) t
    cross join lateral (
      select e.outcome, e.run_id, case when e.version = r.version then 1 else -1 end as n from tube_result e
      where e.sweep_id = r.sweep_id and e.tube_id = r.tube_id and e.version in (r.version, r.version - 1)) o
    -- a result of no plate would be counted for no laboratory: it fails on the missing one instead of going uncounted
    left join run u on u.id = o.run_id left join plate p on p.id = u.plate_id
    group by 1, 2, 3, 4, 5, 6, 7, 8 having sum(o.n) <> 0`;
}

/** Folds up to `limit` deltas into the tallies of pools and gives how many; 0 when another process is folding. */
export async function foldPoolCounts(db: Db, limit: number): Promise<number> {
  return db.begin(async (tx) => {
    const [lock] = await tx<{ mine: boolean }[]>`select pg_try_advisory_xact_lock(${folderLock}) as mine`;
    if (!lock?.mine) return 0;
    const counted = tx`
      coalesce(sum(n) filter (where outcome = 'positive'), 0) as positive,
      coalesce(sum(n) filter (where outcome = 'negative'), 0) as negative,
      coalesce(sum(n) filter (where outcome = 'inconclusive'), 0) as inconclusive,
      coalesce(sum(n) filter (where outcome = 'invalid'), 0) as invalid`;
    const summed = tx`sum(positive), sum(negative), sum(inconclusive), sum(invalid)`;
    const added = tx`
      positive = t.positive + excluded.positive, negative = t.negative + excluded.negative,
      inconclusive = t.inconclusive + excluded.inconclusive, invalid = t.invalid + excluded.invalid`;
    const [folded] = await tx<{ deltas: number }[]>`
      with next as materialized (select id from pool_delta limit ${limit} for update skip locked),
      taken as (
        delete from pool_delta d using next where d.id = next.id
        returning sweep_id, site_id, laboratory_id, kit_id, kit_version, day, size, outcome, n),
      summed as (
        select sweep_id, site_id, laboratory_id, kit_id, kit_version, day, size, ${counted}
        from taken group by 1, 2, 3, 4, 5, 6, 7),
      by_site as (
        insert into pool_tally as t
        select sweep_id, site_id, day, size, ${summed} from summed group by 1, 2, 3, 4
        on conflict (sweep_id, site_id, day, size) do update set ${added}),
      by_day as (
        insert into pool_day_tally as t
        select sweep_id, day, size, ${summed} from summed group by 1, 2, 3
        on conflict (sweep_id, day, size) do update set ${added}),
      by_laboratory as (
        insert into pool_laboratory_tally as t
          (sweep_id, site_id, laboratory_id, kit_id, kit_version, day, size, positive, negative, inconclusive, invalid)
        select * from summed
        on conflict (sweep_id, site_id, laboratory_id, day, size, kit_id, kit_version) do update set ${added}),
      by_laboratory_and_day as (
        insert into pool_laboratory_day_tally as t
          (sweep_id, laboratory_id, kit_id, kit_version, day, size, positive, negative, inconclusive, invalid)
        select sweep_id, laboratory_id, kit_id, kit_version, day, size, ${summed} from summed group by 1, 2, 3, 4, 5, 6
        on conflict (sweep_id, laboratory_id, kit_id, kit_version, day, size) do update set ${added})
      select count(*) as deltas from taken`;
    return folded?.deltas ?? 0;
  });
}
