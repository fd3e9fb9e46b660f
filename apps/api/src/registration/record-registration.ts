import { addTallies, askAttention, type TallyRow, type Transaction, copyAudit } from '#lis/persistence';
import type { ArrivedTube, StoredTube } from './tubes.queries.js';
import type { CoveredPeople } from './cover.js';

/** What a registration leaves beside its rows: tallies, audit, and tasks for odd tubes. */
export async function recordRegistration(
  tx: Transaction,
  stored: readonly StoredTube[],
  covered: CoveredPeople,
  now: number,
): Promise<void> {
  await copyAudit(
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
  );
  await Promise.all([
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

/** Tubes that were at the laboratory before they were registered count as received from now on. */
export async function recordArrivals(
  tx: Transaction,
  arrived: readonly ArrivedTube[],
  now: number,
): Promise<void> {
  await addTallies(
    tx,
    arrived
      .filter(({ purpose }) => purpose === 'screening')
      .flatMap(({ sweepId, siteId, members }) => {
        const common = { sweepId, siteId, residenceId: null, at: now };
        return [
          { ...common, metric: 'received', n: 1 },
          { ...common, metric: 'received-people', n: members },
        ];
      }),
  );
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
  for (const { sweepId, residenceId, people } of covered.values()) {
    add({ sweepId, metric: 'covered', residenceId: residenceId ?? 0, siteId: null, at, n: people });
  }
  return [...rows.values()];
}
