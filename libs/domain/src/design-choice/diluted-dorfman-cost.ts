import type { PoolTest } from '../pool-design/pool-design.js';
import { type DesignCost, requirePrevalence, requireTest } from './design-cost.js';

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
  requirePrevalence(p);
  requireTest(retest);
  if (!Number.isInteger(poolSize) || poolSize < 2) throw new RangeError(`pool of ${poolSize}`);
  const isPositive = (positives: number): number => {
    const chance = positives === 0 ? 1 - specificity : sensitivityOf(positives);
    if (!(chance >= 0 && chance <= 1)) throw new RangeError(`Se(${poolSize}, ${positives}) = ${chance}`);
    return chance;
  };
  const among = (others: number, own: number): number => {
    let chance = 0;
    binomial(others, p).forEach((weight, positives) => {
      if (weight > 0) chance += weight * isPositive(positives + own);
    });
    return chance;
  };
  const retests = among(poolSize, 0);
  const poolingSensitivity = among(poolSize - 1, 1);
  return {
    testsPerPerson: 1 / poolSize + retests,
    retestsPerPerson: retests,
    poolingSensitivity,
    sensitivity: poolingSensitivity * retest.sensitivity,
    specificity: 1 - (1 - retest.specificity) * among(poolSize - 1, 0),
  };
}

/** Chances of 0 … n successes. */
function binomial(n: number, p: number): number[] {
  let chances = [1];
  for (let i = 0; i < n; i += 1)
    chances = [...chances, 0].map((_, j) => (chances[j] ?? 0) * (1 - p) + (chances[j - 1] ?? 0) * p);
  return chances;
}
