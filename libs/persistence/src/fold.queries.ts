import type { Db } from './connection.js';

/** Any number that no other advisory lock of the product uses. */
const folderLock = 7_402_001;

/**
 * Folds up to `limit` tally deltas into the three kept tallies, in one transaction, and gives how many; 0 when
 * another process is folding. Every delta goes into each tally, under 0 where it names no residence or site,
 * so that all three have the same totals; a sweep's own total is the sum of its progress_tally buckets.
 * Whatever is visible is taken, never "id greater than the last": a later commit may carry a smaller id (law 4).
 */
export async function foldTallies(db: Db, limit: number): Promise<number> {
  return db.begin(async (tx) => {
    const [lock] = await tx<{ mine: boolean }[]>`select pg_try_advisory_xact_lock(${folderLock}) as mine`;
    if (!lock?.mine) return 0;
    const [folded] = await tx<{ deltas: number }[]>`
      with next as materialized (select id from tally_delta limit ${limit} for update skip locked),
      taken as (
        delete from tally_delta d using next where d.id = next.id
        returning sweep_id, metric, coalesce(residence_id, 0) as residence_id, coalesce(site_id, 0) as site_id, bucket, n),
      by_residence as (
        insert into residence_tally as t (sweep_id, residence_id, metric, n)
        select sweep_id, residence_id, metric, sum(n) from taken group by 1, 2, 3
        on conflict (sweep_id, residence_id, metric) do update set n = t.n + excluded.n),
      by_site as (
        insert into site_tally as t (sweep_id, site_id, metric, n)
        select sweep_id, site_id, metric, sum(n) from taken group by 1, 2, 3
        on conflict (sweep_id, site_id, metric) do update set n = t.n + excluded.n),
      by_time as (
        insert into progress_tally as t (sweep_id, metric, bucket, n)
        select sweep_id, metric, bucket, sum(n) from taken group by 1, 2, 3
        on conflict (sweep_id, metric, bucket) do update set n = t.n + excluded.n)
      select count(*) as deltas from taken`;
    return folded?.deltas ?? 0;
  });
}
