import type { PoolTest } from '../pool-design/pool-design.js';
import { requireTest } from './design-cost.js';

/** Valid outcomes of pools of one size; failed pools are not among them. */
export type PoolCounts = {
  readonly size: number;
  readonly pools: number;
  readonly positive: number;
  readonly test: PoolTest;
};

/** Shares of people; `low` and `high` bound the 95 % likelihood interval. */
export type Prevalence = { readonly estimate: number; readonly low: number; readonly high: number };

/**
 * Pools of one size: p = 1 − ((Se − f)/(Se + Sp − 1))^(1/k), f the share of positive pools; 0 where f is below what
 * false positives make, 1 where it is above Se.
 */
export function prevalenceOfEqualPools({ size, pools, positive, test }: PoolCounts): number {
  const share = (test.sensitivity - positive / pools) / (test.sensitivity + test.specificity - 1);
  return 1 - Math.min(1, Math.max(0, share)) ** (1 / size);
}

/** Chance that a pool of so many people is tested positive at prevalence p. */
export const chanceOfPositive = (size: number, p: number, { sensitivity, specificity }: PoolTest): number =>
  sensitivity - (sensitivity + specificity - 1) * (1 - p) ** size;

/** Below it, by the Chinese rule, specimens may be pooled (DOMAIN 4): so low that how low exactly changes little. */
const LOW_PREVALENCE = 0.001;

/** Whether an interval is too wide to act on: bounds further apart than a factor of ten, and not low in any case. */
export const isTooFewToSay = ({ low, high }: Prevalence): boolean =>
  high > LOW_PREVALENCE && high > 10 * Math.max(low, 1e-6);

/** Half the 95 % point of χ² with one degree of freedom. */
const DROP = 1.920729410347062;

/**
 * The most likely prevalence of pools of any sizes, and the prevalences whose log likelihood is within 1.92 of it. No
 * pools tell nothing: 0 to 1.
 * @throws RangeError for counts that are none, or a test that tells nothing (Se + Sp ≤ 1)
 */
export function estimatePrevalence(counts: readonly PoolCounts[]): Prevalence {
  counts.forEach(requireCounts);
  const used = counts.filter(({ pools }) => pools > 0);
  if (used.length === 0) return { estimate: 0, low: 0, high: 1 };
  const likelihood = (p: number) => logLikelihood(used, p);
  const [first, ...others] = used;
  const equal = others.length === 0 ? first : undefined;
  const estimate = equal ? prevalenceOfEqualPools(equal) : mostLikely(likelihood);
  const least = likelihood(estimate) - DROP;
  const isIn = (p: number) => likelihood(p) >= least;
  return {
    estimate,
    low: isIn(0) ? 0 : edge(isIn, estimate, 0),
    high: isIn(1) ? 1 : edge(isIn, estimate, 1),
  };
}

function requireCounts({ size, pools, positive, test }: PoolCounts): void {
  requireTest(test);
  const isCount = (value: number) => Number.isInteger(value) && value >= 0;
  if (!isCount(size) || size < 1 || !isCount(pools) || !isCount(positive) || positive > pools)
    throw new RangeError(`${positive} of ${pools} pools of ${size}`);
  if (test.sensitivity + test.specificity <= 1) throw new RangeError('a test that tells nothing');
}

function logLikelihood(counts: readonly PoolCounts[], p: number): number {
  let sum = 0;
  for (const { size, pools, positive, test } of counts) {
    const chance = chanceOfPositive(size, p, test);
    if (positive > 0) sum += positive * Math.log(chance);
    if (positive < pools) sum += (pools - positive) * Math.log1p(-chance);
  }
  return Number.isNaN(sum) ? Number.NEGATIVE_INFINITY : sum;
}

/** The best of a grid that is even in log p, then thirds of the cells beside it. */
function mostLikely(likelihood: (p: number) => number): number {
  const grid = [0, ...Array.from({ length: 400 }, (_, i) => 10 ** (-8 + (8 * i) / 399))];
  let best = 0;
  grid.forEach((p, i) => {
    if (likelihood(p) > likelihood(grid[best] ?? 0)) best = i;
  });
  let [low, high] = [grid[best - 1] ?? 0, grid[best + 1] ?? 1];
  for (let step = 0; step < 200 && high - low > 1e-14; step += 1) {
    const [one, other] = [low + (high - low) / 3, high - (high - low) / 3];
    if (likelihood(one) < likelihood(other)) low = one;
    else high = other;
  }
  const inner = (low + high) / 2;
  return likelihood(grid[best] ?? 0) >= likelihood(inner) ? (grid[best] ?? 0) : inner;
}

/** Where `isIn` ends between a value inside and one outside. */
function edge(isIn: (p: number) => boolean, inside: number, outside: number): number {
  let [within, beyond] = [inside, outside];
  for (let step = 0; step < 100; step += 1) {
    const middle = (within + beyond) / 2;
    if (isIn(middle)) within = middle;
    else beyond = middle;
  }
  return within;
}
