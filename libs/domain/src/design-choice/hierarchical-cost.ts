import { requireStageSizes, type StageSizes } from '../pool-design/hierarchical-stages.js';
import type { PoolTest } from '../pool-design/pool-design.js';
import { type DesignCost, requirePrevalence, requireTest } from './design-cost.js';

/**
 * Pools that are split when they are positive: [k, 1] is Dorfman's D2, [k, f, 1] is D3. A person is in pools
 * G1 ⊃ G2 ⊃ …; with G_j the last that truly holds a positive, the chance that the first s are tested positive is
 * Se1 … Se_j · (1 − Sp_{j+1}) … (1 − Sp_s).
 * @param tests one for each stage
 * @throws RangeError for sizes that do not fall to 1, another number of tests, or what is no chance
 */
export function hierarchicalCost(sizes: StageSizes, tests: readonly PoolTest[], p: number): DesignCost {
  requireStageSizes(sizes);
  requirePrevalence(p);
  tests.forEach(requireTest);
  if (tests.length !== sizes.length) throw new RangeError(`${tests.length} tests for ${sizes.length} stages`);
  const retests = sizes.length === 1 ? 1 : allPositive(sizes, tests, sizes.length - 1, 1 - p, 0);
  let perPerson = 0;
  sizes.forEach((size, stage) => (perPerson += allPositive(sizes, tests, stage, 1 - p, 0) / size));
  const sensitivities = tests.map(({ sensitivity }) => sensitivity);
  return {
    testsPerPerson: perPerson,
    retestsPerPerson: retests,
    poolingSensitivity: product(sensitivities.slice(0, -1)),
    sensitivity: product(sensitivities),
    specificity: 1 - allPositive(sizes, tests, sizes.length, 1 - p, 1),
  };
}

/** Chance that the pools of the first `stages` stages are tested positive; `negative` of their members surely are not. */
function allPositive(
  sizes: StageSizes,
  tests: readonly PoolTest[],
  stages: number,
  q: number,
  negative: 0 | 1,
) {
  let chance = 0;
  for (let last = 0; last <= stages; last += 1) {
    // G_last holds a positive and the next one does not; no pool is G_0, which holds one surely
    const nextIsFree = last === stages ? 1 : q ** ((sizes[last] ?? 0) - negative);
    const thisIsFree = last === 0 ? 0 : q ** ((sizes[last - 1] ?? 0) - negative);
    const outcomes = tests
      .slice(0, stages)
      .map(({ sensitivity, specificity }, stage) => (stage < last ? sensitivity : 1 - specificity));
    chance += (nextIsFree - thisIsFree) * product(outcomes);
  }
  return chance;
}

const product = (factors: readonly number[]): number => factors.reduce((all, factor) => all * factor, 1);
