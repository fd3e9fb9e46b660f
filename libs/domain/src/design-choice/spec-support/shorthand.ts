import type { PoolDesign, PoolTest } from '../../pool-design/pool-design.js';
import { arrayCost } from '../array-cost.js';
import { compCost } from '../comp-cost.js';
import type { DesignCost } from '../design-cost.js';
import { hierarchicalCost } from '../hierarchical-cost.js';

// Costs with one test for all stages, as the formulas of specs are written.

export const test = (sensitivity: number, specificity: number): PoolTest => ({ sensitivity, specificity });

export const perfect = test(1, 1);

export const dorfman = (k: number, p: number, t = perfect): DesignCost => hierarchicalCost([k, 1], [t, t], p);

export const stages = (sizes: number[], p: number, t = perfect): DesignCost =>
  hierarchicalCost(
    sizes,
    sizes.map(() => t),
    p,
  );

export const square = (side: number, p: number, t = perfect, master = false): DesignCost =>
  arrayCost(side, side, { row: t, column: t, retest: t, ...(master ? { master: t } : {}) }, p);

export const comp = (design: PoolDesign, p: number, t = perfect, tolerance = 0): DesignCost =>
  compCost(design, { pool: () => t, retest: t, tolerance }, p);
