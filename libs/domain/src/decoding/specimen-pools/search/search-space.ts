import type { PoolDesign } from '../../../pool-design/pool-design.js';

/** What no explanation may do costs this much: more than any sum of true prices, little enough to keep their digits. */
export const HARD = 1e5;

/**
 * The batch as prices (docs/branch-and-bound.md). An explanation S, a set of positive specimens, costs
 * Σ_{i ∈ S} specimenPrice + Σ price of pools that speak for a positive and hold none of S + Σ price of pools that speak against one and
 * hold one of S; that is −ln P(S, readings) but for a constant. Memory of the decoder, rewritten for every batch.
 */
export type SearchSpace = {
  readonly design: PoolDesign;
  /** ln(q / p) ≥ 0 */
  readonly specimenPrice: Float64Array;
  readonly odds: Float64Array;
  /** |ln(P(reading | somebody) / P(reading | nobody))| */
  readonly poolPrice: Float64Array;
  /** 1: speaks for a positive; −1: against; 0: says nothing */
  readonly side: Int8Array;
  /** P(reading | somebody) / P(reading | nobody) */
  readonly ratio: Float64Array;
  /** ln P(no positive at all) + Σ ln of the better likelihood of each pool: ln P(S, readings) = constant − cost(S) */
  constant: number;
  /** pools that speak for a positive */
  readonly speaking: Int32Array;
  speakingCount: number;
  /** specimens that may be in a cheapest explanation, ascending */
  readonly candidates: Int32Array;
  candidateCount: number;
  /** by candidate: what its speaking pools are worth, less its own price and all its denials */
  readonly worth: Float64Array;
  /** each candidate's pools, in the places of design.poolOf: those that speak for it up to `middle`, those against up to `last` */
  readonly sorted: Uint16Array;
  readonly middle: Int32Array;
  readonly last: Int32Array;
  /** chosen specimens that a pool holds, at this moment of the search */
  readonly covers: Uint16Array;
  /** 1: not to be chosen any more, at this moment; 2: set aside (too dear, or worth less than it costs) */
  readonly excluded: Uint8Array;
};

/** @throws RangeError when a prior is above one half: then a positive is cheaper than none and the bound does not hold */
export function makeSearchSpace(design: PoolDesign, priors: Float64Array): SearchSpace {
  if (!priors.every((p) => p <= 0.5)) throw new RangeError(`${design.id}: priors above 0.5 are not searched`);
  const { specimens: n, pools: m } = design;
  return {
    design,
    specimenPrice: priors.map((p) => Math.min(HARD, Math.log((1 - p) / p))),
    odds: priors.map((p) => p / (1 - p)),
    poolPrice: new Float64Array(m),
    side: new Int8Array(m),
    ratio: new Float64Array(m),
    constant: 0,
    speaking: new Int32Array(m),
    speakingCount: 0,
    candidates: new Int32Array(n),
    candidateCount: 0,
    worth: new Float64Array(n),
    sorted: new Uint16Array(design.poolOf.length),
    middle: new Int32Array(n),
    last: new Int32Array(n),
    covers: new Uint16Array(m),
    excluded: new Uint8Array(n),
  };
}

/** Prices a batch and finds its candidates. */
export function priceBatch(
  space: SearchSpace,
  logClear: number,
  ifClear: Float64Array,
  ifPositive: Float64Array,
): void {
  const { design, poolPrice, side, ratio, speaking } = space;
  space.speakingCount = 0;
  space.constant = logClear;
  for (let pool = 0; pool < design.pools; pool += 1) {
    const l0 = ifClear[pool]!;
    const l1 = ifPositive[pool]!;
    const log = Math.log(l1) - Math.log(l0);
    space.constant += Math.log(Math.max(l0, l1));
    poolPrice[pool] = Math.min(HARD, Math.abs(log));
    ratio[pool] = l1 / l0;
    side[pool] = log > 0 ? 1 : log < 0 ? -1 : 0;
    if (log > 0) {
      speaking[space.speakingCount] = pool;
      space.speakingCount += 1;
    }
  }
  space.covers.fill(0);
  gatherCandidates(space);
}

/** A specimen whose speaking pools are worth no more than its price is in no cheapest explanation and sets nothing else right. */
function gatherCandidates(space: SearchSpace): void {
  const { design, speaking, speakingCount, specimenPrice, poolPrice, worth, candidates, excluded } = space;
  const { specimenStart, specimenOf, specimens } = design;
  worth.fill(0);
  excluded.fill(2);
  for (let k = 0; k < speakingCount; k += 1) {
    const pool = speaking[k]!;
    const price = poolPrice[pool]!;
    for (let at = specimenStart[pool]!; at < specimenStart[pool + 1]!; at += 1)
      worth[specimenOf[at]!]! += price;
  }
  let count = 0;
  for (let i = 0; i < specimens; i += 1) {
    if (worth[i]! <= specimenPrice[i]!) continue;
    candidates[count] = i;
    count += 1;
    excluded[i] = 0;
    worth[i]! -= specimenPrice[i]! + sortPools(space, i);
  }
  space.candidateCount = count;
}

/** Puts the pools that speak for a specimen first; @returns the price of those that deny it. */
function sortPools({ design, side, poolPrice, sorted, middle, last }: SearchSpace, specimen: number): number {
  const { poolStart, poolOf } = design;
  const start = poolStart[specimen]!;
  const end = poolStart[specimen + 1]!;
  let front = start;
  for (let at = start; at < end; at += 1) {
    if (side[poolOf[at]!]! <= 0) continue;
    sorted[front] = poolOf[at]!;
    front += 1;
  }
  middle[specimen] = front;
  let denied = 0;
  for (let at = start; at < end; at += 1) {
    if (side[poolOf[at]!]! >= 0) continue;
    sorted[front] = poolOf[at]!;
    denied += poolPrice[poolOf[at]!]!;
    front += 1;
  }
  last[specimen] = front;
  return denied;
}

/** Adds a candidate to the explanation; @returns what it and the denying pools that it newly contradicts cost. */
export function choose(space: SearchSpace, specimen: number): number {
  const { design, covers, sorted, middle, last, poolPrice } = space;
  let cost = space.specimenPrice[specimen]!;
  const mid = middle[specimen]!;
  const end = last[specimen]!;
  for (let at = design.poolStart[specimen]!; at < mid; at += 1) covers[sorted[at]!]! += 1;
  for (let at = mid; at < end; at += 1) {
    const pool = sorted[at]!;
    if (covers[pool] === 0) cost += poolPrice[pool]!;
    covers[pool]! += 1;
  }
  return cost;
}

export function unchoose(space: SearchSpace, specimen: number): void {
  const { design, covers, sorted } = space;
  const end = space.last[specimen]!;
  for (let at = design.poolStart[specimen]!; at < end; at += 1) covers[sorted[at]!]! -= 1;
}
