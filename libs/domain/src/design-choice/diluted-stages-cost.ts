import { requireStageSizes, type StageSizes } from '../pool-design/hierarchical-stages.js';
import { type DesignCost, requirePrevalence } from './design-cost.js';

/** A stage's test: Se(k, j) of its pool of k for j = 1 … k positives, and its specificity. */
export type DilutedTest = {
  readonly sensitivityOf: (positives: number) => number;
  readonly specificity: number;
};

/**
 * Pools that are split when they are positive, when a pool's sensitivity depends on how many of its members are positive: the numbers of
 * positives of nested pools are summed from the inmost outwards.
 * @param tests one for each stage; the last is the single test
 * @throws RangeError for sizes that do not fall to 1, another number of tests, or what is no chance
 */
export function dilutedStagesCost(sizes: StageSizes, tests: readonly DilutedTest[], p: number): DesignCost {
  requireStageSizes(sizes);
  requirePrevalence(p);
  if (tests.length !== sizes.length) throw new RangeError(`${tests.length} tests for ${sizes.length} stages`);
  const positive = (stage: number, positives: number): number => {
    const { sensitivityOf, specificity } = tests[stage]!;
    const chance = positives === 0 ? 1 - specificity : sensitivityOf(positives);
    if (!(chance >= 0 && chance <= 1)) throw new RangeError(`Se(${sizes[stage]}, ${positives}) = ${chance}`);
    return chance;
  };
  /** chance that the pools of the first `stages` stages are positive; `own`: whether one member is, known beforehand */
  const all = (stages: number, own: 0 | 1 | null): number => {
    if (stages === 0) return 1;
    let inside = sizes[stages - 1]!;
    let counts = own === null ? binomial(inside, p) : binomial(inside - 1, p);
    if (own === 1) counts = [0, ...counts];
    for (let stage = stages - 1; stage >= 0; stage -= 1) {
      counts = convolve(counts, binomial(sizes[stage]! - inside, p));
      counts = counts.map((chance, positives) => (chance > 0 ? chance * positive(stage, positives) : 0));
      inside = sizes[stage]!;
    }
    return counts.reduce((sum, chance) => sum + chance, 0);
  };
  const last = sizes.length - 1;
  let testsPerPerson = 0;
  sizes.forEach((size, stage) => (testsPerPerson += all(stage, null) / size));
  return {
    testsPerPerson,
    retestsPerPerson: all(last, null),
    poolingSensitivity: all(last, 1),
    sensitivity: all(sizes.length, 1),
    specificity: 1 - all(sizes.length, 0),
  };
}

/** Chances of 0 … n successes. */
function binomial(n: number, p: number): number[] {
  let chances = [1];
  for (let i = 0; i < n; i += 1) chances = convolve(chances, [1 - p, p]);
  return chances;
}

function convolve(one: readonly number[], other: readonly number[]): number[] {
  const sums = Array.from({ length: one.length + other.length - 1 }, () => 0);
  one.forEach((a, i) => other.forEach((b, j) => (sums[i + j]! += a * b)));
  return sums;
}
