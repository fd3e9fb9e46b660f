/** P(reading | j positives in the pool), j = 0 … members: dilution by the exact number of positives. */
export type CountLikelihood = ArrayLike<number>;
/** A pool of persons 0 … n − 1 as a bit mask, and its reading. */
export type LatticePool = { readonly members: number; readonly likelihood: CountLikelihood };

/**
 * The exact posterior over all 2^n sets of positives, n ≤ 16, for pools in any arrangement, halving among them.
 * @returns posteriors and ln P(readings); −Infinity and zeros when the readings are impossible
 * @throws RangeError when there are more than 16 persons or a likelihood is too short
 */
export function latticePosterior(
  priors: ArrayLike<number>,
  pools: readonly LatticePool[],
): { marginals: Float64Array; logEvidence: number } {
  const n = priors.length;
  if (n > 16) throw new RangeError(`${n} persons in a lattice`);
  const size = 2 ** n;
  const weight = new Float64Array(size);
  weight[0] = 1;
  for (let i = 0; i < n; i += 1) {
    const p = priors[i]!;
    if (!(p >= 0 && p <= 1)) throw new RangeError('a prior is not in [0, 1]');
    for (let set = 0; set < 2 ** i; set += 1) {
      weight[set | (1 << i)] = weight[set]! * p;
      weight[set]! *= 1 - p;
    }
  }
  const ones = new Uint8Array(size);
  for (let set = 1; set < size; set += 1) ones[set] = ones[set & (set - 1)]! + 1;
  for (const { members, likelihood } of pools) {
    if (members < 0 || members >= size || likelihood.length <= ones[members]!)
      throw new RangeError('a pool of the lattice names too few likelihoods or other persons');
    for (let set = 0; set < size; set += 1) weight[set]! *= likelihood[ones[set & members]!]!;
  }
  const marginals = new Float64Array(n);
  let total = 0;
  for (let set = 0; set < size; set += 1) {
    const w = weight[set]!;
    if (w === 0) continue;
    total += w;
    for (let i = 0; i < n; i += 1) if ((set & (1 << i)) !== 0) marginals[i]! += w;
  }
  if (!(total > 0)) return { marginals: marginals.fill(0), logEvidence: -Infinity };
  for (let i = 0; i < n; i += 1) marginals[i]! /= total;
  return { marginals, logEvidence: Math.log(total) };
}
