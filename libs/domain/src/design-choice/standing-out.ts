import { chanceOfPositive, estimatePrevalence, type PoolCounts } from './estimate-prevalence.js';

/** Pools of one place, by size; positive ones are at least one of them where it may stand out. */
export type ComparedPools<Place> = { readonly place: Place; readonly counts: readonly PoolCounts[] };

/** Chance that all comparisons of a sweep together name a place that is like the others. */
const FALSE_ALARM = 0.05;
/** One positive pool is one finding, wherever it is. */
const LEAST_POSITIVE = 2;

/**
 * The places with more positive pools than their share: of all positive pools, each is expected at a place in
 * proportion to its pools, weighed by the chance that one of their size is positive (the comparison of Poisson counts
 * given their sum: Przyborowski and Wilenski 1940; too careful rather than too bold where many are positive). A place
 * stands out when the chance of so many or more is below 0.05 over the number of places (Bonferroni), so that of places
 * that are alike one is named falsely in one sweep of twenty.
 * @param all the pools of all places together, by size
 * @param compared how many places there are: `places` may lack some that cannot stand out
 */
export function placesThatStandOut<Place>(
  places: readonly ComparedPools<Place>[],
  all: readonly PoolCounts[],
  compared = places.length,
): Place[] {
  const least = FALSE_ALARM / Math.max(1, compared);
  const { estimate } = estimatePrevalence(all);
  const expected = (counts: readonly PoolCounts[]) =>
    counts.reduce((sum, { size, pools, test }) => sum + pools * chanceOfPositive(size, estimate, test), 0);
  const [positives, ofAll] = [sumOf(all), expected(all)];
  return places
    .filter(({ counts }) => {
      const seen = sumOf(counts);
      if (seen < LEAST_POSITIVE || !(ofAll > 0)) return false;
      return chanceOfAtLeast(seen, positives, Math.min(1, expected(counts) / ofAll)) < least;
    })
    .map(({ place }) => place);
}

/** Chance that of `all` at least `least` fall to a share (binomial). */
export function chanceOfAtLeast(least: number, all: number, share: number): number {
  if (share >= 1 || least <= 0) return 1;
  let below = 0;
  // as a logarithm: of thousands, none at all is less likely than a double can say
  let log = all * Math.log1p(-share);
  for (let n = 0; n < least; n += 1) {
    below += Math.exp(log);
    log += Math.log(((all - n) / (n + 1)) * (share / (1 - share)));
  }
  return Math.max(0, 1 - below);
}

const sumOf = (counts: readonly PoolCounts[]) => counts.reduce((sum, { positive }) => sum + positive, 0);
