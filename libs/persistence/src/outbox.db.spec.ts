import { useDatabase } from '#lis/testing';
import { describe, expect, it } from 'vitest';
import type { Transaction } from './connection.js';
import { foldTallies } from './fold.queries.js';
import { claimOutbox } from './outbox.queries.js';

describe('a limit of rows that are locked', () => {
  const database = useDatabase();

  /** As the planner may choose where it takes the table for empty: a loop over all rows, with the limited ones inside. */
  const asALoop = async (tx: Transaction) => {
    for (const way of ['hashjoin', 'mergejoin', 'hashagg', 'sort', 'material', 'memoize'])
      await tx.unsafe(`set local enable_${way} = off`);
  };

  it('holds for what one job is given, however the statement is planned', async () => {
    const { owner } = database();
    await owner`
      insert into outbox (topic, sweep_id, payload) select 'message', -1, '{}'::jsonb from generate_series(1, 200)`;
    await owner`analyze outbox`;
    const claimed = await owner.begin(async (tx) => {
      await asALoop(tx);
      const first = await claimOutbox(tx, 'message', 7);
      const second = await claimOutbox(tx, 'message', 7);
      return [...first, ...second];
    });
    expect(claimed).toHaveLength(14);
    expect(new Set(claimed).size).toBe(14);
  });

  it('holds for one fold of counts', async () => {
    const { owner, db } = database();
    await owner`
      insert into tally_delta (sweep_id, metric, n, bucket)
      select -1, 'sealed', 1, now() from generate_series(1, 50)`;
    expect(await foldTallies(db, 20)).toBe(20);
    expect(await foldTallies(db, 100)).toBe(30);
  });
});
