import type { Executor } from '#lis/persistence';

const stages = ['registered', 'received', 'resulted', 'reported', 'held'] as const;
export type Stage = (typeof stages)[number];
export type FunnelOf = { target: number } & Record<Stage, { tubes: number; people: number }>;

/** Screening tubes and their people at each stage, from the kept counts. */
export async function funnelOf(db: Executor, sweepId: number): Promise<FunnelOf> {
  const rows = await db<{ metric: string; n: number }[]>`
    select 'target' as metric, coalesce(sum(people), 0)::bigint as n
    from sweep_target where sweep_id = ${sweepId}
    union all
    select metric, sum(n)::bigint from progress_tally where sweep_id = ${sweepId} group by metric`;
  const counts = new Map(rows.map(({ metric, n }) => [metric, n]));
  const at = (stage: Stage) => ({
    tubes: counts.get(stage) ?? 0,
    people: counts.get(`${stage}-people`) ?? 0,
  });
  return {
    target: counts.get('target') ?? 0,
    registered: at('registered'),
    received: at('received'),
    resulted: at('resulted'),
    reported: at('reported'),
    held: at('held'),
  };
}
