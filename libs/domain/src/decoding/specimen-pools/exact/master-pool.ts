/**
 * Adds the reading of a pool of all specimens to posteriors that were made without it. It tells only "nobody" from "somebody":
 * P(i | readings, master) = π_i l1 / (l1 (1 − π∅) + l0 π∅), π∅ = P(nobody | readings).
 * @returns what ln P(readings) grows by; −Infinity when the reading is impossible
 */
export function addMasterPool(
  marginals: Float64Array,
  nobody: number,
  ifClear: number,
  ifPositive: number,
): number {
  const total = ifPositive * (1 - nobody) + ifClear * nobody;
  if (!(total > 0)) return -Infinity;
  for (let i = 0; i < marginals.length; i += 1)
    marginals[i] = Math.min(1, (marginals[i]! * ifPositive) / total);
  return Math.log(total);
}
