/** P(reading | j positives in the pool), j = 0 … members: dilution by the exact number of positives. */
export type CountLikelihood = ArrayLike<number>;
/** A pool of persons 0 … n − 1 as a bit mask, and its reading. */
export type LatticePool = { readonly members: number; readonly likelihood: CountLikelihood };

/**
 * P(exactly this set is positive) for all 2^n sets; bit i of the index stands for person i.
 * @throws RangeError when there are more than 16 persons or a prior is none
 */
export function priorLattice(priors: ArrayLike<number>): Float64Array {
  const n = priors.length;
  if (n > 16) throw new RangeError(`${n} persons in a lattice`);
  const weight = new Float64Array(2 ** n);
  weight[0] = 1;
  for (let i = 0; i < n; i += 1) {
    const p = priors[i]!;
    if (!(p >= 0 && p <= 1)) throw new RangeError('a prior is not in [0, 1]');
    for (let set = 0; set < 2 ** i; set += 1) {
      weight[set | (1 << i)] = weight[set]! * p;
      weight[set]! *= 1 - p;
    }
  }
  return weight;
}

/**
 * Multiplies the sets by the likelihood of one pool's reading, in place.
 * @returns what is left: P(reading) when the sets added up to 1
 * @throws RangeError when a likelihood is too short or a member is nobody of the lattice
 */
export function readPool(weight: Float64Array, { members, likelihood }: LatticePool): number {
  const size = weight.length;
  const positives = new Uint8Array(size);
  for (let set = 1; set < size; set += 1) positives[set] = positives[set & (set - 1)]! + 1;
  if (members < 0 || members >= size || likelihood.length <= positives[members]!)
    throw new RangeError('a pool of the lattice names too few likelihoods or other persons');
  let total = 0;
  for (let set = 0; set < size; set += 1) {
    weight[set]! *= likelihood[positives[set & members]!]!;
    total += weight[set]!;
  }
  return total;
}

/** Each person's chance, from sets on any common scale; zeros when every set is impossible. */
export function marginalsOfLattice(weight: Float64Array): { marginals: Float64Array; total: number } {
  const n = Math.log2(weight.length);
  const marginals = new Float64Array(n);
  let total = 0;
  for (let set = 0; set < weight.length; set += 1) {
    const w = weight[set]!;
    if (w === 0) continue;
    total += w;
    for (let i = 0; i < n; i += 1) if ((set & (1 << i)) !== 0) marginals[i]! += w;
  }
  if (!(total > 0)) return { marginals: marginals.fill(0), total: 0 };
  for (let i = 0; i < n; i += 1) marginals[i]! /= total;
  return { marginals, total };
}

/**
 * The exact posterior over all 2^n sets of positives, n ≤ 16, for pools in any arrangement, halving among them.
 * @returns posteriors and ln P(readings); −Infinity and zeros when the readings are impossible
 * @throws RangeError when there are more than 16 persons or a likelihood is too short
 */
export function latticePosterior(
  priors: ArrayLike<number>,
  pools: readonly LatticePool[],
): { marginals: Float64Array; logEvidence: number } {
  const weight = priorLattice(priors);
  for (const pool of pools) readPool(weight, pool);
  const { marginals, total } = marginalsOfLattice(weight);
  return { marginals, logEvidence: total > 0 ? Math.log(total) : -Infinity };
}
