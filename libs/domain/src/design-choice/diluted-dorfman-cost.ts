import type { PoolTest } from '../pool-design/pool-design.js';
import { type DesignCost, requireTest } from './design-cost.js';
import { dilutedStagesCost } from './diluted-stages-cost.js';

/**
 * Dorfman's two stages when the pool's sensitivity depends on how many of its members are positive.
 * @param sensitivityOf Se(k, j) for j = 1 … k positives
 */
export function dilutedDorfmanCost(given: {
  poolSize: number;
  p: number;
  sensitivityOf: (positives: number) => number;
  specificity: number;
  retest: PoolTest;
}): DesignCost {
  const { poolSize, p, sensitivityOf, specificity, retest } = given;
  requireTest(retest);
  if (!Number.isInteger(poolSize) || poolSize < 2) throw new RangeError(`pool of ${poolSize}`);
  const single = { sensitivityOf: () => retest.sensitivity, specificity: retest.specificity };
  return dilutedStagesCost([poolSize, 1], [{ sensitivityOf, specificity }, single], p);
}
