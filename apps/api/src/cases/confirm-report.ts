import type { CompleteStepAnswer, ConfirmReportRequest } from '#lis/contracts';
import { casesOfTubes, findReport, finishStep, startStep, writeAudit } from '#lis/persistence';
import { type Actor, type Context, Rejection } from '#lis/platform';
import type { z } from 'zod';
import { requireOwnRealm } from './require-own-realm.js';

/**
 * The authority confirms a report: the second clock of 2 h of the person's case ends (R7). It may be earlier than
 * the last receipt of another recipient: it counts all the same. A report without such a case has no clock to
 * end; its confirmation is in the audit. A repeat answers `already-done`.
 * @throws Rejection 404 `report-unknown`
 */
export async function confirmReport(
  { db, clock }: Context,
  actor: Actor,
  { reportId, version }: z.infer<typeof ConfirmReportRequest>,
): Promise<z.infer<typeof CompleteStepAnswer>> {
  const at = clock.now(actor.realm);
  return db.begin(async (tx) => {
    const report = await findReport(tx, reportId, version);
    if (!report) throw new Rejection(404, 'report-unknown');
    requireOwnRealm(actor, report.sweepId);
    const [found] = report.tubeId ? await casesOfTubes(tx, [report.tubeId]) : [];
    if (found) {
      await startStep(tx, { caseId: found.id, step: 'confirmed', at });
      const proof = { reportId, version };
      const outcome = await finishStep(tx, {
        caseId: found.id,
        step: 'confirmed',
        at,
        by: actor.name,
        proof,
      });
      if (outcome !== 'done') return { outcome: 'already-done' };
    }
    await writeAudit(tx, [
      {
        at,
        sweepId: report.sweepId,
        actor: actor.name,
        origin: actor.origin,
        action: 'report-confirmed',
        subject: `report:${reportId}/${version}`,
        ...(found && { detail: { case: found.id } }),
      },
    ]);
    return { outcome: 'done' };
  });
}
