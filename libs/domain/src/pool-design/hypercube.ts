import { poolDesign, type PoolDesign } from './pool-design.js';

/**
 * Specimens as the points of a cube with `side` points on each of its `dimensions` edges; a pool is a slice. Slices
 * across the slowest digit of the specimen's number come first, as in the tables of CERI-KRISP (Mutesa et al., Nature
 * 589 (2021) 276).
 * @throws RangeError unless both are whole and at least 2, and the cube has at most 65,535 points
 */
export function hypercubeDesign(side: number, dimensions: number, hasMaster = false): PoolDesign {
  if (!Number.isInteger(side) || !Number.isInteger(dimensions) || side < 2 || dimensions < 2)
    throw new RangeError(`hypercube: ${side}^${dimensions}`);
  const points = side ** dimensions;
  if (points > 0xffff) throw new RangeError(`hypercube: ${side}^${dimensions} has ${points} points`);
  return poolDesign({
    id: `hypercube-${side}^${dimensions}${hasMaster ? '-master' : ''}`,
    family: 'hypercube',
    pools: side * dimensions,
    poolsOfSpecimen: Array.from({ length: points }, (_, specimen) =>
      Array.from({ length: dimensions }, (_unused, axis) => {
        const digit = Math.floor(specimen / side ** (dimensions - 1 - axis)) % side;
        return axis * side + digit;
      }),
    ),
    hasMaster,
  });
}
