import {
  arrayCost,
  builtInDesign,
  type BuiltInDesignId,
  compCost,
  type DesignCost,
  hierarchicalCost,
  type PoolTest,
} from '#lis/domain';

// Costs with one test for all pools and single tests, as the papers have them.
export const test = (sensitivity: number, specificity: number): PoolTest => ({ sensitivity, specificity });
/** Noise levels of the published comparisons: none, and Se 0.95 with Sp 0.99. */
export const N0 = test(1, 1);
export const N1 = test(0.95, 0.99);

export const stages = (sizes: readonly number[], p: number, t = N0): DesignCost =>
  hierarchicalCost(
    sizes,
    sizes.map(() => t),
    p,
  );
export const square = (side: number, p: number, t = N0, master = false): DesignCost =>
  arrayCost(side, side, { row: t, column: t, retest: t, ...(master ? { master: t } : {}) }, p);
export const comp = (id: BuiltInDesignId, p: number, t = N0, tolerance = 0): DesignCost =>
  compCost(builtInDesign(id), { pool: () => t, retest: t, tolerance }, p);

/** The size of Dorfman pools, up to 60, that is cheapest at p with tests that never err. */
export function bestDorfman(p: number): { size: number; testsPerPerson: number } {
  let best = { size: 2, testsPerPerson: Infinity };
  for (let size = 2; size <= 60; size += 1) {
    const { testsPerPerson } = stages([size, 1], p);
    if (testsPerPerson < best.testsPerPerson) best = { size, testsPerPerson };
  }
  return best;
}
