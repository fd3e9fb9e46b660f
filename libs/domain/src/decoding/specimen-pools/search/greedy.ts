import { choose, type SearchSpace } from './search-space.js';

/**
 * A good explanation to begin with: the candidate that saves most, again and again. Leaves its specimens in `chosen` and its
 * coverage in the space. `gains` is memory. @returns how many it chose
 */
export function greedyExplanation(space: SearchSpace, gains: Float64Array, chosen: Int32Array): number {
  const { design, covers, side, poolPrice, worth, candidates, candidateCount, sorted, last, excluded } =
    space;
  const { poolStart, specimenStart, specimenOf } = design;
  for (let k = 0; k < candidateCount; k += 1) gains[candidates[k]!] = worth[candidates[k]!]!;
  for (let count = 0; ; count += 1) {
    let most = 0;
    let who = -1;
    for (let k = 0; k < candidateCount; k += 1) {
      const gain = gains[candidates[k]!]!;
      if (gain > most) {
        most = gain;
        who = candidates[k]!;
      }
    }
    if (who < 0) return count;
    chosen[count] = who;
    for (let at = poolStart[who]!; at < last[who]!; at += 1) {
      const pool = sorted[at]!;
      if (covers[pool] !== 0) continue;
      const change = side[pool]! * poolPrice[pool]!;
      for (let k = specimenStart[pool]!; k < specimenStart[pool + 1]!; k += 1)
        if (excluded[specimenOf[k]!] === 0) gains[specimenOf[k]!]! -= change;
    }
    choose(space, who);
    gains[who] = -Infinity;
  }
}
