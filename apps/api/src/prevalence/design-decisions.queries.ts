import type { DesignConditions } from '#lis/contracts';
import type { Executor } from '#lis/persistence';

export type Decision = { design: string; conditions: DesignConditions; decidedBy: string; decidedAt: number };

/** The last decision of a laboratory for a design of specimen pools. */
export async function lastDecision(db: Executor, laboratoryId: number): Promise<Decision | undefined> {
  const [row] = await db<Decision[]>`
    select design, conditions, decided_by as "decidedBy", decided_at as "decidedAt" from design_decision
    where laboratory_id = ${laboratoryId} order by id desc limit 1`;
  return row;
}
