import type { EliminationPlan } from './elimination-plan.js';
import { spread, sumOut, type Eliminator, type Exact } from './eliminate.js';
import { BIG, rescale, SMALL } from './rescale.js';
import { subsetsOfMasks } from './subsets.js';

/**
 * Two classes of positives. A high load shows in every pool that holds it; a low load in each pool only with chance `activation`, so
 * that its misses go together (POOLING 2.3). `highShare` of all positives are high; the pools' own sensitivity comes on top.
 */
export type TwoLoads = { readonly highShare: number; readonly activation: number };

/** Plans that would need more than this many kept numbers are not made. */
const MOST = 1 << 23;

/**
 * The exact posterior with two load classes: a specimen moves the OR-state z to z|S, S any subset of its pools, with the chances of
 * its load (noisy OR). All terms are positive, as in `makeEliminator`.
 * @throws RangeError when a share is not in [0, 1] or the design is too large
 */
export function makeTwoLoadEliminator(plan: EliminationPlan, specimens: number, loads: TwoLoads): Eliminator {
  const { highShare, activation } = loads;
  if (!(highShare >= 0 && highShare <= 1 && activation >= 0 && activation <= 1))
    throw new RangeError(`load classes: ${highShare}, ${activation}`);
  if (plan.work > MOST) throw new RangeError(`two load classes need ${plan.work} numbers`);
  const { takes, subject, mask, rest, untouched } = plan;
  const { start: subsetStart, items: subsets } = subsetsOfMasks(mask, takes);
  const keptAt = new Int32Array(takes.length);
  let kept = 0;
  takes.forEach((take, step) => {
    keptAt[step] = kept;
    let size = take;
    for (let bits = mask[step]! | rest[step]!; bits !== 0 && take === 1; bits &= bits - 1) size *= 2;
    kept += size;
  });
  const additions = new Float64Array(kept);
  const forward = new Float64Array(2 ** plan.width);
  const backward = new Float64Array(2 ** plan.width);
  const exponentAt = new Float64Array(takes.length);
  const widest = takes.reduce(
    (most, _, step) => Math.max(most, subsetStart[step + 1]! - subsetStart[step]!),
    1,
  );
  const block = new Float64Array(widest);
  const low = new Float64Array(widest);
  const result: Exact = { marginals: new Float64Array(specimens), logEvidence: 0 };

  /** Each pool of the block in turn is switched on with chance `activation`. */
  const activate = (size: number): void => {
    low.set(block.subarray(0, size));
    for (let bit = 1; bit < size; bit *= 2)
      for (let s = 0; s < size; s += 1) {
        if ((s & bit) !== 0) continue;
        low[s | bit]! += activation * low[s]!;
        low[s]! *= 1 - activation;
      }
  };
  const activateBack = (size: number): void => {
    low.set(block.subarray(0, size));
    for (let bit = 1; bit < size; bit *= 2)
      for (let s = 0; s < size; s += 1)
        if ((s & bit) === 0) low[s] = (1 - activation) * low[s]! + activation * low[s | bit]!;
  };

  return (priors, l0, l1) => {
    const { marginals } = result;
    forward.fill(0);
    forward[0] = 1;
    let exponent = 0;
    for (let step = 0; step < takes.length; step += 1) {
      const others = rest[step]!;
      if (takes[step] === 0) {
        const top = sumOut(forward, mask[step]!, others, l0[subject[step]!]!, l1[subject[step]!]!);
        if (top > 0 && (top < SMALL || top > BIG)) exponent += rescale(forward, others, top);
        continue;
      }
      exponentAt[step] = exponent;
      const odds = priors[subject[step]!]! / (1 - priors[subject[step]!]!);
      const from = subsetStart[step]!;
      const size = subsetStart[step + 1]! - from;
      let keep = keptAt[step]!;
      let r = 0;
      do {
        let sum = 0;
        for (let s = 0; s < size; s += 1) {
          block[s] = forward[r | subsets[from + s]!]!;
          sum += block[s]!;
        }
        activate(size);
        for (let s = 0; s < size; s += 1) {
          const high = s === size - 1 ? highShare * sum : 0;
          const add = odds * (high + (1 - highShare) * low[s]!);
          additions[keep] = add;
          keep += 1;
          forward[r | subsets[from + s]!]! += add;
        }
        r = (r - others) & others;
      } while (r !== 0);
    }
    const total = forward[0];
    marginals.fill(0);
    for (const i of untouched) marginals[i] = priors[i]!;
    result.logEvidence = -Infinity;
    if (!(total > 0)) return result;
    backward[0] = 1;
    let backExponent = 0;
    let logClear = 0;
    for (let step = takes.length - 1; step >= 0; step -= 1) {
      const others = rest[step]!;
      const who = subject[step]!;
      if (takes[step] === 0) {
        const top = spread(backward, mask[step]!, others, l0[who]!, l1[who]!);
        if (top > 0 && (top < SMALL || top > BIG))
          backExponent += rescale(backward, others | mask[step]!, top);
        continue;
      }
      logClear += Math.log1p(-priors[who]!);
      const odds = priors[who]! / (1 - priors[who]!);
      const from = subsetStart[step]!;
      const size = subsetStart[step + 1]! - from;
      let keep = keptAt[step]!;
      let shared = 0;
      let r = 0;
      do {
        for (let s = 0; s < size; s += 1) block[s] = backward[r | subsets[from + s]!]!;
        activateBack(size);
        for (let s = 0; s < size; s += 1) {
          shared += additions[keep]! * block[s]!;
          keep += 1;
          backward[r | subsets[from + s]!]! +=
            odds * (highShare * block[size - 1]! + (1 - highShare) * low[s]!);
        }
        r = (r - others) & others;
      } while (r !== 0);
      marginals[who] = Math.min(1, (shared / total) * 2 ** (exponentAt[step]! + backExponent - exponent));
    }
    result.logEvidence = Math.log(total) + exponent * Math.LN2 + logClear;
    return result;
  };
}
