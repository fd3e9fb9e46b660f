import type { DualAscent } from './dual-ascent.js';
import { greedyExplanation } from './greedy.js';
import { unchoose, type SearchSpace } from './search-space.js';

/** What is known of a batch before any branch: bounds of the least cost, and the best explanation so far as marks. */
export type Root = {
  lower: number;
  upper: number;
  readonly inBest: Uint8Array;
  /** by candidate: every explanation that holds it costs at least `lower` plus this */
  readonly reduced: Float64Array;
};

/** @returns a function that bounds the least cost: from below by a dual ascent over the candidates, from above greedily */
export function makeRootBound(space: SearchSpace, ascent: DualAscent): () => Root {
  const { design, candidates, speaking } = space;
  const gains = new Float64Array(design.specimens);
  const greedy = new Int32Array(design.specimens);
  const allPools = Int32Array.from({ length: design.pools }, (_, pool) => pool);
  const root: Root = {
    lower: 0,
    upper: 0,
    inBest: new Uint8Array(design.specimens),
    reduced: new Float64Array(design.specimens),
  };
  return () => {
    const { specimenPrice, poolPrice, side, speakingCount, candidateCount, covers } = space;
    ascent.begin(speaking, 0, speakingCount, allPools, 0, design.pools);
    for (let k = 0; k < candidateCount; k += 1) ascent.take(candidates[k]!);
    root.lower = ascent.ascend(candidates, 0, candidateCount, speaking, 0, speakingCount, Infinity);
    for (let k = 0; k < candidateCount; k += 1) root.reduced[candidates[k]!] = ascent.reduced(candidates[k]!);
    ascent.end(speaking, 0, speakingCount);

    const count = greedyExplanation(space, gains, greedy);
    root.upper = 0;
    root.inBest.fill(0);
    for (let k = 0; k < count; k += 1) {
      root.upper += specimenPrice[greedy[k]!]!;
      root.inBest[greedy[k]!] = 1;
    }
    for (let pool = 0; pool < design.pools; pool += 1) {
      const broken = side[pool]! > 0 ? covers[pool] === 0 : side[pool]! < 0 && covers[pool]! > 0;
      if (broken) root.upper += poolPrice[pool]!;
    }
    for (let k = 0; k < count; k += 1) unchoose(space, greedy[k]!);
    return root;
  };
}

/**
 * Sets candidates aside (mark 2) that need not be searched: those dearer than `within` above the best explanation, and, where only the
 * worthwhile are kept, those that are worth no more than they cost. When the least cost is to be proven all are kept: what a specimen
 * would contradict does not count as its cost, because another one may have contradicted it already.
 */
export function setAside(space: SearchSpace, root: Root, within: number, keep: 'worthwhile' | 'all'): void {
  const { candidates, candidateCount, excluded, worth } = space;
  for (let k = 0; k < candidateCount; k += 1) {
    const i = candidates[k]!;
    const tooDear = root.lower + root.reduced[i]! > root.upper + within + 1e-9;
    excluded[i] = root.inBest[i] === 1 || !(tooDear || (keep === 'worthwhile' && worth[i]! <= 0)) ? 0 : 2;
  }
}
