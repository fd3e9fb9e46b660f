import { fairRatios, fairShare, raise, reducedPrice } from './dual-bound.js';
import { greedyExplanation } from './greedy.js';
import { unchoose, type SearchSpace } from './search-space.js';

/** What is known of a batch before any branch: bounds of the least cost, and the best explanation so far as marks. */
export type Root = {
  lower: number;
  upper: number;
  readonly inBest: Uint8Array;
  /** by specimen: every explanation that holds it costs at least `lower` plus this */
  readonly reduced: Float64Array;
};

/** @returns a function that bounds the least cost: from below by a dual ascent over all specimens, from above greedily */
export function makeRootBound(space: SearchSpace): () => Root {
  const { design } = space;
  const all = { start: design.specimenStart, end: design.specimenStart.subarray(1), of: design.specimenOf };
  const gains = new Float64Array(design.specimens);
  const greedy = new Int32Array(design.specimens);
  const shares = new Float64Array(design.pools);
  const root: Root = {
    lower: 0,
    upper: 0,
    inBest: new Uint8Array(design.specimens),
    reduced: new Float64Array(design.specimens),
  };
  return () => {
    const { specimenLeft, specimenPrice, poolLeft, poolPrice, side, speaking, speakingCount, covers } = space;
    specimenLeft.set(specimenPrice);
    for (let pool = 0; pool < design.pools; pool += 1)
      poolLeft[pool] = side[pool]! < 0 ? poolPrice[pool]! : 0;
    root.lower = 0;
    fairRatios(space, null, 0, design.specimens);
    for (let k = 0; k < speakingCount; k += 1) shares[k] = fairShare(space, speaking[k]!, all);
    for (let k = 0; k < speakingCount; k += 1) {
      shares[k] = raise(space, speaking[k]!, all, shares[k]!);
      root.lower += shares[k]!;
    }
    for (let k = 0; k < speakingCount; k += 1)
      root.lower += raise(space, speaking[k]!, all, poolPrice[speaking[k]!]! - shares[k]!);
    for (let i = 0; i < design.specimens; i += 1) root.reduced[i] = reducedPrice(space, i);

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
 * Sets specimens aside (mark 2) that need not be searched: those dearer than `within` above the best explanation, and those
 * that explain less than they cost. When the least cost is to be proven, what a specimen would contradict does not count as its
 * cost, because another one may have contradicted it already; when explanations are listed it counts.
 */
export function setAside(space: SearchSpace, root: Root, within: number, proving: boolean): void {
  const { design, specimenPrice, poolPrice, excluded, sorted, middle, last } = space;
  const { poolStart } = design;
  for (let i = 0; i < design.specimens; i += 1) {
    excluded[i] = 0;
    if (root.inBest[i] === 1) continue;
    excluded[i] = 2;
    if (root.lower + root.reduced[i]! > root.upper + within + 1e-9) continue;
    let worth = -specimenPrice[i]!;
    for (let at = poolStart[i]!; at < middle[i]!; at += 1) worth += poolPrice[sorted[at]!]!;
    if (!proving) for (let at = middle[i]!; at < last[i]!; at += 1) worth -= poolPrice[sorted[at]!]!;
    if (worth > 0) excluded[i] = 0;
  }
}
