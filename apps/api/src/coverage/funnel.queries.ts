import type { Executor } from '#lis/persistence';

const stages = ['registered', 'received', 'resulted', 'reported', 'held'] as const;
export type Stage = (typeof stages)[number];
export type FunnelOf = { target: number } & Record<Stage, { tubes: number; people: number }>;

type Count = { metric: string; n: number };

/** Screening tubes and their people at each stage, from the kept counts; of the sites in a jurisdiction, or of all. */
export async function funnelOf(
  db: Executor,
  sweepId: number,
  scopeId: number | null = null,
): Promise<FunnelOf> {
  const rows = await (scopeId === null ? countAll(db, sweepId) : countWithin(db, sweepId, scopeId));
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

const countAll = (db: Executor, sweepId: number) => db<Count[]>`
  select 'target' as metric, coalesce(sum(people), 0)::bigint as n
  from sweep_target where sweep_id = ${sweepId}
  union all
  select metric, sum(n)::bigint from progress_tally where sweep_id = ${sweepId} group by metric`;

const countWithin = (db: Executor, sweepId: number, scopeId: number) => db<Count[]>`
  with recursive below (id) as (
    select ${scopeId}::int
    union all
    select j.id from below b join jurisdiction j on j.parent_id = b.id)
  select 'target' as metric, coalesce(sum(t.people), 0)::bigint as n
  from below b join sweep_target t on t.sweep_id = ${sweepId} and t.jurisdiction_id = b.id
  union all
  select t.metric, sum(t.n)::bigint
  from below b join site s on s.jurisdiction_id = b.id join site_tally t on t.sweep_id = ${sweepId} and t.site_id = s.id
  group by t.metric`;
