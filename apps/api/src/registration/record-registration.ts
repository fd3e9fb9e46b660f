import { addTallies, askAttention, type TallyRow, type Transaction, writeAudit } from '#lis/persistence';
import type { StoredTube } from './tubes.queries.js';
import type { CoveredPeople } from './cover.js';

/** What a registration leaves beside its rows: tallies, audit, and tasks for odd tubes. */
export async function recordRegistration(
  tx: Transaction,
  stored: readonly StoredTube[],
  covered: CoveredPeople,
  now: number,
): Promise<void> {
  await Promise.all([
    writeAudit(
      tx,
      stored.map(({ prepared, outcome, personIds }) => ({
        at: now,
        sweepId: prepared.tube.sweepId,
        actor: prepared.actor.name,
        origin: prepared.actor.origin,
        action: 'tube-registered',
        subject: `tube:${prepared.tube.id}`,
        detail: { outcome, persons: personIds },
      })),
    ),
    addTallies(tx, tallies(stored, covered, now)),
    askAttention(
      tx,
      stored
        .filter(({ judged }) => judged.flags.length > 0)
        .map(({ prepared, judged }) => ({
          sweepId: prepared.tube.sweepId,
          code: 'tube-flagged',
          subject: `tube:${prepared.tube.id}`,
          detail: { flags: judged.flags },
          at: now,
        })),
    ),
  ]);
}

function tallies(stored: readonly StoredTube[], covered: CoveredPeople, at: number): TallyRow[] {
  const rows = new Map<string, TallyRow>();
  const add = (row: TallyRow) => {
    const key = `${row.sweepId}/${row.metric}/${row.siteId}/${row.residenceId}`;
    const sum = rows.get(key);
    if (sum) sum.n += row.n;
    else rows.set(key, row);
  };
  for (const { prepared, outcome } of stored) {
    if (prepared.tube.purpose !== 'screening' || outcome !== 'accepted' || prepared.actor.revoked) continue;
    const common = { sweepId: prepared.tube.sweepId, residenceId: null, siteId: prepared.actor.siteId, at };
    add({ ...common, metric: 'registered', n: 1 });
    add({ ...common, metric: 'registered-people', n: prepared.members.length });
  }
  for (const { sweepId, residenceId, people } of covered) {
    add({ sweepId, metric: 'covered', residenceId: residenceId ?? 0, siteId: null, at, n: people });
  }
  return [...rows.values()];
}
