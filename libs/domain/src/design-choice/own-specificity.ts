import { edgeOf, peakOf } from './one-peak.js';
import { logLikelihoodOf, requireRetested, type RetestedPools } from './retested-pools.js';

/** Specificity of a test, with its 95 % credible interval. */
export type OwnSpecificity = { readonly estimate: number; readonly low: number; readonly high: number };

/** Fewer pools than this bound the share of false alarms no closer than 0.25 %: the kit's statement is better. */
const ENOUGH_POOLS = 1000;
/** Of fewer retested pools than this, where more are positive, nobody can say how many are false. */
const ENOUGH_RETESTED = 30;
/** Bounds of the logarithm of a chance: of a false alarm, and of carrying it. */
const [LEAST, MOST] = [Math.log(1e-10), Math.log(0.5)];
/** Chances at which the posterior is summed up; e^-18 of its peak is left out at either side. */
const NODES = 120;
const LEFT_OUT = 18;

/**
 * The specificity of a laboratory's test, learnt from its positive pools of several people: one all of whose members
 * are negative singly was a false alarm, or held a positive whom the single test missed. How many are of the second kind
 * follows from the sensitivity of the single test and from the prevalence, which is learnt at once (for each specificity
 * the one that explains the counts best). Positive pools whose retests are not all there and valid count as positive
 * pools of which nothing more is known.
 *
 * The prior of a false alarm's chance is Jeffreys', Beta(½, ½), whose intervals of small shares cover as they should
 * (Brown, Cai and DasGupta 2001); as theirs, the interval begins at no false alarm where none explains the counts best.
 * The kit's own word is not in it: it holds until the own pools say something (until then null).
 * @param single sensitivity of the single test
 * @throws RangeError for counts that are none
 */
export function learnSpecificity(counts: readonly RetestedPools[], single: number): OwnSpecificity | null {
  counts.forEach(requireRetested);
  // a tube of one person is not retested by its members
  const used = counts.filter(({ size, pools }) => size > 1 && pools > 0);
  if (!isEnough(used)) return null;
  const likelihood = (u: number) => mostLikely(used, single, Math.exp(u));
  // of the logarithm, whose density is the chance times that of the chance
  const density = (u: number) => likelihood(u) + 0.5 * u - 0.5 * Math.log1p(-Math.exp(u));
  const peak = peakOf(density, LEAST, MOST);
  const isIn = (u: number) => density(u) > peak.value - LEFT_OUT;
  const [from, to] = [edgeOf(isIn, peak.at, LEAST), edgeOf(isIn, peak.at, MOST)];
  const width = (to - from) / NODES;
  const nodes = Array.from({ length: NODES }, (_, i) => {
    const u = from + (i + 0.5) * width;
    return { u, weight: Math.exp(density(u) - peak.value) };
  });
  const total = nodes.reduce((sum, { weight }) => sum + weight, 0);
  const mean = nodes.reduce((sum, { u, weight }) => sum + Math.exp(u) * weight, 0) / total;
  const quantile = (share: number) => {
    let left = share * total;
    for (const { u, weight } of nodes) {
      if (left <= weight) return Math.exp(u + (left / weight - 0.5) * width);
      left -= weight;
    }
    return Math.exp(to);
  };
  const isNoneBest = likelihood(LEAST) >= peakOf(likelihood, LEAST, MOST).value - 1e-6;
  return { estimate: 1 - mean, low: 1 - quantile(0.975), high: isNoneBest ? 1 : 1 - quantile(0.025) };
}

/** At the prevalence that explains the counts best. */
function mostLikely(used: readonly RetestedPools[], single: number, falseAlarm: number): number {
  const at = (u: number) =>
    used.reduce((sum, one) => sum + logLikelihoodOf(one, single, Math.exp(u), falseAlarm), 0);
  return peakOf(at, LEAST, MOST).value;
}

function isEnough(used: readonly RetestedPools[]): boolean {
  const sum = (of: (one: RetestedPools) => number) => used.reduce((all, one) => all + of(one), 0);
  const positive = sum((one) => one.positive);
  const retested = sum((one) => one.allNegative + one.somePositive);
  // pools whose outcome is known to the end
  const known = sum(({ pools }) => pools) * (positive === 0 ? 1 : retested / positive);
  return known >= ENOUGH_POOLS && retested >= Math.min(positive, ENOUGH_RETESTED);
}
