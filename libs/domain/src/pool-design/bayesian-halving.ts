/**
 * Bayesian halving: the pool that is most nearly as likely to hold a positive as not, the test from which most is
 * learnt when tests seldom err. Of equal pools the smaller one is taken, then the one of the lowest specimens.
 *
 * @param posterior chance of each set of positives; index: bit i stands for specimen i. 2^n values, n from 1 to 16,
 *   of any common scale
 * @param largestPool no pool gets more members than this (the validated size)
 * @returns members of the pool, ascending
 * @throws RangeError when the length is not such a power, or a value is negative, not a number, or all are 0
 */
export function chooseHalvingPool(posterior: Float64Array, largestPool: number): number[] {
  const specimens = Math.log2(posterior.length);
  if (!Number.isInteger(specimens) || specimens < 1 || specimens > 16)
    throw new RangeError(`halving: ${posterior.length} sets`);
  if (!Number.isInteger(largestPool) || largestPool < 1)
    throw new RangeError(`halving: pools of ${largestPool}`);
  const total = posterior.reduce((sum, chance) => sum + (chance >= 0 ? chance : Number.NaN), 0);
  if (!(total > 0)) throw new RangeError('halving: a posterior that is none');
  const within = sumsOverSubsets(posterior, specimens);
  const all = posterior.length - 1;
  let best = { far: Number.POSITIVE_INFINITY, size: 0, pool: 0 };
  for (let pool = 1; pool <= all; pool += 1) {
    const size = bits(pool);
    if (size > largestPool) continue;
    // all members negative: the positives are within the others
    const far = Math.abs((within[all ^ pool] ?? 0) / total - 0.5);
    if (far < best.far - 1e-12 || (far < best.far + 1e-12 && size < best.size)) best = { far, size, pool };
  }
  return Array.from({ length: specimens }, (_, i) => i).filter((i) => (best.pool >> i) & 1);
}

/** For every set the sum of the values of its subsets, in n·2^n additions. */
function sumsOverSubsets(values: Float64Array, bitCount: number): Float64Array {
  const sums = Float64Array.from(values);
  for (let bit = 1; bit < 1 << bitCount; bit <<= 1)
    for (let set = 0; set < sums.length; set += 1)
      if (set & bit) sums[set] = (sums[set] ?? 0) + (sums[set ^ bit] ?? 0);
  return sums;
}

function bits(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}
