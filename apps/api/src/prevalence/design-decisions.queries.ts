import type { DesignConditions } from '#lis/contracts';
import { momentText } from '#lis/domain';
import type { Executor } from '#lis/persistence';
import { nameOfActor } from './name-of-actor.queries.js';

type Decision = { design: string; conditions: DesignConditions; decidedBy: string; decidedAt: number };

/** The last decision of a laboratory for a design of specimen pools, by whom in the name that people know. */
export async function lastDecision(db: Executor, laboratoryId: number) {
  const [row] = await db<Decision[]>`
    select design, conditions, decided_by as "decidedBy", decided_at as "decidedAt" from design_decision
    where laboratory_id = ${laboratoryId} order by id desc limit 1`;
  if (!row) return null;
  return { ...row, decidedBy: await nameOfActor(db, row.decidedBy), decidedAt: momentText(row.decidedAt) };
}
