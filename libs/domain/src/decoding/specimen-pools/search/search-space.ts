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
  /** each specimen's pools, in the places of design.poolOf: those that speak for it up to `middle`, those against up to `last` */
  readonly sorted: Uint16Array;
  readonly middle: Int32Array;
  readonly last: Int32Array;
  /** chosen specimens that a pool holds, at this moment of the search */
  readonly covers: Uint16Array;
  /** 1: this pool is taken as falsely positive, at this moment */
  readonly givenUp: Uint8Array;
  /** 1: not to be chosen any more, at this moment; 2: never (too dear for every explanation looked for) */
  readonly excluded: Uint8Array;
  /** the bound's unspent prices of specimens and of pools */
  readonly specimenLeft: Float64Array;
  readonly poolLeft: Float64Array;
  /** by specimen: see fairRatios */
  readonly fair: Float64Array;
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
    sorted: new Uint16Array(design.poolOf.length),
    middle: new Int32Array(n),
    last: new Int32Array(n),
    covers: new Uint16Array(m),
    givenUp: new Uint8Array(m),
    excluded: new Uint8Array(n),
    specimenLeft: new Float64Array(n),
    poolLeft: new Float64Array(m),
    fair: new Float64Array(n),
  };
}

/** Prices a batch. */
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
  sortPools(space);
  space.covers.fill(0);
  space.givenUp.fill(0);
  space.excluded.fill(0);
}

function sortPools({ design, side, sorted, middle, last }: SearchSpace): void {
  const { poolStart, poolOf, specimens } = design;
  for (let i = 0; i < specimens; i += 1) {
    const start = poolStart[i]!;
    const end = poolStart[i + 1]!;
    let front = start;
    for (let at = start; at < end; at += 1) {
      if (side[poolOf[at]!]! <= 0) continue;
      sorted[front] = poolOf[at]!;
      front += 1;
    }
    middle[i] = front;
    for (let at = start; at < end; at += 1) {
      if (side[poolOf[at]!]! >= 0) continue;
      sorted[front] = poolOf[at]!;
      front += 1;
    }
    last[i] = front;
  }
}

/** Adds a specimen to the explanation; @returns what it and the negative pools that it newly contradicts cost. */
export function choose(space: SearchSpace, specimen: number): number {
  const { design, covers, side, poolPrice } = space;
  let cost = space.specimenPrice[specimen]!;
  const end = design.poolStart[specimen + 1]!;
  for (let at = design.poolStart[specimen]!; at < end; at += 1) {
    const pool = design.poolOf[at]!;
    if (covers[pool] === 0 && side[pool]! < 0) cost += poolPrice[pool]!;
    covers[pool]! += 1;
  }
  return cost;
}

export function unchoose(space: SearchSpace, specimen: number): void {
  const { design, covers } = space;
  const end = design.poolStart[specimen + 1]!;
  for (let at = design.poolStart[specimen]!; at < end; at += 1) covers[design.poolOf[at]!]! -= 1;
}
