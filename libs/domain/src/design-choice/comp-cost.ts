import type { PoolDesign, PoolTest } from '../pool-design/pool-design.js';
import { type CompProfile, compProfiles } from './comp-profile.js';
import { type DesignCost, requirePrevalence, requireTest } from './design-cost.js';

export type CompTests = {
  /** of a pool with so many members; the master pool's is asked too */
  readonly pool: (size: number) => PoolTest;
  readonly retest: PoolTest;
  /** e: a specimen with at most so many negative pools is retested */
  readonly tolerance: number;
};

/**
 * Any design in one round, COMP(e) and single retests of its candidates, after a master pool if the design has one.
 * For a set S of a negative's pools with J = Se + Sp − 1,
 * Pr(all of S tested negative) = Σ over V ⊆ S of J^|V| (1 − Se)^(|S| − |V|) q^(|U_V| − 1), U_V the union of V; the
 * number of negative pools follows by inclusion and exclusion. Errors of the pools of one specimen are taken as
 * independent; misses that come from a low load in all of them belong into a factor of the caller's.
 */
export function compCost(design: PoolDesign, tests: CompTests, p: number): DesignCost {
  requirePrevalence(p);
  requireTest(tests.retest);
  if (!Number.isInteger(tests.tolerance) || tests.tolerance < 0)
    throw new RangeError(`tolerance ${tests.tolerance}`);
  const people = design.specimens;
  const q = 1 - p;
  const master = design.hasMaster ? tests.pool(people) : { sensitivity: 1, specificity: 0 };
  if (design.hasMaster) requireTest(master);
  const free = q ** people;
  let [found, falsely, falselyWhenFree] = [0, 0, 0];
  for (const profile of compProfiles(design)) {
    const share = profile.specimens / people;
    const pools = profile.poolSizes.map((size) => tests.pool(size));
    pools.forEach(requireTest);
    const misses = pools.map(({ sensitivity }) => 1 - sensitivity);
    found += share * atMost(misses, tests.tolerance);
    falsely += share * retestOfNegative(profile, pools, tests.tolerance, q);
    const negatives = pools.map(({ specificity }) => specificity);
    falselyWhenFree += share * atMost(negatives, tests.tolerance);
  }
  const youden = master.sensitivity + master.specificity - 1;
  const gated = master.sensitivity * falsely - youden * (p === 1 ? 0 : free / q) * falselyWhenFree;
  const poolingSensitivity = master.sensitivity * found;
  const retests = p * poolingSensitivity + q * gated;
  const secondRound = (master.sensitivity - youden * free) * (design.pools / people);
  return {
    testsPerPerson: (design.hasMaster ? 1 / people : 0) + secondRound + retests,
    retestsPerPerson: retests,
    poolingSensitivity,
    sensitivity: poolingSensitivity * tests.retest.sensitivity,
    specificity: 1 - (1 - tests.retest.specificity) * gated,
  };
}

/** Chance that a negative has at most e negative pools. */
function retestOfNegative({ unions }: CompProfile, pools: readonly PoolTest[], tolerance: number, q: number) {
  // sums[k]: over all sets of k pools, the chance that all of them are tested negative
  const sums = Array.from({ length: pools.length + 1 }, () => 0);
  for (let set = 0; set < unions.length; set += 1) {
    let chance = 0;
    for (let truly = set; ; truly = (truly - 1) & set) {
      let term = truly === 0 ? 1 : q ** ((unions[truly] ?? 0) - 1);
      pools.forEach(({ sensitivity, specificity }, i) => {
        if ((truly >> i) & 1) term *= sensitivity + specificity - 1;
        else if ((set >> i) & 1) term *= 1 - sensitivity;
      });
      chance += term;
      if (truly === 0) break;
    }
    const size = pools.filter((_, i) => (set >> i) & 1).length;
    sums[size] = (sums[size] ?? 0) + chance;
  }
  let total = 0;
  for (let exactly = 0; exactly <= Math.min(tolerance, pools.length); exactly += 1)
    sums.forEach((sum, k) => {
      if (k >= exactly) total += ((k - exactly) % 2 === 0 ? 1 : -1) * choose(k, exactly) * sum;
    });
  return Math.max(0, total);
}

/** Chance that at most `limit` of independent events happen. */
function atMost(chances: readonly number[], limit: number): number {
  let counts = [1];
  for (const chance of chances)
    counts = [...counts, 0].map((_, j) => (counts[j] ?? 0) * (1 - chance) + (counts[j - 1] ?? 0) * chance);
  return counts.slice(0, limit + 1).reduce((sum, count) => sum + count, 0);
}

function choose(n: number, k: number): number {
  let result = 1;
  for (let i = 0; i < k; i += 1) result = (result * (n - i)) / (i + 1);
  return result;
}
