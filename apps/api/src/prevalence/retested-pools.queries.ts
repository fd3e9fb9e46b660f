import type { Executor } from '#lis/persistence';
import type { KnownKit } from './pool-test.queries.js';

type Kit = Pick<KnownKit, 'id' | 'version'>;
type Retested = { size: number; allNegative: number; somePositive: number; withdrawn: number };

/** Screening pools measured with a kit (in a laboratory), positive and negative ones, by size. Kept counts alone. */
export async function poolsOfKit(
  db: Executor,
  sweepId: number,
  kit: Kit,
  laboratoryId: number | null,
): Promise<{ size: number; pools: number; positive: number }[]> {
  return db<{ size: number; pools: number; positive: number }[]>`
    select size, sum(positive + negative)::bigint as pools, sum(positive)::bigint as positive
    from pool_laboratory_day_tally
    where sweep_id = ${sweepId} and kit_id = ${kit.id} and kit_version = ${kit.version}
      and (${laboratoryId}::int is null or laboratory_id = ${laboratoryId}::int)
    group by 1 having sum(positive + negative) > 0 order by 1`;
}

/**
 * Of the 2,000 tubes whose last single test was verified last: positive ones all of whose members have a valid single
 * result with the same kit, by size, with no positive member and with some. `withdrawn` ones are corrected to negative.
 */
export async function retestedPools(
  db: Executor,
  sweepId: number,
  kit: Kit,
  laboratoryId: number | null,
): Promise<Retested[]> {
  return db<Retested[]>`
    select t.member_count as size, count(*) filter (where m.positive = 0) as "allNegative",
      count(*) filter (where m.positive > 0) as "somePositive",
      count(*) filter (where pool.outcome = 'negative') as withdrawn
    from (
      select c.tube_id from case_step s join case_file c on c.id = s.case_id
      where s.step = 'retests-verified' and s.done_at is not null
        and c.sweep_id = ${sweepId} and c.kind = 'abnormal-tube'
      order by s.done_at desc limit 2000) c
    join tube t on t.sweep_id = ${sweepId} and t.id = c.tube_id and t.purpose = 'screening' and t.member_count > 1
    cross join lateral (
      select r.outcome, r.run_id from tube_result r where r.sweep_id = ${sweepId} and r.tube_id = c.tube_id
      order by r.version desc limit 1) pool
    join run u on u.id = pool.run_id
    join plate p on p.id = u.plate_id and p.kit_id = ${kit.id} and p.kit_version = ${kit.version}
      and (${laboratoryId}::int is null or p.laboratory_id = ${laboratoryId}::int)
    cross join lateral (
      select count(*) as valid, count(*) filter (where single.outcome = 'positive') as positive
      from recollection o
      cross join lateral (
        select r.outcome, r.run_id from tube_result r where r.sweep_id = ${sweepId} and r.tube_id = o.single_tube_id
        order by r.version desc limit 1) single
      join run v on v.id = single.run_id
      join plate q on q.id = v.plate_id and q.kit_id = ${kit.id} and q.kit_version = ${kit.version}
      where o.tube_id = c.tube_id and o.resulted_at is not null and single.outcome in ('positive', 'negative')) m
    where m.valid = t.member_count and (pool.outcome = 'positive' or (pool.outcome = 'negative' and exists (
      select from tube_result r
      where r.sweep_id = ${sweepId} and r.tube_id = c.tube_id and r.outcome = 'positive')))
    group by 1 order by 1`;
}
