import type { PoolDesign, PoolTest } from '../../pool-design/pool-design.js';
import { seeded } from '../../random/seeded.js';
import { prepareDecoder } from './decoder.js';
import { simulateBatch } from './simulated-batch.js';

/** What a laboratory gets of a design over many simulated batches. */
export type Acceptance = {
  readonly batches: number;
  readonly positives: number;
  /** share of true positives that are not called negative */
  readonly sensitivity: number;
  readonly testsPerPerson: number;
  /** negative with fewer than e + 1 valid negative pools: must be 0 */
  readonly unsafe: number;
  /** share of batches that were answered by COMP(e) for want of budget */
  readonly overBudget: number;
};

/** Simulates batches with pool tests and then a retest of everybody who is ambiguous or presumptive positive. */
export function simulateAcceptance(order: {
  design: PoolDesign;
  test: PoolTest;
  prevalence: number;
  tolerated: number;
  batches: number;
  seed: string;
  /** `combinatorial` for COMP(e) alone, as the published figures are; else the posterior limits negatives too */
  method: 'auto' | 'combinatorial';
  missesAre?: 'each' | 'mean';
}): Acceptance {
  const { design, test, prevalence, tolerated, batches, seed, method, missesAre = 'each' } = order;
  const random = seeded(seed);
  const decoder = prepareDecoder(design, { tests: test, priors: prevalence, tolerated, method, missesAre });
  const priors = new Float64Array(design.specimens).fill(prevalence);
  let [positives, missed, retests, unsafe, overBudget] = [0, 0, 0, 0, 0];
  for (let batch = 0; batch < batches; batch += 1) {
    const { truth, outcomes } = simulateBatch(design, priors, test, random);
    const decoded = decoder.decode({ outcomes }, () => 0);
    positives += truth.length;
    if (decoded.kind === 'budget') overBudget += 1;
    for (const specimen of truth) if (decoded.calls[specimen]?.call === 'negative') missed += 1;
    for (const { call, negativePools } of decoded.calls) {
      if (call !== 'negative') retests += 1;
      else if (negativePools <= tolerated) unsafe += 1;
    }
  }
  return {
    batches,
    positives,
    sensitivity: positives === 0 ? 1 : 1 - missed / positives,
    testsPerPerson: (design.pools + retests / batches) / design.specimens,
    unsafe,
    overBudget: overBudget / batches,
  };
}
