import { specimensIn } from '../../../pool-design/design-rows.js';
import type { PoolDesign } from '../../../pool-design/pool-design.js';

/** A pool with the pools within it and the specimens that are in none of these. */
export type Nest = {
  readonly pool: number;
  readonly specimens: readonly number[];
  readonly parts: readonly Nest[];
};

/**
 * A design whose pools are apart or one within the other (Dorfman, hierarchical) as trees.
 * @returns null for any other design; specimens in no pool are in no tree
 */
export function nestPools(design: PoolDesign): Nest[] | null {
  const sets = Array.from({ length: design.pools }, (_, pool) => [...specimensIn(design, pool)]);
  const order = [...sets.keys()].filter((pool) => sets[pool]!.length > 0);
  order.sort((a, b) => sets[b]!.length - sets[a]!.length || a - b);
  /** the smallest pool so far that holds the specimen */
  const within = new Int32Array(design.specimens).fill(-1);
  const kids = new Map<number, number[]>([[-1, []]]);
  for (const pool of order) {
    const parent = within[sets[pool]![0]!]!;
    if (!sets[pool]!.every((i) => within[i] === parent)) return null;
    kids.get(parent)!.push(pool);
    kids.set(pool, []);
    for (const i of sets[pool]!) within[i] = pool;
  }
  const nest = (pool: number): Nest => ({
    pool,
    specimens: sets[pool]!.filter((i) => within[i] === pool),
    parts: kids.get(pool)!.map(nest),
  });
  return kids.get(-1)!.map(nest);
}
