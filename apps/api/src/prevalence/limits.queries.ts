import type { PoolAdviceLimits } from '#lis/contracts';
import type { Executor } from '#lis/persistence';

type Row = {
  missedPer100000: number | null;
  recallsPerDay: number | null;
  mixedMillilitres: number | null;
  singleMillilitres: number | null;
  ctDeviation: number | null;
};

/** What was set last for the advice on a sweep's tubes; nulls where nothing was. */
export async function readLimits(db: Executor, sweepId: number): Promise<PoolAdviceLimits> {
  const [row] = await db<Row[]>`
    select missed_per_100000 as "missedPer100000", recalls_per_day as "recallsPerDay",
      mixed_millilitres as "mixedMillilitres", single_millilitres as "singleMillilitres", ct_deviation as "ctDeviation"
    from pool_advice_limits where sweep_id = ${sweepId} order by id desc limit 1`;
  const { missedPer100000 = null, recallsPerDay = null } = row ?? {};
  const { mixedMillilitres = null, singleMillilitres = null, ctDeviation = null } = row ?? {};
  const dilution =
    mixedMillilitres === null || singleMillilitres === null || ctDeviation === null
      ? null
      : { mixedMillilitres, singleMillilitres, ctDeviation };
  return { missedPer100000, recallsPerDay, dilution };
}

type LimitsSetting = { id: number; by: string; at: number };

/** The last setting of a sweep's limits; a new one is another id. */
export async function lastSetting(db: Executor, sweepId: number): Promise<LimitsSetting | null> {
  const [row] = await db<LimitsSetting[]>`
    select id, set_by as by, set_at as at from pool_advice_limits where sweep_id = ${sweepId} order by id desc limit 1`;
  return row ?? null;
}

/** People to be sampled on a day of the sweep (null: no target), and swabs in a tube by the general policy in force. */
export async function planOf(
  db: Executor,
  sweepId: number,
  now: number,
): Promise<{ peoplePerDay: number | null; inForce: number | null }> {
  const [row] = await db<{ people: number; days: number; inForce: number | null }[]>`
    select (select coalesce(sum(people), 0)::bigint from sweep_target where sweep_id = s.id) as people,
      greatest(1, ceil(extract(epoch from s.deadline - s.starts_at) / 86400))::int as days,
      (select pool_size from pooling_policy where sweep_id = s.id and category is null
        and in_force_from <= ${now}::timestamptz order by in_force_from desc, version desc limit 1) as "inForce"
    from sweep s where s.id = ${sweepId}`;
  const { people = 0, days = 1, inForce = null } = row ?? {};
  return { peoplePerDay: people === 0 ? null : people / days, inForce };
}
