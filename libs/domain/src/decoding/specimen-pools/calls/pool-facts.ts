import type { PoolDesign } from '../../../pool-design/pool-design.js';
import { countNegatives, countValid, markSoleCandidates } from '../combinatorial/count-negatives.js';
import { ERASED, GREY, NEGATIVE } from '../evidence.js';

/** What the pools alone say of the specimens, in memory of the decoder, overwritten by the next batch. */
export type PoolFacts = {
  readonly negatives: Uint16Array;
  readonly valid: Uint16Array;
  readonly sole: Uint8Array;
  readonly grey: Uint8Array;
  /** 1: the last stage in which it was tested is not negative, so that an earlier negative one does not count */
  readonly reopened: Uint8Array;
  /** positive pools without a candidate */
  readonly strays: number;
};

/** Prepares the counting for a design; COMP(e) and DD(e) with e = `mostTolerated`. */
export function makePoolFacts(design: PoolDesign, mostTolerated: number): (state: Uint8Array) => PoolFacts {
  const { specimens: n, poolStart, poolOf } = design;
  const negatives = new Uint16Array(n);
  const valid = new Uint16Array(n);
  const sole = new Uint8Array(n);
  const grey = new Uint8Array(n);
  const reopened = new Uint8Array(n);
  return (state) => {
    countNegatives(design, state, negatives);
    countValid(design, state, valid);
    const strays = markSoleCandidates(design, state, negatives, mostTolerated, sole);
    grey.fill(0);
    for (let i = 0; i < n; i += 1)
      for (let at = poolStart[i]!; at < poolStart[i + 1]!; at += 1)
        if (state[poolOf[at]!] === GREY) grey[i] = 1;
    if (design.family === 'hierarchical')
      for (let i = 0; i < n; i += 1) {
        // pools of a hierarchical design are numbered stage by stage
        let last: number = ERASED;
        for (let at = poolStart[i]!; at < poolStart[i + 1]!; at += 1)
          if (state[poolOf[at]!] !== ERASED) last = state[poolOf[at]!]!;
        reopened[i] = last === NEGATIVE || last === ERASED ? 0 : 1;
      }
    return { negatives, valid, sole, grey, reopened, strays };
  };
}
