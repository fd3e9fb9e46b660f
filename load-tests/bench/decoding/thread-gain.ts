import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { startBatchThreads } from '../../../workers/decoding/src/specimen-pools/batch-threads.js';
import { decodeKeptBatches } from '../../../workers/decoding/src/specimen-pools/decode-kept-batches.js';
import { endChild, median, startChild } from '../children.js';
import { warming } from './through-queue.js';
import { benchBatches } from './bench-batches.js';

export type ThreadGain = {
  /** batches/s of two over those of one, medians of the rounds */
  threadsGain: number;
  processesGain: number;
  ratio: number;
};

/**
 * What a second thread gains, and what a second bare process gains, on the same batches in turn in one run: a busy machine slows
 * all four alike.
 */
export async function measureThreadGain(count: number, rounds: number): Promise<ThreadGain> {
  const batches = benchBatches(count);
  const bare = await Promise.all([0, 1].map(() => startBare(count)));
  const [one, two] = [startBatchThreads({ count: 1 }), startBatchThreads({ count: 2 })];
  try {
    // decoders are made, code is warm
    for (const threads of [one, two]) await decodeKeptBatches(threads, batches.slice(0, 80));
    const times = {
      one: [] as number[],
      two: [] as number[],
      bareOne: [] as number[],
      bareTwo: [] as number[],
    };
    for (let round = 0; round < rounds; round += 1) {
      times.one.push(await took(() => decodeKeptBatches(one, batches)));
      times.bareOne.push(await took(() => runBare(bare[0], 0, count)));
      times.two.push(await took(() => decodeKeptBatches(two, batches)));
      const half = count >> 1;
      times.bareTwo.push(
        await took(() => Promise.all([runBare(bare[0], 0, half), runBare(bare[1], half, count)])),
      );
    }
    const gain = (slow: number[], quick: number[]) => median(slow.map((ms, n) => ms / (quick[n] ?? ms)));
    const [threadsGain, processesGain] = [gain(times.one, times.two), gain(times.bareOne, times.bareTwo)];
    return { threadsGain, processesGain, ratio: threadsGain / processesGain };
  } finally {
    await Promise.all([one.stop(), two.stop(), ...bare.map(endChild)]);
  }
}

/** A bare process as warm as the worker; `measure`: CPU that it needs for batches, ms. Some take a thousand times as long as others. */
export async function startBareCpu(count: number) {
  const bare = await startBare(count);
  await runBare(bare, 0, warming);
  return {
    measure: (from: number, to: number) => runBare(bare, from, to),
    end: () => endChild(bare),
  };
}

const startBare = async (count: number) =>
  (
    await startChild('load-tests/bench/decoding/bare.process.js', {
      ...process.env,
      BENCH_BATCHES: String(count),
    })
  ).child;

/** CPU of the process for these batches, ms. */
async function runBare(child: ChildProcess | undefined, from: number, to: number): Promise<number> {
  if (!child) throw new Error('no process');
  const answered = once(child, 'message');
  child.send({ from, to });
  const [{ cpuMs }] = (await answered) as [{ cpuMs: number }];
  return cpuMs;
}

async function took(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}
