import type { EliminationPlan } from './elimination-plan.js';
import { subsetsOfMasks } from './subsets.js';
import { BIG, rescale, SMALL } from './rescale.js';

/** Chances of one batch: posteriors by specimen; ln P(readings), −Infinity when the readings are impossible. */
export type Exact = { readonly marginals: Float64Array; logEvidence: number };
export type Eliminator = (
  priors: Float64Array,
  ifClear: Float64Array,
  ifPositive: Float64Array,
) => Readonly<Exact>;

/** Numbers kept of one forward pass, as many as a core's cache holds; a plan that needs more is run in stretches, each computed twice. */
const KEPT = 1 << 19;

/**
 * The exact posterior by dynamic programming over OR-states, forward and backward. Every term is positive, so that nothing
 * cancels. It works with odds ρ = p / q: taking up a specimen with pools M adds ρ · Σ_{s ⊆ M} F[r | s] to F[r | M] and leaves every
 * other state alone; these additions are kept, and the posterior is their product with the backward numbers. The result is
 * held in memory of the decoder and overwritten by the next batch.
 */
export function makeEliminator(plan: EliminationPlan, specimens: number): Eliminator {
  const { takes, subject, mask, rest, untouched } = plan;
  const steps = takes.length;
  const { start: subsetStart, items: subsets } = subsetsOfMasks(mask, takes);
  const { stretches, keptAt, kept } = stretchesOf(plan);
  const forward = new Float64Array(2 ** plan.width);
  const backward = new Float64Array(2 ** plan.width);
  const saved = stretches.slice(1).map(() => new Float64Array(2 ** plan.width));
  const savedExponent = new Float64Array(stretches.length);
  const additions = new Float64Array(kept);
  const exponentAt = new Float64Array(steps);
  const result: Exact = { marginals: new Float64Array(specimens), logEvidence: 0 };
  let exponent = 0;

  const goForward = (from: number, to: number, priors: Float64Array, l0: Float64Array, l1: Float64Array) => {
    for (let step = from; step < to; step += 1) {
      const m = mask[step]!;
      const others = rest[step]!;
      if (takes[step] === 1) {
        const p = priors[subject[step]!]!;
        exponentAt[step] = exponent;
        takeUp(
          forward,
          additions,
          keptAt[step]!,
          m,
          others,
          p / (1 - p),
          subsets,
          subsetStart[step]!,
          subsetStart[step + 1]!,
        );
      } else {
        const top = sumOut(forward, m, others, l0[subject[step]!]!, l1[subject[step]!]!);
        if (top > 0 && (top < SMALL || top > BIG)) exponent += rescale(forward, others, top);
      }
    }
  };

  return (priors, l0, l1) => {
    const { marginals } = result;
    forward.fill(0);
    forward[0] = 1;
    exponent = 0;
    stretches.forEach((from, index) => {
      if (index > 0) saved[index - 1]!.set(forward);
      savedExponent[index] = exponent;
      goForward(from, stretches[index + 1] ?? steps, priors, l0, l1);
    });
    const total = forward[0];
    const totalExponent = exponent;
    marginals.fill(0);
    for (let i = 0; i < untouched.length; i += 1) marginals[untouched[i]!] = priors[untouched[i]!]!;
    if (!(total > 0)) {
      result.logEvidence = -Infinity;
      return result;
    }
    let logClear = 0;
    backward[0] = 1;
    let backExponent = 0;
    for (let index = stretches.length - 1; index >= 0; index -= 1) {
      const from = stretches[index]!;
      const to = stretches[index + 1] ?? steps;
      if (index < stretches.length - 1) {
        if (index > 0) forward.set(saved[index - 1]!);
        else {
          forward.fill(0);
          forward[0] = 1;
        }
        exponent = savedExponent[index]!;
        goForward(from, to, priors, l0, l1);
      }
      for (let step = to - 1; step >= from; step -= 1) {
        const m = mask[step]!;
        const others = rest[step]!;
        const who = subject[step]!;
        if (takes[step] === 1) {
          const p = priors[who]!;
          logClear += Math.log1p(-p);
          const shared = takeBack(
            backward,
            additions,
            keptAt[step]!,
            m,
            others,
            p / (1 - p),
            subsets,
            subsetStart[step]!,
            subsetStart[step + 1]!,
          );
          marginals[who] = Math.min(
            1,
            (shared / total) * 2 ** (exponentAt[step]! + backExponent - totalExponent),
          );
        } else {
          const top = spread(backward, m, others, l0[who]!, l1[who]!);
          if (top > 0 && (top < SMALL || top > BIG)) backExponent += rescale(backward, others | m, top);
        }
      }
    }
    result.logEvidence = Math.log(total) + totalExponent * Math.LN2 + logClear;
    return result;
  };
}

/** Where the stretches begin, where each step keeps its additions, and the longest stretch's count of them. */
function stretchesOf({ takes, rest }: EliminationPlan) {
  const stretches = [0];
  const keptAt = new Int32Array(takes.length);
  let kept = 0;
  let here = 0;
  takes.forEach((take, step) => {
    if (take === 0) return;
    const size = 2 ** bitsOf(rest[step]!);
    if (here + size > KEPT) {
      stretches.push(step);
      here = 0;
    }
    keptAt[step] = here;
    here += size;
    kept = Math.max(kept, here);
  });
  return { stretches, keptAt, kept };
}

function bitsOf(mask: number): number {
  let bits = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) bits += 1;
  return bits;
}

/** F[r | M] += ρ · Σ_{s ⊆ M} F[r | s] for every r of the other bits; keeps the sums times ρ from `at` on. */
function takeUp(
  F: Float64Array,
  additions: Float64Array,
  at: number,
  M: number,
  others: number,
  odds: number,
  subsets: Int32Array,
  from: number,
  to: number,
): void {
  let keep = at;
  let r = 0;
  if (to - from === 4) {
    const a = subsets[from + 1]!;
    const b = subsets[from + 2]!;
    do {
      const add = odds * (F[r]! + F[r | a]! + F[r | b]! + F[r | M]!);
      additions[keep] = add;
      keep += 1;
      F[r | M]! += add;
      r = (r - others) & others;
    } while (r !== 0);
    return;
  }
  do {
    let sum = 0;
    for (let k = from; k < to; k += 1) sum += F[r | subsets[k]!]!;
    const add = odds * sum;
    additions[keep] = add;
    keep += 1;
    F[r | M]! += add;
    r = (r - others) & others;
  } while (r !== 0);
}

/** The backward step of `takeUp`, B[r | s] += ρ · B[r | M] for every s ⊆ M; @returns Σ additions · B. */
function takeBack(
  B: Float64Array,
  additions: Float64Array,
  at: number,
  M: number,
  others: number,
  odds: number,
  subsets: Int32Array,
  from: number,
  to: number,
): number {
  let keep = at;
  let r = 0;
  let shared = 0;
  if (to - from === 4) {
    const a = subsets[from + 1]!;
    const b = subsets[from + 2]!;
    do {
      const full = B[r | M]!;
      const add = odds * full;
      shared += additions[keep]! * full;
      keep += 1;
      B[r]! += add;
      B[r | a]! += add;
      B[r | b]! += add;
      B[r | M] = full + add;
      r = (r - others) & others;
    } while (r !== 0);
    return shared;
  }
  do {
    const full = B[r | M]!;
    const add = odds * full;
    shared += additions[keep]! * full;
    keep += 1;
    for (let k = from; k < to; k += 1) B[r | subsets[k]!]! += add;
    r = (r - others) & others;
  } while (r !== 0);
  return shared;
}

/** Sums a pool out and clears its half for the next pool that takes its bit; @returns the largest number left. */
export function sumOut(F: Float64Array, bit: number, others: number, l0: number, l1: number): number {
  let top = 0;
  let r = 0;
  do {
    let value = l0 * F[r]!;
    if (bit !== 0) {
      value += l1 * F[r | bit]!;
      F[r | bit] = 0;
    }
    F[r] = value;
    if (value > top) top = value;
    r = (r - others) & others;
  } while (r !== 0);
  return top;
}

/** The backward step of `sumOut`. */
export function spread(B: Float64Array, bit: number, others: number, l0: number, l1: number): number {
  let top = 0;
  let r = 0;
  do {
    const value = B[r]!;
    if (bit !== 0) B[r | bit] = value * l1;
    B[r] = value * l0;
    if (value > top) top = value;
    r = (r - others) & others;
  } while (r !== 0);
  return top;
}
