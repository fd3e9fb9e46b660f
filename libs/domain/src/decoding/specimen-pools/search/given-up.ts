import type { Component, Parts } from './components.js';
import { says, type Joiners } from './joiners.js';
import type { SearchSpace } from './search-space.js';

/**
 * What the specimens set aside make of the pools that a core gave up. Such a pool is explained once however many of its members join:
 * with x its members' odds without it, all that may happen in it weighs 1 + ratio · (Π (1 + x) − 1).
 */
export function makeGivenUp(space: SearchSpace, parts: Parts, joiners: Joiners) {
  const { design, ratio } = space;
  const { specimenStart, specimenOf } = design;
  const pools = new Int32Array(design.pools);
  const any = new Float64Array(design.pools);
  /** by specimen: Σ over cores of weight · chance that it joins in a pool given up */
  const joined = new Float64Array(design.specimens);
  let count = 0;

  /** @returns by what the weight of the core at hand grows */
  const weigh = (part: Component): number => {
    count = 0;
    let growth = 1;
    for (let k = part.openFrom; k < part.openTo; k += 1) {
      const pool = parts.open[k]!;
      if (joiners.isCovered(pool)) continue;
      const share = says(ratio[pool]!);
      let all = 1;
      for (let at = specimenStart[pool]!; at < specimenStart[pool + 1]!; at += 1) {
        const i = specimenOf[at]!;
        if (joiners.groupOf[i] === pool) all *= 1 + joiners.odds[i]! / share;
      }
      pools[count] = pool;
      any[count] = share * (all - 1);
      growth *= 1 + any[count]!;
      count += 1;
    }
    return growth;
  };

  /** Adds the core weighed last, `weight` its weight with the growth. */
  const add = (weight: number): void => {
    for (let k = 0; k < count; k += 1) {
      const pool = pools[k]!;
      const share = says(ratio[pool]!);
      const scale = (weight * (any[k]! + share)) / (1 + any[k]!);
      for (let at = specimenStart[pool]!; at < specimenStart[pool + 1]!; at += 1) {
        const i = specimenOf[at]!;
        if (joiners.groupOf[i] !== pool) continue;
        const x = joiners.odds[i]! / share;
        joined[i]! += (scale * x) / (1 + x);
      }
    }
  };
  return { joined, weigh, add };
}
