import { expectedOutcomes } from './retested-pools.js';

/** Valid pools of one size, and what became of the positive ones. */
export type RetestedPools = {
  readonly size: number;
  readonly pools: number;
  readonly positive: number;
  /** positive pools all of whose members were tested singly, every test valid: none positive, or some */
  readonly allNegative: number;
  readonly somePositive: number;
  /** sensitivity of the pool's test, dilution included */
  readonly sensitivity: number;
};

/** Specificity of a test, with its 95 % credible interval. */
export type OwnSpecificity = { readonly estimate: number; readonly low: number; readonly high: number };

/** Fewer pools than this bound the share of false alarms no closer than 0.25 %: the kit's statement is better. */
const ENOUGH_POOLS = 1000;
/** Of fewer retested pools than this, when there are more positive ones, the mix is not known. */
const ENOUGH_RETESTED = 30;

/**
 * The specificity of a laboratory's test, learnt from its positive pools of several people: one all of whose members
 * are negative singly was a false alarm, or held a positive that the single test missed. How many of the latter there
 * are follows from the stated sensitivity of the single test and from the prevalence, which is learnt with it (its most
 * likely value for each specificity). One chance of a false alarm holds for pools and single tests: it is one assay.
 *
 * Prior of that chance: Jeffreys', Beta(½, ½), which says next to nothing (Brown, Cai and DasGupta 2001: intervals of
 * shares near 0 cover as they should); like theirs, the interval begins at no false alarms where none explain the counts
 * best. The kit's own word is no part of it: it holds until this says something (null).
 * Positive pools whose retests are not all there or valid are as the others are, as far as is known.
 * @param single sensitivity of the single test
 * @throws RangeError for counts that are none
 */
export function learnSpecificity(
  counts: readonly RetestedPools[],
  single: { readonly sensitivity: number },
): OwnSpecificity | null {
  counts.forEach(requireRetested);
  const used = counts.filter(({ size, pools }) => size >= 2 && pools > 0);
  if (!isEnough(used)) return null;
  // in the logarithm of the chance of a false alarm, where its posterior has one peak
  const density = (u: number) =>
    mostLikelyAt(used, single.sensitivity, Math.exp(u)) + 0.5 * u + 0.5 * Math.log1p(-Math.exp(u));
  const { u: peak, value: top } = peakOf(density, LEAST, MOST);
  const isIn = (u: number) => density(u) > top - 18;
  const [from, to] = [edgeOf(isIn, peak, LEAST), edgeOf(isIn, peak, MOST)];
  const nodes = Array.from({ length: NODES }, (_, i) => from + ((i + 0.5) * (to - from)) / NODES);
  const weights = nodes.map((u) => Math.exp(density(u) - top));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = nodes.reduce((sum, u, i) => sum + Math.exp(u) * (weights[i] ?? 0), 0) / total;
  const quantile = (share: number) => {
    let below = 0;
    const at = weights.findIndex((weight) => (below += weight) >= share * total);
    return Math.exp(nodes[at] ?? to);
  };
  const none = mostLikelyAt(used, single.sensitivity, Math.exp(LEAST));
  const isNoneBest = none >= mostLikelyAt(used, single.sensitivity, mean);
  return { estimate: 1 - mean, low: 1 - quantile(0.975), high: isNoneBest ? 1 : 1 - quantile(0.025) };
}

const [LEAST, MOST] = [Math.log(1e-10), Math.log(0.5)];
const NODES = 240;

function isEnough(used: readonly RetestedPools[]): boolean {
  const sum = (of: (one: RetestedPools) => number) => used.reduce((all, one) => all + of(one), 0);
  const [pools, positive] = [sum((one) => one.pools), sum((one) => one.positive)];
  const retested = sum((one) => one.allNegative + one.somePositive);
  const share = positive === 0 ? 1 : retested / positive;
  return pools * share >= ENOUGH_POOLS && retested >= Math.min(positive, ENOUGH_RETESTED);
}

/** The log likelihood of a chance of false alarms, at the prevalence that explains the counts best with it. */
function mostLikelyAt(used: readonly RetestedPools[], sensitivity: number, falseAlarm: number): number {
  const likelihood = (u: number) => {
    let sum = 0;
    for (const one of used) {
      const at = expectedOutcomes(one, Math.exp(u), falseAlarm, sensitivity);
      sum += times(one.allNegative, at.allNegative) + times(one.somePositive, at.somePositive);
      const unknown = one.positive - one.allNegative - one.somePositive;
      sum += times(unknown, at.allNegative + at.somePositive);
      sum += (one.pools - one.positive) * Math.log1p(-at.allNegative - at.somePositive);
    }
    return sum;
  };
  return peakOf(likelihood, LEAST, MOST).value;
}

const times = (count: number, chance: number) => (count === 0 ? 0 : count * Math.log(chance));

/** The highest point of a function with one peak: the best of a grid, then by golden sections. */
function peakOf(of: (u: number) => number, from: number, to: number): { u: number; value: number } {
  const step = (to - from) / 24;
  let [best, value] = [from, of(from)];
  for (let i = 1; i <= 24; i += 1) {
    const there = of(from + i * step);
    if (there > value) [best, value] = [from + i * step, there];
  }
  let [low, high] = [Math.max(from, best - step), Math.min(to, best + step)];
  const golden = (Math.sqrt(5) - 1) / 2;
  let [a, b] = [high - golden * (high - low), low + golden * (high - low)];
  let [atA, atB] = [of(a), of(b)];
  while (high - low > 1e-5) {
    if (atA >= atB) [high, b, atB, a] = [b, a, atA, a - golden * (b - low) + golden * 0];
    else [low, a, atA, b] = [a, b, atB, b];
  }
  return { u: best, value };
}
