import type { SearchSpace } from './search-space.js';

/** Members of the pools that are looked at: all of them at the root, the kept ones below it. */
export type Members = {
  readonly start: ArrayLike<number>;
  readonly end: ArrayLike<number>;
  readonly of: ArrayLike<number>;
};

/** Sets the unspent prices back; pools that an explanation contradicts already cost nothing more. */
export function resetSpecimens(space: SearchSpace, list: Int32Array, from: number, to: number): void {
  for (let k = from; k < to; k += 1) space.specimenLeft[list[k]!] = space.specimenPrice[list[k]!]!;
}

export function resetPools(space: SearchSpace, list: Int32Array, from: number, to: number): void {
  const { poolLeft, poolPrice, covers, side } = space;
  for (let k = from; k < to; k += 1) {
    const pool = list[k]!;
    poolLeft[pool] = side[pool]! < 0 && covers[pool] === 0 ? poolPrice[pool]! : 0;
  }
}

/** What is unspent of a specimen's own price and of the negative pools that it would contradict. */
export function reducedPrice(space: SearchSpace, specimen: number): number {
  const { poolLeft, sorted } = space;
  let left = space.specimenLeft[specimen]!;
  const end = space.last[specimen]!;
  for (let at = space.middle[specimen]!; at < end; at += 1) left += poolLeft[sorted[at]!]!;
  return left;
}

/**
 * One step of the dual ascent: raises the pool's dual value as far as its own price and every member's unspent prices allow, and
 * spends it. Written proof: docs/branch-and-bound.md.
 * @returns the dual value, a part of the lower bound
 */
export function raise(space: SearchSpace, pool: number, members: Members, cap: number): number {
  const { excluded, specimenLeft, poolLeft, sorted, middle, last } = space;
  const from = members.start[pool]!;
  const to = members.end[pool]!;
  let value = cap;
  for (let k = from; k < to; k += 1) {
    const specimen = members.of[k]!;
    if (excluded[specimen] !== 0) continue;
    const left = reducedPrice(space, specimen);
    if (left < value) value = left;
  }
  if (value <= 0) return 0;
  let least = value;
  for (let k = from; k < to; k += 1) {
    const specimen = members.of[k]!;
    if (excluded[specimen] !== 0) continue;
    let owed = value;
    const own = Math.min(owed, specimenLeft[specimen]!);
    specimenLeft[specimen]! -= own;
    owed -= own;
    const end = last[specimen]!;
    for (let at = middle[specimen]!; at < end && owed > 0; at += 1) {
      const other = sorted[at]!;
      const part = Math.min(owed, poolLeft[other]!);
      poolLeft[other]! -= part;
      owed -= part;
    }
    // two members that share a negative pool may have counted it both: the value is what the poorest could pay
    if (value - owed < least) least = value - owed;
  }
  return least;
}

/**
 * Writes for every specimen of a list what one of its open pools may ask of it at most, when all ask alike: its unspent prices over
 * the pools that it would explain. Raised to these first, the dual values are spread over the pools of a specimen, and fewer
 * pairs of pools need the prices of negative ones.
 */
export function fairRatios(
  space: SearchSpace,
  list: ArrayLike<number> | null,
  from: number,
  to: number,
): void {
  const { excluded, covers, givenUp, sorted, middle, fair } = space;
  const { poolStart } = space.design;
  for (let k = from; k < to; k += 1) {
    const specimen = list === null ? k : list[k]!;
    if (excluded[specimen] !== 0) continue;
    const mid = middle[specimen]!;
    let explains = 0;
    for (let at = poolStart[specimen]!; at < mid; at += 1)
      if (covers[sorted[at]!] === 0 && givenUp[sorted[at]!] === 0) explains += 1;
    if (explains > 0) fair[specimen] = reducedPrice(space, specimen) / explains;
  }
}

/** The least that a member may be asked for, at most the pool's own price. */
export function fairShare(
  { excluded, fair, poolPrice }: SearchSpace,
  pool: number,
  members: Members,
): number {
  const to = members.end[pool]!;
  let value = poolPrice[pool]!;
  for (let k = members.start[pool]!; k < to; k += 1) {
    const specimen = members.of[k]!;
    if (excluded[specimen] === 0 && fair[specimen]! < value) value = fair[specimen]!;
  }
  return value;
}
