import type { CompleteStepAnswer, CompleteStepRequest } from '#lis/contracts';
import { findCase, finishStep, writeAudit } from '#lis/persistence';
import { type Actor, type Context, Rejection } from '#lis/platform';
import type { z } from 'zod';
import { writeRemark } from '../remarks/index.js';
import { requireOwnRealm } from './require-own-realm.js';

/** Steps that only a proof from outside ends: receipts of all recipients, and the authority's own word (law 7). */
const provedElsewhere = new Set(['reported', 'confirmed']);

/**
 * An official ends a step of a case with a proof; the clocks that wait for it start. A step that is done stays.
 * @throws Rejection 404 `case-unknown` `step-unknown`, 409 `case-step-not-open` `step-proved-elsewhere`
 */
export async function completeStep(
  context: Context,
  actor: Actor,
  { caseId, step, proof }: z.infer<typeof CompleteStepRequest>,
): Promise<z.infer<typeof CompleteStepAnswer>> {
  const { db, clock } = context;
  requireOwnRealm(actor, caseId);
  if (provedElsewhere.has(step)) throw new Rejection(409, 'step-proved-elsewhere');
  const at = clock.now(actor.realm);
  return db.begin(async (tx) => {
    const found = await findCase(tx, caseId, actor.jurisdictionId);
    if (!found) throw new Rejection(404, 'case-unknown');
    const outcome = await finishStep(tx, { caseId, step, at, by: actor.name, proof: null });
    if (outcome === 'unknown') throw new Rejection(404, 'step-unknown');
    if (outcome === 'not-open') throw new Rejection(409, 'case-step-not-open');
    if (outcome === 'done') {
      const { tubeId } = found;
      await writeRemark(tx, context, actor, { about: 'case-step', text: proof, tubeIds: [tubeId] });
      await writeAudit(tx, [
        {
          at,
          sweepId: found.sweepId,
          actor: actor.name,
          origin: actor.origin,
          action: 'case-step-done',
          subject: `case:${caseId}`,
          detail: { step },
        },
      ]);
    }
    return { outcome };
  });
}
