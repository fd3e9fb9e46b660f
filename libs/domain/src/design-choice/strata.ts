/** Pools of one laboratory in one stratum (a site, a day, a size), and of all laboratories in it. */
export type Stratum = {
  readonly pools: number;
  readonly positive: number;
  readonly allPools: number;
  readonly allPositive: number;
};

/** `weights[i]` is the chance of `from + i`, up to a factor. */
type Distribution = { readonly from: number; readonly weights: Float64Array };

/** Smaller than this beside the greatest: no sum of a million of them would be seen. */
const NEGLIGIBLE = 1e-18;

/**
 * How many positive pools a laboratory had, how many its share would be, and the chances of so many or more, and of so
 * few or fewer, if in every stratum all pools were alike: the exact conditional test of strata (Birch 1964, on the
 * statistic of Mantel and Haenszel 1959). In a stratum the laboratory's positives are hypergeometric, given how many
 * pools it and all have and how many are positive; the sum of the strata is convolved. A stratum with one laboratory,
 * or without a positive pool, tells nothing.
 * @throws RangeError for counts that are none
 */
export function chanceAmongStrata(strata: readonly Stratum[]): {
  seen: number;
  expected: number;
  orMore: number;
  orFewer: number;
} {
  let sum: Distribution = { from: 0, weights: Float64Array.of(1) };
  let [seen, expected] = [0, 0];
  for (const stratum of strata) {
    requireStratum(stratum);
    const { pools, positive, allPools, allPositive } = stratum;
    if (pools === allPools || pools === 0 || allPositive === 0) continue;
    sum = added(sum, hypergeometric(pools, allPools, allPositive));
    seen += positive;
    expected += (pools * allPositive) / allPools;
  }
  let [total, more, fewer] = [0, 0, 0];
  sum.weights.forEach((weight, i) => {
    total += weight;
    if (sum.from + i >= seen) more += weight;
    if (sum.from + i <= seen) fewer += weight;
  });
  return { seen, expected, orMore: Math.min(1, more / total), orFewer: Math.min(1, fewer / total) };
}

/** Of `allPools` of which `allPositive` are positive, how many positives fall to `pools` drawn of them. */
function hypergeometric(pools: number, allPools: number, allPositive: number): Distribution {
  const least = Math.max(0, pools + allPositive - allPools);
  const most = Math.min(pools, allPositive);
  const likeliest = Math.floor(((pools + 1) * (allPositive + 1)) / (allPools + 2));
  const middle = Math.min(most, Math.max(least, likeliest));
  const up: number[] = [];
  for (let [n, weight] = [middle, 1]; n < most && weight > NEGLIGIBLE; n += 1) {
    weight *= ((allPositive - n) * (pools - n)) / ((n + 1) * (allPools - allPositive - pools + n + 1));
    up.push(weight);
  }
  const down: number[] = [];
  for (let [n, weight] = [middle, 1]; n > least && weight > NEGLIGIBLE; n -= 1) {
    weight *= (n * (allPools - allPositive - pools + n)) / ((allPositive - n + 1) * (pools - n + 1));
    down.push(weight);
  }
  return { from: middle - down.length, weights: Float64Array.from([...down.toReversed(), 1, ...up]) };
}

/** The sum of two independent counts, its negligible ends cut off and its greatest weight 1. */
function added(one: Distribution, other: Distribution): Distribution {
  // plain loops: a sweep has tens of thousands of strata
  const weights = new Float64Array(one.weights.length + other.weights.length - 1);
  let greatest = 0;
  for (let i = 0; i < one.weights.length; i += 1) {
    const weight = one.weights[i] ?? 0;
    for (let j = 0; j < other.weights.length; j += 1)
      weights[i + j] = (weights[i + j] ?? 0) + weight * (other.weights[j] ?? 0);
  }
  for (const weight of weights) if (weight > greatest) greatest = weight;
  let [first, end] = [0, weights.length];
  while ((weights[first] ?? 0) <= greatest * NEGLIGIBLE) first += 1;
  while ((weights[end - 1] ?? 0) <= greatest * NEGLIGIBLE) end -= 1;
  const kept = weights.subarray(first, end);
  for (let i = 0; i < kept.length; i += 1) kept[i] = (kept[i] ?? 0) / greatest;
  return { from: one.from + other.from + first, weights: kept };
}

function requireStratum({ pools, positive, allPools, allPositive }: Stratum): void {
  const counts = [pools, positive, allPools, allPositive];
  const isPossible =
    counts.every((count) => Number.isInteger(count) && count >= 0) &&
    positive <= Math.min(pools, allPositive) &&
    pools <= allPools &&
    allPositive <= allPools;
  if (!isPossible) throw new RangeError(`a stratum of ${counts.join(', ')}`);
}
