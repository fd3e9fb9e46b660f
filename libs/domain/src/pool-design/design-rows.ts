import type { PoolDesign } from './pool-design.js';

/** The pools of a specimen, ascending: a view, not a copy. */
export const poolsOf = (design: PoolDesign, specimen: number): Uint16Array =>
  design.poolOf.subarray(design.poolStart[specimen], design.poolStart[specimen + 1]);

/** The specimens of a pool, ascending: a view, not a copy. */
export const specimensIn = (design: PoolDesign, pool: number): Uint16Array =>
  design.specimenOf.subarray(design.specimenStart[pool], design.specimenStart[pool + 1]);
