import type { PoolDesign } from '../../../pool-design/pool-design.js';
import { NEGATIVE, POSITIVE } from '../evidence.js';

/** Writes for every specimen how many valid negative pools hold it. Time: the places of the negative pools. */
export function countNegatives(design: PoolDesign, state: Uint8Array, counts: Uint16Array): void {
  const { specimenStart, specimenOf, pools } = design;
  counts.fill(0);
  for (let pool = 0; pool < pools; pool += 1) {
    if (state[pool] !== NEGATIVE) continue;
    const end = specimenStart[pool + 1]!;
    for (let at = specimenStart[pool]!; at < end; at += 1) counts[specimenOf[at]!]! += 1;
  }
}

/** Writes for every specimen how many of its pools count at all, as negative or as positive. */
export function countValid(design: PoolDesign, state: Uint8Array, counts: Uint16Array): void {
  const { poolStart, poolOf, specimens } = design;
  for (let specimen = 0; specimen < specimens; specimen += 1) {
    let valid = 0;
    for (let at = poolStart[specimen]!; at < poolStart[specimen + 1]!; at += 1)
      if (state[poolOf[at]!]! <= POSITIVE) valid += 1;
    counts[specimen] = valid;
  }
}

/**
 * DD(e), definite defectives: marks with 1 every specimen that is the only candidate of some valid positive pool, where a candidate
 * has at most `tolerated` valid negative pools (COMP(e)). Without noise such a specimen is positive.
 * @returns how many positive pools have no candidate at all
 */
export function markSoleCandidates(
  design: PoolDesign,
  state: Uint8Array,
  negatives: Uint16Array,
  tolerated: number,
  sole: Uint8Array,
): number {
  const { specimenStart, specimenOf, pools } = design;
  sole.fill(0);
  let unexplained = 0;
  for (let pool = 0; pool < pools; pool += 1) {
    if (state[pool] !== POSITIVE) continue;
    let candidates = 0;
    let last = 0;
    const end = specimenStart[pool + 1]!;
    for (let at = specimenStart[pool]!; at < end && candidates < 2; at += 1) {
      const specimen = specimenOf[at]!;
      if (negatives[specimen]! > tolerated) continue;
      candidates += 1;
      last = specimen;
    }
    if (candidates === 0) unexplained += 1;
    else if (candidates === 1) sole[last] = 1;
  }
  return unexplained;
}
