import { poolDesign, type PoolDesign } from './pool-design.js';

const FIELD = 8;

/** Product in GF(8) modulo x³ + x + 1. */
function times(a: number, b: number): number {
  let product = 0;
  for (let bit = 0; bit < 3; bit += 1) if ((b >> bit) & 1) product ^= a << bit;
  for (let bit = 4; bit >= 3; bit -= 1) if ((product >> bit) & 1) product ^= 0b1011 << (bit - 3);
  return product;
}

/**
 * P-BEST (Shental et al., Science Advances 6 (2020) eabc5961): specimen s is the polynomial c0 + c1·x + c2·x² over
 * GF(8) whose coefficients are the octal digits of s; in layer x it goes into pool 8x + its value at x. Two polynomials
 * agree in at most two places, so two specimens share at most two of their pools.
 * @throws RangeError for more than 512 specimens or more than 8 layers
 */
export function reedSolomonDesign(specimens = 384, layers = 6): PoolDesign {
  if (!Number.isInteger(specimens) || specimens < 1 || specimens > FIELD ** 3)
    throw new RangeError(`reed-solomon: ${specimens} specimens`);
  if (!Number.isInteger(layers) || layers < 1 || layers > FIELD)
    throw new RangeError(`reed-solomon: ${layers} layers`);
  return poolDesign({
    id: `rs-${specimens}x${layers * FIELD}`,
    family: 'reed-solomon',
    pools: layers * FIELD,
    poolsOfSpecimen: Array.from({ length: specimens }, (_, s) =>
      Array.from({ length: layers }, (_unused, x) => {
        const value = (s & 7) ^ times((s >> 3) & 7, x) ^ times(s >> 6, times(x, x));
        return FIELD * x + value;
      }),
    ),
  });
}
