import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { memoryFlags, productProcesses } from '../../../apps/supervisor/src/processes.js';
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

export type Flows = { batches: Flow; swabPools: Flow; queue: string; endedByClock: number };

const limitMs = 1_200_000;
/** Before anything is measured: code and connections are warm, and hard batches have made the search's lists as long as they get. */
export const warming = 256;
const warmingPools = 10_000;

/** The speed of a machine drifts by a tenth within minutes: after each part of the batches the same part is done beside the queue. */
const parts = 4;

/**
 * Batches, then swab pools, from their outbox rows through relay, queue and threads to their committed rows, by the product's own
 * processes on a PostgreSQL of their own. `beside` does batches `from … to − 1` in another way, while nothing flows.
 * @throws when they are not all done in 20 minutes
 */
export async function flowThroughQueue(order: {
  batches: number;
  swabPools: number;
  beside: (from: number, to: number) => Promise<void>;
}): Promise<Flows> {
  const database = await openBenchDatabase();
  const children: ChildProcess[] = [];
  try {
    const { owner } = database;
    const sweep = await openBenchSweep(database);
    const environment = { ...database.environment, DECODING_THREADS: '2' };
    const start = async (named: string) => {
      const process = productProcesses.find(({ name }) => name === named);
      if (!process) throw new Error(`no process ${named}`);
      const path = process.entry.replace('dist/', '');
      const { child } = await startChild(path, environment, undefined, memoryFlags(process));
      children.push(child);
      return child.pid ?? 0;
    };
    const [worker, relay] = [await start('decoding'), await start('outbox')];
    const follow = async (table: string, total: number, already = 0): Promise<Flow> => {
      const before = [cpuMsOf(worker), cpuMsOf(relay)];
      const began = performance.now();
      const seen: { share: number; mb: number }[] = [];
      for (let done = 0; done < total; await sleep(100)) {
        const [row] = await owner.unsafe<{ n: number }[]>(`select count(*)::int as n from ${table}`);
        done = (row?.n ?? 0) - already;
        if (done > 0) seen.push({ share: done / total, mb: rssMbOf(worker) });
        if (children.some(({ exitCode, signalCode }) => exitCode !== null || signalCode !== null))
          throw new Error(`a process of the product ended at ${done} of ${total} rows of ${table}`);
        if (performance.now() - began > limitMs) throw new Error(`${done} of ${total} rows of ${table}`);
      }
      const mean = (part: { mb: number }[]) =>
        part.reduce((sum, { mb }) => sum + mb, 0) / Math.max(1, part.length);
      return {
        perSecond: (total / (performance.now() - began)) * 1000,
        workerCpuMs: cpuMsOf(worker) - (before[0] ?? 0),
        relayCpuMs: cpuMsOf(relay) - (before[1] ?? 0),
        firstQuarterMb: mean(seen.filter(({ share }) => share <= 0.25)),
        lastQuarterMb: mean(seen.filter(({ share }) => share > 0.75)),
      };
    };
    await enterBenchBatches(owner, sweep, 0, warming);
    await follow('batch_decode', warming);
    const flows: Flow[] = [];
    for (let part = 0; part < parts; part += 1) {
      const [from = 0, to = 0] = [part, part + 1].map(
        (n) => warming + Math.floor((n * order.batches) / parts),
      );
      await enterBenchBatches(owner, sweep, from, to - from);
      flows.push(await follow('batch_decode', to - from, from));
      await order.beside(from, to);
    }
    const batches = oneAfterAnother(flows, order.batches);
    await enterBenchPools(owner, sweep, warmingPools + order.swabPools);
    await follow('tube_result', warmingPools);
    const swabPools = await follow('tube_result', order.swabPools, warmingPools);
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

/** Flows of parts as one; a part's memory is that of its end, when it is at its highest. */
function oneAfterAnother(flows: readonly Flow[], total: number): Flow {
  const sum = (value: (flow: Flow) => number) => flows.reduce((all, flow) => all + value(flow), 0);
  const seconds = sum(({ perSecond }) => total / flows.length / perSecond);
  return {
    perSecond: total / seconds,
    workerCpuMs: sum(({ workerCpuMs }) => workerCpuMs),
    relayCpuMs: sum(({ relayCpuMs }) => relayCpuMs),
    firstQuarterMb: flows[0]?.lastQuarterMb ?? Number.NaN,
    lastQuarterMb: flows.at(-1)?.lastQuarterMb ?? Number.NaN,
  };
}
