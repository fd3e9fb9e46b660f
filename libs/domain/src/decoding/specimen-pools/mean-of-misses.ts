/** Chances this near count as one: equal specimens stay equal whatever the order in which they were summed. */
const EQUAL = 1 + 1e-9;

/**
 * τN of a batch when the laboratory limits its expected misses as a mean: the largest chance up to which the mean over all that would be
 * called negative is at most `most`. It is never above `ceiling` (the least prior), so that nobody is called negative who is likelier
 * positive than before, and never below `most`, which is allowed to everybody. Specimens of equal chance are taken together.
 * @param eligible specimens with enough valid negative pools
 */
export function limitOfMean(
  posterior: Float64Array,
  eligible: readonly number[],
  most: number,
  ceiling: number,
): number {
  const chances = eligible
    .map((i) => posterior[i]!)
    .filter((pi) => pi <= ceiling)
    .sort((a, b) => a - b);
  let limit = most;
  let sum = 0;
  for (let k = 0; k < chances.length; k += 1) {
    sum += chances[k]!;
    const last = k + 1 === chances.length || chances[k + 1]! > chances[k]! * EQUAL;
    if (!last) continue;
    if (sum > most * (k + 1)) break;
    limit = Math.max(limit, chances[k]!);
  }
  return limit;
}
