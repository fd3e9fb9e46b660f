import { builtInDesign, readDecodedText, seeded, simulateBatch } from '#lis/domain';
import { enterLaboratory, enterSpecimenBatches, type Laboratory, useDatabase } from '#lis/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BatchThreads, startBatchThreads } from './batch-threads.js';
import { decodeJobs } from './decode-job.js';

const design = builtInDesign('hypercube-3^3');
const settings = { tests: { sensitivity: 0.95, specificity: 0.99 }, priors: 0.01, budgetMs: 1000 };
const topic = 'specimen-batch';
const random = seeded('dying');
const draw = () =>
  simulateBatch(design, Array(27).fill(0.02), settings.tests, random).outcomes.map((outcome) => ({
    outcome,
  }));

describe('a process that dies at a batch', () => {
  const database = useDatabase();
  const threads = startBatchThreads({ count: 1 });
  let laboratory: Laboratory;
  beforeAll(async () => {
    laboratory = await enterLaboratory(database().owner);
  });
  afterAll(() => threads.stop());

  const rows = () =>
    database().owner<{ id: number; batchId: number; begun: number }[]>`
      select id, (payload ->> 'batchId')::int as "batchId", begun from outbox where topic = ${topic} order by id`;
  const kept = (batchId: number) =>
    database().db<{ answer: Buffer; endedBy: string; leave: boolean }[]>`
      select answer, ended_by as "endedBy", negatives_may_leave as leave from batch_decode where batch_id = ${batchId}`;

  /** Does all jobs that wait as one process, which dies at the marked batch: nothing of it happens any more. */
  async function live(): Promise<'died' | 'done'> {
    let die: (cause: 'died') => void = () => undefined;
    const died = new Promise<'died'>((resolve) => (die = resolve));
    const mortal: BatchThreads = {
      ...threads,
      run: (task, limitMs) => {
        if (!task.batches.some(({ grey }) => grey?.[0]?.trust === 0.105)) return threads.run(task, limitMs);
        die('died');
        return new Promise(() => undefined);
      },
    };
    const outboxIds = (await rows()).map(({ id }) => String(id));
    const done = decodeJobs(database().context, mortal, topic)({ outboxIds });
    return Promise.race([died, done.then(() => 'done' as const)]);
  }

  it('is answered as failed after eight deaths; those that were decoded with it are decoded as ever', async () => {
    const batches = [draw(), draw(), draw()].map((pools, n) =>
      pools.map((pool, at) => (n === 0 && at === 0 ? { ...pool, trust: 0.105 } : pool)),
    );
    const [deadly = 0, ...others] = await enterSpecimenBatches(
      database().owner,
      laboratory,
      design,
      settings,
      batches,
    );
    expect(await live()).toBe('died');
    expect((await rows()).map(({ begun }) => begun)).toEqual([1, 1, 1]);
    // one after another now: the first that died of itself comes last from here on
    expect(await live()).toBe('died');
    expect((await rows()).map(({ begun }) => begun)).toEqual([2, 1, 1]);
    expect(await live()).toBe('died');
    expect(await rows()).toMatchObject([{ batchId: deadly, begun: 3 }]);
    for (const id of others) expect(await kept(id)).toMatchObject([{ endedBy: 'answer' }]);

    let deaths = 3;
    while (deaths < 20 && (await live()) === 'died') deaths += 1;
    expect(deaths).toBe(8);
    expect(await rows()).toEqual([]);
    const [decode, ...more] = await kept(deadly);
    expect(more).toEqual([]);
    expect(decode).toMatchObject({ endedBy: 'fault', leave: false });
    const answer = readDecodedText(decode?.answer.toString() ?? '');
    expect(answer).toMatchObject({ kind: 'failed', method: 'combinatorial', negativesMayLeave: false });
    expect(answer.alerts).toContain('decoder-failed');
    const told = await database().db`
      select 1 from attention where code = 'decoder-failed' and subject = ${`specimen-batch:${deadly}`}`;
    expect(told).toHaveLength(1);
  });
});
