import { realmOf } from '#lis/domain';
import {
  acknowledgeDeliveries,
  addTallies,
  casesOfTubes,
  finishSteps,
  markReported,
  postponeDeliveries,
  type Transaction,
  writeAudit,
} from '#lis/persistence';
import type { Context } from '#lis/platform';
import { actor } from '../actor.js';
import { groupBy } from '../group-by.js';
import type { Attempt } from './deliver-report.js';

type Acknowledged = Extract<Attempt, { kind: 'acknowledged' }>;
const reportKey = ({ reportId, version }: { reportId: string; version: number }) => `${reportId}/${version}`;

/**
 * Writes what attempts came to, of many at once, in one transaction: failures with their next try, receipts, and
 * for the reports that now have all their receipts the tubes as reported, the tallies and the cases' steps.
 */
export async function settleAttempts({ db, clock }: Context, attempts: readonly Attempt[]): Promise<void> {
  const failures = attempts.filter((attempt) => attempt.kind === 'failed');
  const receipts = attempts.filter((attempt) => attempt.kind === 'acknowledged');
  const at = { real: clock.now('real'), drill: clock.now('drill') };
  await db.begin(async (tx) => {
    await postponeDeliveries(
      tx,
      failures.map(({ delivery, waitMs, error }) => ({ ...delivery, waitMs, error: error.slice(0, 60) })),
      clock.machine(),
    );
    if (receipts.length > 0) await settleReceipts(tx, receipts, at);
  });
}

async function settleReceipts(
  tx: Transaction,
  receipts: readonly Acknowledged[],
  at: Moments,
): Promise<void> {
  const { acknowledged, completed } = await acknowledgeDeliveries(
    tx,
    receipts.map(({ delivery, receipt }) => ({ ...delivery, receipt, at: at[realmOf(delivery.sweepId)] })),
  );
  const byReport = new Map(receipts.map((line) => [reportKey(line.delivery), line]));
  const reported = completed.flatMap((report) => byReport.get(reportKey(report)) ?? []);
  const bySweep = [...groupBy(reported, ({ delivery }) => delivery.sweepId)].sort(([a], [b]) => a - b);
  for (const [sweepId, lines] of bySweep) await markSweep(tx, sweepId, lines, at[realmOf(sweepId)]);
  await finishReportedSteps(tx, reported, at);
  await writeAudit(
    tx,
    acknowledged.map(({ reportId, version, recipientId }) => {
      const sweepId = byReport.get(reportKey({ reportId, version }))?.delivery.sweepId ?? recipientId;
      return {
        at: at[realmOf(sweepId)],
        sweepId,
        actor,
        origin: 'worker',
        action: 'report-acknowledged',
        subject: `report:${reportId}/${version}`,
        detail: { recipient: recipientId },
      };
    }),
  );
}

type Moments = { real: number; drill: number };

async function markSweep(tx: Transaction, sweepId: number, lines: readonly Acknowledged[], at: number) {
  const marked = await markReported(tx, sweepId, [...new Set(lines.flatMap(({ tubeIds }) => tubeIds))], at);
  await addTallies(
    tx,
    marked.flatMap(({ siteId, tubes, people }) => [
      { sweepId, metric: 'reported', residenceId: null, siteId, at, n: tubes },
      { sweepId, metric: 'reported-people', residenceId: null, siteId, at, n: people },
    ]),
  );
}

/** The 2 h of the report end, and those of its confirmation begin (R7). */
async function finishReportedSteps(
  tx: Transaction,
  reported: readonly Acknowledged[],
  at: Moments,
): Promise<void> {
  const finals = reported.filter(({ delivery: { kind } }) => kind === 'retest' || kind === 'correction');
  const byTube = new Map(finals.map(({ delivery }) => [delivery.tubeId ?? '', delivery]));
  const cases = await casesOfTubes(tx, [...byTube.keys()]);
  const steps = cases.map(({ id, sweepId, tubeId }) => ({
    caseId: id,
    step: 'reported',
    at: at[realmOf(sweepId)],
    by: actor,
    proof: { reportId: byTube.get(tubeId)?.reportId, version: byTube.get(tubeId)?.version },
    sweepId,
  }));
  const outcomes = await finishSteps(tx, steps);
  await writeAudit(
    tx,
    steps
      .filter((_, index) => outcomes[index] === 'done')
      .map(({ caseId, step, sweepId, at: doneAt, proof }) => ({
        at: doneAt,
        sweepId,
        actor,
        origin: 'worker',
        action: 'case-step-done',
        subject: `case:${caseId}`,
        detail: { step, ...proof },
      })),
  );
}
