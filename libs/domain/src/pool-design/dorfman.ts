import { poolDesign, type PoolDesign } from './pool-design.js';

/**
 * Every specimen in one pool, `poolSize` consecutive ones each; the last pool takes the rest. Dorfman, Annals of
 * Mathematical Statistics 14 (1943) 436.
 * @throws RangeError unless both are whole and at least 1
 */
export function dorfmanDesign(specimens: number, poolSize: number): PoolDesign {
  if (!Number.isInteger(specimens) || !Number.isInteger(poolSize) || specimens < 1 || poolSize < 1)
    throw new RangeError(`dorfman: ${specimens} specimens in pools of ${poolSize}`);
  return poolDesign({
    id: `dorfman-${specimens}-by-${poolSize}`,
    family: 'dorfman',
    pools: Math.ceil(specimens / poolSize),
    poolsOfSpecimen: Array.from({ length: specimens }, (_, specimen) => [Math.floor(specimen / poolSize)]),
  });
}
