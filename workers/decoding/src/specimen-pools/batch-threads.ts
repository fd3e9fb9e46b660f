import { existsSync } from 'node:fs';
import { Piscina } from 'piscina';
import type { BatchTask, BatchTaskAnswer } from './batch-task.js';

export type BatchThreads = {
  readonly count: number;
  /**
   * Runs a task on the next free thread. @throws whatever the thread threw, or an error when it ended, ran out of memory or did
   * not answer within `limitMs`; another thread stands in its place then
   */
  run(task: BatchTask, limitMs: number): Promise<BatchTaskAnswer>;
  readonly isStopping: boolean;
  stop(): Promise<void>;
};

type Given = {
  count: number;
  /** other than the product's, for tests of its faults */
  thread?: URL;
  /** V8 heap of a thread, MB; tables of decoders are outside of it */
  heapMb?: number;
};

/**
 * Threads for batches of specimen pools. They are beside that of swab pools: one batch may take as long as 100,000 swab pools, and
 * what breaks here must not delay those. A task is posted when a thread is free, so that its time limit is its own.
 */
export function startBatchThreads({ count, thread, heapMb = 192 }: Given): BatchThreads {
  const built = new URL('./decode-batches.thread.js', import.meta.url);
  const isBuilt = existsSync(built);
  const own = isBuilt ? built : new URL('./decode-batches.thread.ts', import.meta.url);
  const pool = new Piscina<BatchTask, BatchTaskAnswer>({
    filename: (thread ?? own).href,
    execArgv: isBuilt ? [] : ['--import', 'tsx', '--conditions=source'],
    minThreads: 0,
    maxThreads: count,
    idleTimeout: 60_000,
    resourceLimits: { maxOldGenerationSizeMb: heapMb, maxYoungGenerationSizeMb: 16 },
  });
  // a thread that breaks between two tasks is replaced with the next one
  pool.on('error', () => undefined);
  const waiting: (() => void)[] = [];
  let free = count;
  let isStopping = false;
  return {
    count,
    async run(task, limitMs) {
      if (free > 0) free -= 1;
      else await new Promise<void>((next) => waiting.push(next));
      const late = new AbortController();
      const timer = setTimeout(() => late.abort(), limitMs);
      try {
        return await pool.run(task, { signal: late.signal });
      } finally {
        clearTimeout(timer);
        const next = waiting.shift();
        if (next) next();
        else free += 1;
      }
    },
    get isStopping() {
      return isStopping;
    },
    stop: () => {
      isStopping = true;
      return pool.destroy();
    },
  };
}
