import {
  builtInDesign,
  type Decoded,
  decodedText,
  keptCall,
  type KeptPool,
  prepareDecoder,
  readDecodedText,
  readingsOfPools,
  seeded,
  simulateBatch,
} from '#lis/domain';
import {
  enterLaboratory,
  enterReadings,
  enterSpecimenBatches,
  type Laboratory,
  useDatabase,
} from '#lis/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBatchThreads } from './batch-threads.js';
import { decodeJobs } from './decode-job.js';

const design = builtInDesign('hypercube-3^4');
// 100,000 members are some 10 ms: a guard that no busy machine reaches
const settings = {
  tests: { sensitivity: 0.95, specificity: 0.99 },
  priors: 0.01,
  method: 'search' as const,
  workLimit: 100_000,
  budgetMs: 1000,
};
const topic = 'specimen-batch';
const random = seeded('jobs');
const draw = (count: number): KeptPool[][] =>
  Array.from({ length: count }, () =>
    simulateBatch(design, Array(81).fill(0.02), settings.tests, random).outcomes.map((outcome) => ({
      outcome,
    })),
  );
const pure = (pools: readonly KeptPool[]) =>
  decodedText(prepareDecoder(design, settings).decode(readingsOfPools(pools, null, false), () => 0));

describe('decoding batches of specimen pools', () => {
  const database = useDatabase();
  const threads = startBatchThreads({ count: 2 });
  const broken = startBatchThreads({
    count: 2,
    thread: new URL('./broken.fixture.thread.ts', import.meta.url),
    heapMb: 96,
  });
  let laboratory: Laboratory;
  beforeAll(async () => {
    laboratory = await enterLaboratory(database().owner);
  });
  afterAll(() => Promise.all([threads.stop(), broken.stop()]));

  const enter = (batches: KeptPool[][]) =>
    enterSpecimenBatches(database().owner, laboratory, design, settings, batches);
  const job = async () => {
    const rows = await database().owner<
      { id: number }[]
    >`select id from outbox where topic = ${topic} order by id`;
    return { outboxIds: rows.map(({ id }) => String(id)) };
  };
  const work = (data: unknown, on = threads, startMs = 10_000) =>
    decodeJobs(database().context, on, topic, { startMs, batchMs: 100 })(data);
  const kept = async (batchId: number) => {
    const rows = await database().db<{ answer: Buffer; endedBy: string; leave: boolean }[]>`
      select answer, ended_by as "endedBy", negatives_may_leave as leave from batch_decode
      where batch_id = ${batchId} and sweep_id = -1 order by version`;
    return rows.map(({ answer, ...row }) => ({ ...row, text: answer.toString() }));
  };
  const waiting = async () => (await job()).outboxIds.length;

  it('keeps the answer of a pure decode, its calls, its audit, and ends the row', async () => {
    const { db } = database();
    const batches = draw(20);
    const ids = await enter(batches);
    await work(await job());
    for (const [at, id] of ids.entries())
      expect(await kept(id)).toMatchObject([{ text: pure(batches[at]!), endedBy: 'answer' }]);
    const answer = readDecodedText(pure(batches[0]!));
    const calls = await db`
      select place as specimen, call, rule, reason, posterior, negative_pools as "negativePools", valid_pools as "validPools", sole
      from specimen_call where batch_id = ${ids[0]!} and version = 1 order by place`;
    expect([...calls]).toEqual(answer.calls.map(keptCall));
    expect(await waiting()).toBe(0);
    const audited = await db`select 1 from audit where action = 'specimen-batch-decoded'`;
    expect(audited).toHaveLength(20);
  });

  it('keeps the same bytes from one thread and from two, whatever the order', async () => {
    const one = startBatchThreads({ count: 1 });
    const batches = draw(30);
    const ids = await enter(batches);
    const { outboxIds } = await job();
    await work({ outboxIds: outboxIds.slice(0, 15) }, one);
    await work({ outboxIds: random.shuffle(outboxIds.slice(15)) }, threads);
    await one.stop();
    for (const [at, id] of ids.entries()) expect((await kept(id))[0]?.text).toBe(pure(batches[at]!));
  });

  it('decodes a job that came twice, at once and later, into one decode; corrected readings into a further one', async () => {
    const [first, corrected] = draw(2);
    const [id = 0] = await enter([first!]);
    const data = await job();
    await Promise.all([work(data), work(data)]);
    await work(data);
    expect(await kept(id)).toMatchObject([{ text: pure(first!) }]);
    await enterReadings(database().owner, laboratory, id, 2, corrected!);
    await work(await job());
    expect(await kept(id)).toMatchObject([{ text: pure(first!) }, { text: pure(corrected!) }]);
  });

  it('leaves to another job of the process what that one works on', async () => {
    const [batch, more] = draw(2);
    const ids = await enter([batch!, more!]);
    const data = await job();
    let runs = 0;
    const counted = {
      ...threads,
      run: (...given: Parameters<typeof threads.run>) => {
        runs += given[0].batches.length;
        return threads.run(...given);
      },
    };
    const decode = decodeJobs(database().context, counted, topic);
    await Promise.all([decode({ outboxIds: data.outboxIds.slice(0, 1) }), decode(data), decode(data)]);
    expect(await Promise.all(ids.map(async (id) => (await kept(id)).length))).toEqual([1, 1]);
    // the decoder may have to be made: a batch is posted once more then
    expect(runs).toBeLessThanOrEqual(4);
    expect(runs).toBeGreaterThanOrEqual(2);
  });

  it('holds its offers while it is at work', async () => {
    const { owner } = database();
    await enter(draw(1));
    await owner`update outbox set next_offer_at = '-infinity'`;
    const hanging = await enter([mark(draw(1)[0]!, 0.104)]);
    const data = await job();
    const done = work(data, broken, 4000);
    await new Promise((resolve) => setTimeout(resolve, 3000));
    const due =
      await owner`select 1 from outbox where topic = ${topic} and next_offer_at < clock_timestamp()`;
    expect(due).toHaveLength(0);
    await done;
    expect((await kept(hanging[0]!))[0]?.endedBy).toBe('fault');
  });

  it.each([
    ['throws', 0.101],
    ['ends', 0.102],
    ['runs out of memory', 0.103],
    ['hangs', 0.104],
  ])(
    'a thread that %s: its batch is answered by the flagged COMP(e) answer, no other is harmed',
    async (_, trust) => {
      const { db } = database();
      const batches = draw(12);
      batches[5] = mark(batches[5]!, trust);
      const ids = await enter(batches);
      await work(await job(), broken, 3000);
      expect(await waiting()).toBe(0);
      for (const [at, id] of ids.entries()) {
        const [decode, ...more] = await kept(id);
        expect(more).toEqual([]);
        const answer = readDecodedText(decode?.text ?? '');
        if (at === 5) {
          expect(decode).toMatchObject({ endedBy: 'fault', leave: false });
          expect(answer).toMatchObject({ kind: 'failed', method: 'combinatorial' });
          expect(answer.alerts).toContain('decoder-failed');
        } else expect(decode).toMatchObject({ endedBy: 'answer', text: pure(batches[at]!) });
        expect(unsafe(batches[at]!, answer)).toEqual([]);
      }
      const told =
        await db`select 1 from attention where code = 'decoder-failed' and subject = ${`specimen-batch:${ids[5]}`}`;
      expect(told).toHaveLength(1);
    },
  );

  it('says nothing of a batch when the threads are being stopped: it is decoded later', async () => {
    const stopping = startBatchThreads({ count: 1 });
    const [batch] = draw(1);
    const [id = 0] = await enter([batch!]);
    const data = await job();
    const late = work(data, stopping).then(
      () => 'kept',
      () => 'stopped',
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
    await stopping.stop();
    expect(await late).toBe('stopped');
    expect([await kept(id), await waiting()]).toEqual([[], 1]);
    // an end in order: it does not count against the batch
    expect(await database().owner`select begun from outbox where topic = ${topic}`).toEqual([{ begun: 0 }]);
    await work(data);
    expect(await kept(id)).toMatchObject([{ text: pure(batch!), endedBy: 'answer' }]);
  });

  it('a batch whose kept design is another is set aside for a person, and its neighbours are decoded', async () => {
    const { owner, db } = database();
    const [good, bad] = await enter(draw(2));
    const hash = 'ab'.repeat(32);
    await owner`insert into pool_design select ${hash}, id, family, specimens, pools, body from pool_design limit 1`;
    await owner`update specimen_batch set design_hash = ${hash} where id = ${bad!}`;
    await work(await job());
    expect(await kept(good!)).toHaveLength(1);
    expect(await kept(bad!)).toHaveLength(0);
    expect(await db`select attempts from outbox where topic = ${topic}`).toEqual([{ attempts: 1 }]);
    await owner`delete from outbox where topic = ${topic}`;
  });
});

function mark(pools: readonly KeptPool[], trust: number): KeptPool[] {
  return pools.map((pool, at) => (at === 0 ? { ...pool, trust } : pool));
}

/** Specimens that are called negative with fewer than e + 1 valid negative pools: there may be none. */
function unsafe(pools: readonly KeptPool[], { calls }: Decoded): number[] {
  const isNegative = (pool: number) => pools[pool]?.outcome === 'negative' && pools[pool].trust === undefined;
  return calls.flatMap(({ specimen, call }) => {
    const own = [...design.poolOf.subarray(design.poolStart[specimen], design.poolStart[specimen + 1])];
    return call === 'negative' && own.filter(isNegative).length < 2 ? [specimen] : [];
  });
}
