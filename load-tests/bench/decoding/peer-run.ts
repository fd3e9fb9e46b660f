import type { PoolDesign, PoolOutcome } from '#lis/domain';
import { spawnSync } from 'node:child_process';

export type PeerBatches = {
  readonly name: string;
  readonly design: PoolDesign;
  readonly prevalence: number;
  readonly batches: readonly { readonly outcomes: readonly PoolOutcome[] }[];
};
/** Milliseconds of each batch, and its answer as a number: candidates, or the least cost. */
export type PeerTimes = { readonly times: readonly number[]; readonly answers: readonly number[] };

/** Runs every batch once to warm up, then once timed. */
export function timed(batches: number, run: (batch: number) => number): PeerTimes {
  const indexes = Array.from({ length: batches }, (_, k) => k);
  indexes.forEach(run);
  const found = indexes.map((k) => {
    const from = performance.now();
    const answer = run(k);
    return { time: performance.now() - from, answer };
  });
  return { times: found.map(({ time }) => time), answers: found.map(({ answer }) => answer) };
}

const HERE = 'import numpy, scipy.optimize';

/**
 * Runs a Python program on the batches; null where there is no python3 with numpy and scipy.
 * @throws Error when these are here and the program fails all the same
 */
export function runPython(program: string, { design, prevalence, batches }: PeerBatches): PeerTimes | null {
  const env = { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' };
  if (spawnSync('python3', ['-c', HERE], { env }).status !== 0) return null;
  const rows = Array.from({ length: design.specimens }, (_, i) => [
    ...design.poolOf.subarray(design.poolStart[i], design.poolStart[i + 1]),
  ]);
  const outcomes = batches.map((batch) => batch.outcomes.map((outcome) => (outcome === 'positive' ? 1 : 0)));
  const ran = spawnSync('python3', ['-c', program], {
    input: JSON.stringify({ rows, pools: design.pools, outcomes, prevalence }),
    encoding: 'utf8',
    env,
    timeout: 300_000,
    maxBuffer: 1 << 26,
  });
  if (ran.status !== 0) throw new Error(`a peer failed: ${ran.stderr.slice(-500)}`);
  return JSON.parse(ran.stdout) as PeerTimes;
}

export const NOT_HERE = 'not run: there is no python3 with numpy and scipy here (pip install numpy scipy)';

/** What a peer took beside ours, and how far its answers are from ours. */
export function beside(peer: PeerTimes | null, ours: PeerTimes): Record<string, unknown> | string {
  if (peer === null) return NOT_HERE;
  const [theirs, own] = [middle(peer.times), middle(ours.times)];
  const apart = Math.max(
    ...ours.answers.map((answer, k) => Math.abs(answer - (peer.answers[k] ?? Number.NaN))),
  );
  return {
    medianMs: Number(theirs.toFixed(4)),
    oursMs: Number(own.toFixed(4)),
    timesOurs: Number((theirs / own).toFixed(1)),
    slowestMs: Number(Math.max(...peer.times).toFixed(2)),
    oursSlowestMs: Number(Math.max(...ours.times).toFixed(2)),
    answersApart: Number(apart.toPrecision(2)),
  };
}

const middle = (times: readonly number[]) =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
