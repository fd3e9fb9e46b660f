import { type Detection, detectionChance, type LoadDistribution } from './load-distribution.js';

/**
 * Of the positives that a single test can see, the share that a pool sees in spite of its dilution:
 * Pr(Ct + shift ≤ cut-off | seen singly). One number for all pools of a specimen: a low load fails in all of them.
 * @param shift cycles, from `dilutionShift`
 */
export function seenInPool(load: LoadDistribution, shift: number, detection: Detection): number {
  let [pooled, single] = [0, 0];
  load.share.forEach((share, bin) => {
    const ct = load.ct[bin] ?? 0;
    const alone = detectionChance(ct, detection);
    single += share * alone;
    // pool and single test are two measurements; a pool cannot see what is beyond a single test
    pooled += share * Math.min(alone, detectionChance(ct + shift, detection));
  });
  return single > 0 ? pooled / single : 0;
}

/** Se(k) of a pool's test: dilution times what the assay misses anyway. */
export const poolSensitivity = (
  load: LoadDistribution,
  shift: number,
  detection: Detection,
  assaySensitivity: number,
): number => assaySensitivity * seenInPool(load, shift, detection);
