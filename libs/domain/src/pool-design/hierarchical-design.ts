import { requireStageSizes, splitInPools, type StageSizes } from './hierarchical-stages.js';
import { poolDesign, type PoolDesign } from './pool-design.js';

/**
 * All pools that the stages can come to, one within the other: [25, 5, 1] for 50 specimens has 2 + 10 + 50 pools, the largest first.
 * Pools that were not tested, or not yet, have no outcome (erased). The last stage is the single test.
 * @throws RangeError unless the sizes fall to 1 and there are specimens
 */
export function hierarchicalDesign(specimens: number, sizes: StageSizes): PoolDesign {
  requireStageSizes(sizes);
  const everyone = Array.from({ length: specimens }, (_, i) => i);
  const stages: number[][][] = [];
  let before: number[][] = [everyone];
  for (const size of sizes) {
    before = before.flatMap((members) => splitInPools(members, size));
    stages.push(before);
  }
  const pools = stages.flat();
  const poolsOfSpecimen: number[][] = everyone.map(() => []);
  pools.forEach((members, pool) => members.forEach((i) => poolsOfSpecimen[i]?.push(pool)));
  return poolDesign({
    id: `stages-${specimens}-by-${sizes.join(':')}`,
    family: 'hierarchical',
    pools: pools.length,
    poolsOfSpecimen,
  });
}
