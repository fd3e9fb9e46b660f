import { choose, type SearchSpace } from './search-space.js';

/**
 * A good explanation to begin with: the specimen that saves most, again and again. Leaves its specimens in `chosen` and its
 * coverage in the space. @returns how many it chose
 */
export function greedyExplanation(space: SearchSpace, gains: Float64Array, chosen: Int32Array): number {
  const { design, covers, side, poolPrice, specimenPrice } = space;
  const { specimens: n, poolStart, poolOf } = design;
  let count = 0;
  for (let i = 0; i < n; i += 1) {
    let gain = -specimenPrice[i]!;
    for (let at = poolStart[i]!; at < poolStart[i + 1]!; at += 1)
      gain += side[poolOf[at]!]! * poolPrice[poolOf[at]!]!;
    gains[i] = gain;
  }
  for (;;) {
    let most = 0;
    let who = -1;
    for (let i = 0; i < n; i += 1) {
      if (gains[i]! > most) {
        most = gains[i]!;
        who = i;
      }
    }
    if (who < 0 || count === chosen.length) return count;
    chosen[count] = who;
    count += 1;
    for (let at = poolStart[who]!; at < poolStart[who + 1]!; at += 1) {
      const pool = poolOf[at]!;
      if (covers[pool] !== 0) continue;
      const change = side[pool]! * poolPrice[pool]!;
      if (change === 0) continue;
      for (let k = design.specimenStart[pool]!; k < design.specimenStart[pool + 1]!; k += 1)
        gains[design.specimenOf[k]!]! -= change;
    }
    choose(space, who);
    gains[who] = -Infinity;
  }
}
