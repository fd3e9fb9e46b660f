import { askAttention, type Transaction } from '#lis/persistence';
import {
  claimCodes,
  findTubes,
  holdCodeHolders,
  type KnownTube,
  readFirstReceipts,
} from './claim-codes.queries.js';
import type { PreparedTube } from './prepared-tube.js';
import type { Outcome } from './register-tubes.js';
import type { Group } from './write-group.js';

/**
 * Settles the tubes whose code or id was registered before, in `outcomes`:
 * the same id and body is a replay with the first answer (law 2); the same id with another body is a conflict
 * that overwrites nothing. Answers those that lost their code to another tube: they are stored, quarantined,
 * and the tube that holds the code is held, whatever became of it meanwhile.
 */
export async function settleUnclaimed(
  group: Group,
  tx: Transaction,
  tubes: readonly PreparedTube[],
  claimed: ReadonlySet<string>,
  outcomes: Map<PreparedTube, Outcome>,
): Promise<Set<PreparedTube>> {
  const unclaimed = tubes.filter(({ tube }) => !claimed.has(tube.id));
  const now = group.clock.now(group.realm);
  const known = await findTubes(tx, unclaimed);
  const losers = unclaimed.filter(({ tube }) => !known.has(tube.id));
  // registered under their own ids, so that they too can be sent again
  const entered =
    losers.length > 0 ? await claimCodes(tx, losers, ({ tube }) => `conflict:${tube.id}`) : new Set();
  const lost = losers.filter(({ tube }) => entered.has(tube.id));
  // another process entered the same tube between the two statements: it is a replay after all
  const passed = losers.filter(({ tube }) => !entered.has(tube.id));
  for (const [id, tube] of passed.length > 0 ? await findTubes(tx, passed) : []) known.set(id, tube);
  if (lost.length > 0) {
    await holdCodeHolders(
      tx,
      group.realm,
      lost.map(({ code }) => code),
    );
    await askAttention(
      tx,
      lost.map(({ tube, code }) => ({
        sweepId: tube.sweepId,
        code: 'tube-conflict',
        subject: `tube:${tube.id}`,
        detail: { code },
        at: now,
      })),
    );
  }
  const replays: KnownTube[] = [];
  for (const tube of unclaimed) {
    const first = known.get(tube.tube.id);
    if (!first) continue;
    if (tube.bodyHash.equals(first.bodyHash)) replays.push(first);
    else outcomes.set(tube, await otherBody(tx, tube, now));
  }
  if (replays.length > 0) await answerReplays(tx, unclaimed, replays, outcomes);
  return new Set(lost);
}

async function otherBody(tx: Transaction, { tube }: PreparedTube, now: number): Promise<Outcome> {
  const subject = `tube:${tube.id}`;
  await askAttention(tx, [{ sweepId: tube.sweepId, code: 'tube-body-differs', subject, at: now }]);
  return { tubeId: tube.id, outcome: 'conflict', flags: [], memberFlags: [], code: 'tube-body-differs' };
}

async function answerReplays(
  tx: Transaction,
  tubes: readonly PreparedTube[],
  replays: readonly KnownTube[],
  outcomes: Map<PreparedTube, Outcome>,
): Promise<void> {
  const receipts = new Map((await readFirstReceipts(tx, replays)).map((first) => [first.tubeId, first]));
  for (const tube of tubes) {
    const first = receipts.get(tube.tube.id);
    if (!first || outcomes.has(tube)) continue;
    outcomes.set(tube, {
      tubeId: tube.tube.id,
      outcome: 'replayed',
      first: first.outcome,
      flags: first.flags,
      memberFlags: first.memberFlags,
    });
  }
}
