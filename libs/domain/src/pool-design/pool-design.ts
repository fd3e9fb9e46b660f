/**
 * Which specimens go into which pools of one batch: an m × n matrix of zeros and ones, kept by specimen and by pool.
 * Specimens are numbered 0 … n − 1, pools 0 … m − 1. The arrays are compressed rows: the pools of specimen i are
 * `poolOf[poolStart[i]] … poolOf[poolStart[i + 1] − 1]`, ascending, and so are the specimens of a pool.
 */
export type PoolDesign = {
  /** stable name, e.g. `array-8x12`, `hypercube-3^4`, `rs-384x48` */
  readonly id: string;
  readonly family: DesignFamily;
  /** n */
  readonly specimens: number;
  /** m, without the master pool */
  readonly pools: number;
  readonly poolStart: Uint32Array;
  readonly poolOf: Uint16Array;
  readonly specimenStart: Uint32Array;
  readonly specimenOf: Uint16Array;
  /** One pool of all specimens is tested first; the others only when it is not negative. */
  readonly hasMaster: boolean;
};

/** `own`: a laboratory's own matrix, of which nothing is known but its places. */
export type DesignFamily =
  'dorfman' | 'hierarchical' | 'array' | 'hypercube' | 'hyper' | 'reed-solomon' | 'triples' | 'own';

/** What one pool came to. `erased`: its control failed, a clot, missing; it counts for nobody. */
export type PoolOutcome = 'negative' | 'positive' | 'erased';

/** Chances of one pool's test; dilution is in the sensitivity. Both in (0, 1]; 1 says that it never errs. */
export type PoolTest = { readonly sensitivity: number; readonly specificity: number };

/**
 * Builds a design from the pools of each specimen.
 * @throws RangeError when a pool is named twice for a specimen, is none of 0 … pools − 1, or nothing is given
 */
export function poolDesign(given: {
  id: string;
  family: DesignFamily;
  pools: number;
  poolsOfSpecimen: readonly (readonly number[])[];
  hasMaster?: boolean;
}): PoolDesign {
  const { id, family, pools, poolsOfSpecimen, hasMaster = false } = given;
  const specimens = poolsOfSpecimen.length;
  if (specimens === 0 || specimens > 0xffff || !Number.isInteger(pools) || pools < 1 || pools > 0xffff)
    throw new RangeError(`${id}: ${specimens} specimens in ${pools} pools`);
  const sorted = poolsOfSpecimen.map((list) => list.toSorted((a, b) => a - b));
  const bad = sorted.findIndex((list) =>
    list.some((pool, i) => !Number.isInteger(pool) || pool < 0 || pool >= pools || pool === list[i - 1]),
  );
  if (bad >= 0) throw new RangeError(`${id}: pools of specimen ${bad}: ${sorted[bad]?.join(' ') ?? ''}`);
  const members: number[][] = Array.from({ length: pools }, () => []);
  sorted.forEach((list, specimen) => list.forEach((pool) => members[pool]?.push(specimen)));
  const byPool = compressed(members);
  const bySpecimen = compressed(sorted);
  return {
    id,
    family,
    specimens,
    pools,
    poolStart: bySpecimen.start,
    poolOf: bySpecimen.items,
    specimenStart: byPool.start,
    specimenOf: byPool.items,
    hasMaster,
  };
}

function compressed(lists: readonly (readonly number[])[]): { start: Uint32Array; items: Uint16Array } {
  const start = new Uint32Array(lists.length + 1);
  lists.forEach((list, i) => (start[i + 1] = (start[i] ?? 0) + list.length));
  return { start, items: Uint16Array.from(lists.flat()) };
}
