import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { openBenchDatabase } from '../bench-database.js';
import { endChild, startChild } from '../children.js';
import { openBenchSweep } from '../registration/bench-sweep.js';
import { enterBenchBatches, enterBenchPools } from './enter-work.js';
import { cpuMsOf, rssMbOf } from './process-use.js';

export type Flow = {
  perSecond: number;
  /** of the decoding worker, and of the relay, for all of it */
  workerCpuMs: number;
  relayCpuMs: number;
  /** memory of the worker: means over the first and the last quarter of the work, MB */
  firstQuarterMb: number;
  lastQuarterMb: number;
};

const limitMs = 1_200_000;
/** As the supervisor starts the worker. */
const flags = ['--max-old-space-size=256', '--max-semi-space-size=8'];
/** Before anything is measured: decoders are made, code and connections are warm. */
const warming = 64;

/**
 * Batches, then swab pools, from their outbox rows through relay, queue and threads to their committed rows, by the product's own
 * processes on a PostgreSQL of their own. @throws when they are not all done in 20 minutes
 */
export async function flowThroughQueue(order: {
  batches: number;
  swabPools: number;
}): Promise<{ batches: Flow; swabPools: Flow; queue: string; endedByClock: number }> {
  const database = await openBenchDatabase();
  const children: ChildProcess[] = [];
  try {
    const { owner } = database;
    const sweep = await openBenchSweep(database);
    const environment = { ...database.environment, DECODING_THREADS: '2' };
    for (const program of ['workers/decoding/src/main.js', 'workers/outbox/src/main.js'])
      children.push((await startChild(program, environment, undefined, flags)).child);
    const [worker = 0, relay = 0] = children.map(({ pid }) => pid);
    const follow = async (table: string, total: number, already = 0): Promise<Flow> => {
      const before = [cpuMsOf(worker), cpuMsOf(relay)];
      const start = performance.now();
      const seen: { share: number; mb: number }[] = [];
      for (let done = 0; done < total; await sleep(200)) {
        const [row] = await owner.unsafe<{ n: number }[]>(`select count(*)::int as n from ${table}`);
        done = (row?.n ?? 0) - already;
        if (done > 0) seen.push({ share: done / total, mb: rssMbOf(worker) });
        if (performance.now() - start > limitMs) throw new Error(`${done} of ${total} rows of ${table}`);
      }
      const mean = (part: { mb: number }[]) =>
        part.reduce((sum, { mb }) => sum + mb, 0) / Math.max(1, part.length);
      return {
        perSecond: (total / (performance.now() - start)) * 1000,
        workerCpuMs: cpuMsOf(worker) - (before[0] ?? 0),
        relayCpuMs: cpuMsOf(relay) - (before[1] ?? 0),
        firstQuarterMb: mean(seen.filter(({ share }) => share <= 0.25)),
        lastQuarterMb: mean(seen.filter(({ share }) => share > 0.75)),
      };
    };
    await enterBenchBatches(owner, sweep, 0, warming);
    await follow('batch_decode', warming);
    await enterBenchBatches(owner, sweep, warming, order.batches);
    const batches = await follow('batch_decode', order.batches, warming);
    await enterBenchPools(owner, sweep, order.swabPools);
    const swabPools = await follow('tube_result', order.swabPools);
    const [row] = await owner<
      { n: number }[]
    >`select count(*)::int as n from batch_decode where ended_by <> 'answer'`;
    return {
      batches,
      swabPools,
      queue: process.env['REDIS_URL'] ? 'redis' : 'postgresql',
      endedByClock: row?.n ?? 0,
    };
  } finally {
    await Promise.all(children.map(endChild));
    await database.close();
  }
}
