import type { PoolDesign, PoolOutcome, PoolTest } from '../../pool-design/pool-design.js';
import type { SeededRandom } from '../../random/seeded.js';

/** Draws positives by their priors, and the pools' outcomes from them. For calibration, benches and tests. */
export function simulateBatch(
  design: PoolDesign,
  priors: ArrayLike<number>,
  test: PoolTest,
  random: SeededRandom,
): { truth: number[]; outcomes: PoolOutcome[] } {
  const truth: number[] = [];
  const held = new Uint8Array(design.pools);
  for (let i = 0; i < design.specimens; i += 1) {
    if (random.next() >= priors[i]!) continue;
    truth.push(i);
    for (let at = design.poolStart[i]!; at < design.poolStart[i + 1]!; at += 1) held[design.poolOf[at]!] = 1;
  }
  const outcomes = Array.from(held, (one): PoolOutcome => {
    const positive = one === 1 ? random.next() < test.sensitivity : random.next() >= test.specificity;
    return positive ? 'positive' : 'negative';
  });
  return { truth, outcomes };
}
