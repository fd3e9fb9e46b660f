import { poolsOf } from './design-rows.js';
import { poolDesign, type PoolDesign } from './pool-design.js';

/**
 * The design for a batch that is not full: its first specimens only. Pools keep their numbers; some may stay empty, and
 * an empty pool has no outcome (erased).
 * @throws RangeError unless `specimens` is 1 … the design's
 */
export function firstSpecimens(design: PoolDesign, specimens: number): PoolDesign {
  if (specimens === design.specimens) return design;
  if (!Number.isInteger(specimens) || specimens < 1 || specimens > design.specimens)
    throw new RangeError(`${design.id}: ${specimens} of ${design.specimens} specimens`);
  return poolDesign({
    ...design,
    id: `${design.id}/${specimens}`,
    poolsOfSpecimen: Array.from({ length: specimens }, (_, specimen) => [...poolsOf(design, specimen)]),
  });
}
