import { poolDesign, type PoolDesign } from './pool-design.js';
import { inverse, isPrime, modulo, power, primitiveRoot } from './prime-field.js';

/**
 * HYPER (Hong et al., Nature Communications 13 (2022) 1837): the pools of a specimen are an edge of the complete
 * q-uniform hypergraph on the pools, and the edges come factor by factor, so that all pools stay of one size. Pool
 * m − 1 is the point at infinity, the others are the numbers modulo m − 1. When there are more specimens than edges,
 * edges are used again and the specimens of one edge stand next to one another, as the authors' generator does.
 * @throws RangeError when m is odd (q = 2), or m is no multiple of 6 with m − 1 prime (q = 3)
 */
export function hyperDesign(specimens: number, pools: number, q: 2 | 3): PoolDesign {
  if (!Number.isInteger(specimens) || specimens < 1) throw new RangeError(`hyper: ${specimens} specimens`);
  const edges = q === 2 ? roundRobin(pools) : bethTriples(pools);
  return poolDesign({
    id: `hyper-${specimens}x${pools}-q${q}`,
    family: 'hyper',
    pools,
    poolsOfSpecimen: edges.slice(0, specimens).flatMap((edge, i) => {
      const times = Math.ceil((specimens - i) / edges.length);
      return Array.from({ length: times }, () => edge);
    }),
  });
}

/** The rounds of a tournament: in round g each pool meets another, g + i and g − i, and g meets infinity. */
function roundRobin(pools: number): number[][] {
  if (!Number.isInteger(pools) || pools < 4 || pools % 2 !== 0) throw new RangeError(`hyper: ${pools} pools`);
  const r = pools - 1;
  return Array.from({ length: r }, (_, g) => [
    [g, r],
    ...Array.from({ length: (r - 1) / 2 }, (_unused, i) => [modulo(g + i + 1, r), modulo(g - i - 1, r)]),
  ]).flat();
}

/** The smallest numbers of the 16 orbits in the order of the published design: there a hash table gave it. */
const publishedOrbits = [21, 5, 7, 10, 1, 3, 8, 6, 9, 0, 4, 29, 11, 15, 2, 12];

/**
 * Beth 1974: x ↦ −(1 + x)/x is of order 3 on the projective line over a prime r ≡ 2 (mod 3) and fixes no point, so its
 * orbits are triples that cover every pool once. Their images under x ↦ λx + g, λ a power of the smallest primitive
 * root (half of them: −λ gives no new triples), are the factors. In every factor the triples stand in the order of
 * their orbits, ascending by the smallest number; for 48 pools as published.
 */
function bethTriples(pools: number): number[][] {
  const r = pools - 1;
  if (pools % 6 !== 0 || !isPrime(r)) throw new RangeError(`hyper: ${pools} pools for triples`);
  const next = (x: number): number => {
    if (x === r) return r - 1;
    return x === 0 ? r : modulo(-inverse(x, r) * (1 + x), r);
  };
  const orbitOf = (x: number) => [x, next(x), next(next(x))];
  const ascending = Array.from({ length: pools }, (_, x) => x).filter((x) => Math.min(...orbitOf(x)) === x);
  const orbits = (pools === 48 ? publishedOrbits : ascending).map(orbitOf);
  const root = primitiveRoot(r);
  return Array.from({ length: (r - 1) / 2 }, (_, i) => power(root, i + 1, r)).flatMap((scale) =>
    Array.from({ length: r }, (_, shift) =>
      orbits.map((orbit) => orbit.map((x) => (x === r ? r : modulo(scale * x + shift, r)))),
    ).flat(),
  );
}
