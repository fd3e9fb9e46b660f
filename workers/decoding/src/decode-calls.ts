import { CallsTopic } from '#lis/contracts';
import type { OutboxRow, Transaction } from '#lis/persistence';
import type { Context } from '#lis/platform';
import { makeResults, readPoolFacts } from '#lis/results';
import type { Deciders } from './deciders.js';

const by = { actor: 'system:decoding', origin: 'worker' };

/**
 * Called wells → results, a batch of runs at a time: one query for the facts, one decision in a thread, one
 * write a table. A well that has its result already is passed over (law 2).
 */
export async function decodeCalls(
  context: Pick<Context, 'clock'>,
  deciders: Deciders,
  tx: Transaction,
  rows: readonly OutboxRow[],
): Promise<void> {
  const wells = rows.flatMap(({ payload }) => {
    const { runId, wells: names } = CallsTopic.parse(payload);
    return names.map((well) => ({ runId: Number(runId), well }));
  });
  const pools = await readPoolFacts(tx, wells);
  // a tube with two wells in one batch is decided one well at a time: the second sees the first's result
  const firstOf = new Map(pools.toReversed().map((pool) => [pool.tubeId, pool]));
  const first = pools.filter((pool) => firstOf.get(pool.tubeId) === pool);
  const realms = [first.filter(({ sweepId }) => sweepId > 0), first.filter(({ sweepId }) => sweepId < 0)];
  for (const realm of realms) {
    const [some] = realm;
    if (!some) continue;
    const decisions = await deciders.decide(realm);
    await makeResults(tx, realm, decisions, by, context.clock.now(some.sweepId < 0 ? 'drill' : 'real'));
  }
  if (first.length < pools.length) await decodeCalls(context, deciders, tx, rows);
}
