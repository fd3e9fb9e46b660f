import { csvText, momentText } from '#lis/domain';
import { writeAudit } from '#lis/persistence';
import { type Actor, type Context, Rejection } from '#lis/platform';
import { coverageByResidence } from './coverage.queries.js';
import { listSweeps } from './sweeps.queries.js';

/**
 * Coverage by residence as a file that says who took it and when; it is in the audit before it is answered (R6).
 * @throws Rejection 404 `sweep-unknown` `jurisdiction-unknown`
 */
export async function exportCoverage(
  { db, clock }: Context,
  actor: Actor,
  { sweepId, parent = null }: { sweepId: number; parent?: string | null | undefined },
): Promise<string> {
  const sweep = (await listSweeps(db, actor.realm)).find(({ id }) => id === sweepId);
  if (!sweep) throw new Rejection(404, 'sweep-unknown');
  const at = clock.now(actor.realm);
  const counts = await db.begin(async (tx) => {
    const found = await coverageByResidence(tx, sweepId, parent, actor.jurisdictionId);
    if (!found) throw new Rejection(404, 'jurisdiction-unknown');
    await writeAudit(tx, [
      {
        at,
        sweepId,
        actor: actor.name,
        origin: actor.origin,
        action: 'coverage-exported',
        subject: `sweep:${sweepId}`,
        detail: { parent, lines: found.lines.length },
      },
    ]);
    return found;
  });
  const lines = [...(counts.parent ? [counts.parent] : []), ...counts.lines];
  return csvText([
    ['exported by', actor.name],
    ['exported at', momentText(at)],
    ['sweep', sweepId, sweep.name, actor.realm],
    ['code', 'name', 'level', 'target', 'covered'],
    ...lines.map(({ code, name, level, target, covered }) => [code, name, level, target, covered]),
    ['', 'residence unknown', '', null, counts.unknownResidence],
  ]);
}
