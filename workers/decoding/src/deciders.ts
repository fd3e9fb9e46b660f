import { existsSync } from 'node:fs';
import type { PoolDecision, PoolFacts } from '#lis/domain';
import { Piscina } from 'piscina';

export type Deciders = {
  decide(pools: PoolFacts[]): Promise<PoolDecision[]>;
  stop(): Promise<void>;
};

/**
 * Decisions leave the event loop, a batch at a time: a round trip to a thread costs 72 µs, a decision in a batch
 * 2 µs. From sources the thread is TypeScript and runs under tsx, built it is plain JavaScript.
 */
export function startDeciders(): Deciders {
  const built = new URL('./decide-pools.thread.js', import.meta.url);
  const isBuilt = existsSync(built);
  const pool = new Piscina<PoolFacts[], PoolDecision[]>({
    filename: (isBuilt ? built : new URL('./decide-pools.thread.ts', import.meta.url)).href,
    execArgv: isBuilt ? [] : ['--import', 'tsx', '--conditions=source'],
    minThreads: 1,
    maxThreads: 1,
    idleTimeout: 60_000,
  });
  return {
    decide: (pools) => pool.run(pools),
    stop: () => pool.destroy(),
  };
}
