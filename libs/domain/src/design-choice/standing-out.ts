import { chanceOfPositive, estimatePrevalence, type PoolCounts } from './estimate-prevalence.js';

/** Pools of one place, by size; positive ones are at least one of them where it may stand out. */
export type ComparedPools<Place> = { readonly place: Place; readonly counts: readonly PoolCounts[] };

/** Chance that all comparisons of a sweep together name a place that is like the others. */
const FALSE_ALARM = 0.05;
/** A place with so large a share of all positive pools is compared with the others alone, not with itself among them. */
const LARGE_SHARE = 0.02;
/** One positive pool is one finding, wherever it is. */
const LEAST_POSITIVE = 2;

/**
 * The places with more positive pools than the prevalence of all explains: the chance of so many or more is below
 * 0.05 over the number of places that were compared (Bonferroni), so that of thousands of like places one is named
 * falsely in one sweep of twenty.
 * @param all the pools of all places together, by size
 * @param compared how many places there are: `places` may lack some that cannot stand out
 */
export function placesThatStandOut<Place>(
  places: readonly ComparedPools<Place>[],
  all: readonly PoolCounts[],
  compared = places.length,
): Place[] {
  const least = FALSE_ALARM / Math.max(1, compared);
  const ofAll = estimatePrevalence(all).estimate;
  const positives = sumOf(all);
  return places
    .filter(({ counts }) => {
      const seen = sumOf(counts);
      if (seen < LEAST_POSITIVE) return false;
      const isLarge = seen > LARGE_SHARE * positives;
      const p = isLarge ? estimatePrevalence(without(all, counts)).estimate : ofAll;
      return chanceOfAtLeast(counts, seen, p) < least;
    })
    .map(({ place }) => place);
}

/** Chance of at least `positive` positive pools at prevalence p, pools of several sizes (Poisson binomial, exact). */
export function chanceOfAtLeast(counts: readonly PoolCounts[], positive: number, p: number): number {
  // chances of 0 … positive − 1 so far; what is more is not followed
  const chances = new Float64Array(positive);
  if (positive > 0) chances[0] = 1;
  for (const { size, pools, test } of counts) {
    const hit = chanceOfPositive(size, p, test);
    for (let pool = 0; pool < pools; pool += 1)
      for (let n = positive - 1; n >= 0; n -= 1)
        chances[n] = (chances[n] ?? 0) * (1 - hit) + (n > 0 ? (chances[n - 1] ?? 0) * hit : 0);
  }
  return Math.max(0, 1 - chances.reduce((sum, chance) => sum + chance, 0));
}

const sumOf = (counts: readonly PoolCounts[]) => counts.reduce((sum, { positive }) => sum + positive, 0);

function without(all: readonly PoolCounts[], some: readonly PoolCounts[]): PoolCounts[] {
  return all.map((one) => {
    const own = some.find(({ size }) => size === one.size);
    return {
      ...one,
      pools: one.pools - (own?.pools ?? 0),
      positive: one.positive - (own?.positive ?? 0),
    };
  });
}
