import type { PoolDesign } from '../../../pool-design/pool-design.js';
import { NEGATIVE, POSITIVE } from '../evidence.js';

/** Why a person looks at a batch before any of its negatives leaves (POOLING 2.4). */
export type BatchAlert =
  | 'improbable-readings'
  | 'unexplained-pool'
  | 'contradicted-negatives'
  | 'budget'
  | 'decoder-failed'
  | 'contradiction'
  | 'over-capacity'
  | 'failed-control'
  | 'inconsistent-ct'
  | 'mismatched-ct'
  | 'discrepant-master';

/** What the best explanation leaves open: positive pools that hold none of it, and valid negative pools that hold one of it. */
export function openReadings(design: PoolDesign, state: Uint8Array, best: readonly number[]) {
  const held = new Uint8Array(design.pools);
  for (const specimen of best)
    for (let at = design.poolStart[specimen]!; at < design.poolStart[specimen + 1]!; at += 1)
      held[design.poolOf[at]!] = 1;
  const unexplained: number[] = [];
  const contradicted: number[] = [];
  state.forEach((reading, pool) => {
    if (reading === POSITIVE && held[pool] === 0) unexplained.push(pool);
    if (reading === NEGATIVE && held[pool] === 1) contradicted.push(pool);
  });
  return { unexplained, contradicted };
}

/** e by weight: 0 for one or two pools, 1 for three or four, 2 for more (POOLING 2.4). */
export function toleratedOf(weight: number): number {
  return weight <= 2 ? 0 : weight <= 4 ? 1 : 2;
}

/**
 * How many positives a batch can hold before its calls are looked at: those of POOLING 2.4 for the two designs named there, for others as
 * many as could lie in pools of their own.
 */
export function capacityOf(design: PoolDesign): number {
  if (design.family === 'reed-solomon') return 5;
  if (design.family === 'hierarchical') return design.specimens;
  if (design.family === 'triples' && design.specimens > 105) return 10;
  const widest = Math.max(1, weightOf(design));
  return Math.max(1, Math.floor(design.pools / widest));
}

/** The most pools that any specimen is in. */
export function weightOf({ poolStart, specimens }: PoolDesign): number {
  let most = 0;
  for (let i = 0; i < specimens; i += 1) most = Math.max(most, poolStart[i + 1]! - poolStart[i]!);
  return most;
}
