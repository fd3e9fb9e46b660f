import type { Explanation } from '../explanations/list-explanations.js';
import type { FindApart } from './compare-pools.js';
import type { WeighByCt, WeighedExplanation } from './weigh-explanation.js';

/** Explanations of a batch after their Ct values were weighed. */
export type WeighedBatch = {
  readonly marginals: Float64Array;
  /** posterior share, before Ct, of the explanations that were weighed */
  readonly weighedShare: number;
  readonly best: readonly number[];
  readonly ofBest: WeighedExplanation;
  /** pools that do not fit the best one, or the one that outcomes alone leave no doubt about: whose Ct disagree may be no best one any more */
  readonly inconsistent: readonly number[];
};

/** By this much ln the best explanation is beyond doubt: those within a factor of 100 are tied. */
const BEYOND_DOUBT = Math.log(100);
/**
 * Where less of the posterior was listed, the best explanation is more likely than not another one, and Ct that do not fit it tell of that,
 * not of pools: of sound batches on 3⁴ with as many positives as pools can tell apart and more, 17 % would be told.
 */
const LEAST_SHARE = 0.5;

/**
 * Moves the posterior among the listed explanations by their Ct factors. An explanation that is not listed is taken to fit the Ct as
 * well as the listed ones do on average, so that the listed keep their share M of the whole and only divide it anew:
 * π'_i = π_i + M (P(i | listed, Ct) − P(i | listed)). Specimens that no listed explanation holds keep their posterior.
 */
export function weighBatch(
  marginals: Float64Array,
  logEvidence: number,
  listed: readonly Explanation[],
  weigh: WeighByCt,
  findApart: FindApart,
): WeighedBatch {
  const weighed = listed.map(({ specimens }) => weigh(specimens));
  const first = listed[0];
  if (!first) return { marginals, weighedShare: 0, best: [], ofBest: weigh([]), inconsistent: [] };
  const highest = Math.max(...listed.map(({ log }, k) => log + weighed[k]!.logFactor));
  let [before, after, bestAt] = [0, 0, 0];
  const shift = new Map<number, { before: number; after: number }>();
  listed.forEach(({ specimens, log }, k) => {
    const plain = Math.exp(log - first.log);
    const withCt = Math.exp(log + weighed[k]!.logFactor - highest);
    before += plain;
    after += withCt;
    if (log + weighed[k]!.logFactor > listed[bestAt]!.log + weighed[bestAt]!.logFactor) bestAt = k;
    for (const i of specimens) {
      const sums = shift.get(i) ?? { before: 0, after: 0 };
      shift.set(i, { before: sums.before + plain, after: sums.after + withCt });
    }
  });
  const isSure = listed.every(({ log }, k) => k === 0 || first.log - log > BEYOND_DOUBT);
  const weighedShare = Math.min(1, before * Math.exp(first.log - logEvidence));
  const judged = weighedShare < LEAST_SHARE ? [] : isSure && bestAt !== 0 ? [bestAt, 0] : [bestAt];
  const moved = Float64Array.from(marginals);
  for (const [i, sums] of shift) {
    const by = weighedShare * (sums.after / after - sums.before / before);
    moved[i] = Math.min(1, Math.max(0, marginals[i]! + by));
  }
  return {
    marginals: moved,
    weighedShare,
    best: listed[bestAt]!.specimens,
    ofBest: weighed[bestAt]!,
    inconsistent: findApart(judged.map((k) => listed[k]!.specimens)),
  };
}
