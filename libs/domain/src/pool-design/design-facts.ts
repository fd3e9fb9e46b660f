import { poolsOf, specimensIn } from './design-rows.js';
import type { PoolDesign } from './pool-design.js';

export type DesignFacts = {
  /** pools of a specimen: the least and the most */
  readonly weight: { readonly min: number; readonly max: number };
  /** specimens of a pool, the master pool not counted: the least and the most */
  readonly poolSize: { readonly min: number; readonly max: number };
  /** the most pools that two specimens share */
  readonly overlap: number;
  /**
   * Up to so many positives, tests without errors tell exactly who they are: every other specimen has a pool that none
   * of them is in. Found by covering, not by the bound ⌊(weight − 1)/overlap⌋, which it is never below.
   */
  readonly guaranteedPositives: number;
};

/** Weights above this are not decoded by covering: 2^weight places are needed. */
const weightLimit = 16;

const known = new WeakMap<PoolDesign, DesignFacts>();

/** @throws RangeError for a design with a specimen in more than 16 pools */
export function designFacts(design: PoolDesign): DesignFacts {
  const facts = known.get(design) ?? findFacts(design);
  known.set(design, facts);
  return facts;
}

function findFacts(design: PoolDesign): DesignFacts {
  const weights = Array.from({ length: design.specimens }, (_, i) => poolsOf(design, i).length);
  const sizes = Array.from({ length: design.pools }, (_, pool) => specimensIn(design, pool).length);
  if (Math.max(...weights) > weightLimit) throw new RangeError(`${design.id}: weight above ${weightLimit}`);
  let overlap = 0;
  let cover = design.specimens;
  for (let specimen = 0; specimen < design.specimens; specimen += 1) {
    const shared = sharedPools(design, specimen);
    for (const mask of shared) overlap = Math.max(overlap, bits(mask));
    cover = Math.min(cover, leastCover(shared, 2 ** (weights[specimen] ?? 0)));
  }
  return {
    weight: { min: Math.min(...weights), max: Math.max(...weights) },
    poolSize: { min: Math.min(...sizes), max: Math.max(...sizes) },
    overlap,
    guaranteedPositives: Math.max(0, cover - 1),
  };
}

/** Which of its pools each other specimen is in too, as bit masks without repetition. */
function sharedPools(design: PoolDesign, specimen: number): Set<number> {
  const masks = new Map<number, number>();
  poolsOf(design, specimen).forEach((pool, bit) => {
    for (const other of specimensIn(design, pool))
      if (other !== specimen) masks.set(other, (masks.get(other) ?? 0) | (1 << bit));
  });
  return new Set(masks.values());
}

/** The least number of masks whose union is everything; infinite when there is none. */
function leastCover(masks: Iterable<number>, size: number): number {
  const list = [...masks];
  let reached = new Set([0]);
  for (let count = 0; count <= weightLimit; count += 1) {
    if (reached.has(size - 1)) return count;
    reached = new Set([...reached].flatMap((union) => list.map((mask) => union | mask)));
  }
  return Number.POSITIVE_INFINITY;
}

function bits(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}
