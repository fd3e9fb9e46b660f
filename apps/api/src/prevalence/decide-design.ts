import type { DecideDesignAnswer, DecideDesignRequest } from '#lis/contracts';
import { momentText } from '#lis/domain';
import { writeAudit } from '#lis/persistence';
import { type Actor, type Context, Rejection } from '#lis/platform';
import type { z } from 'zod';
import { weighDesigns } from './weigh-designs.js';

/**
 * Writes down which design a laboratory uses from now on, under which conditions and on which grounds. What is not
 * admissible under them is refused. The decision that holds already is not written again.
 * @throws Rejection 403 `laboratory-required`, 409 `design-not-admissible`, and those of `weighDesigns`
 */
export async function decideDesign(
  context: Context,
  actor: Actor,
  { design, conditions }: DecideDesignRequest,
): Promise<z.infer<typeof DecideDesignAnswer>> {
  const laboratoryId = requireLaboratory(actor);
  const { admissible, prevalence, test, chosen } = await weighDesigns(context, actor, conditions);
  if (!admissible.has(design)) throw new Rejection(409, 'design-not-admissible', { chosen: chosen.design });
  const at = context.clock.now(actor.realm);
  const text = JSON.stringify(conditions);
  return context.db.begin(async (tx) => {
    await tx`select from laboratory where id = ${laboratoryId} for update`;
    const written = await tx`
      insert into design_decision (laboratory_id, sweep_id, design, conditions, grounds, decided_by, decided_at)
      select ${laboratoryId}, ${conditions.sweepId ?? null}::int, ${design}, ${text}::text::jsonb,
        ${JSON.stringify({ prevalence, test, cheapest: chosen })}::text::jsonb, ${actor.name},
        ${momentText(at)}::text::timestamptz
      where not exists (
        select from (select design, conditions from design_decision where laboratory_id = ${laboratoryId}
          order by id desc limit 1) last
        where last.design = ${design} and last.conditions = ${text}::text::jsonb)`;
    if (written.count === 0) return { outcome: 'replayed', design };
    await writeAudit(tx, [
      {
        at,
        sweepId: conditions.sweepId ?? null,
        actor: actor.name,
        origin: actor.origin,
        action: 'design-decided',
        subject: `laboratory:${laboratoryId}`,
        detail: { design, cheapest: chosen.design },
      },
    ]);
    return { outcome: 'decided', design };
  });
}

/** @throws Rejection 403 `laboratory-required` */
export function requireLaboratory({ laboratoryId }: Pick<Actor, 'laboratoryId'>): number {
  if (laboratoryId === null) throw new Rejection(403, 'laboratory-required');
  return laboratoryId;
}
