import { poolDesign, type PoolDesign } from './pool-design.js';
import { isPrime, modulo, power, primitiveRoot } from './prime-field.js';

/**
 * Triples of pools of which no two share a pair: whole parallel classes (each pool once in a class) of a Kirkman triple
 * system, so that all pools are of one size. Any two positives leave every other specimen a negative pool.
 * @throws RangeError when the specimens are not whole classes, or the construction has too few of them
 */
export function tripleDesign(specimens: number, pools: number): PoolDesign {
  const classes = kirkmanClasses(pools);
  const perClass = pools / 3;
  if (specimens < 1 || specimens % perClass !== 0 || specimens > classes.length * perClass)
    throw new RangeError(`triples: ${specimens} specimens in ${pools} pools`);
  return poolDesign({
    id: `triples-${specimens}x${pools}`,
    family: 'triples',
    pools,
    poolsOfSpecimen: classes.slice(0, specimens / perClass).flat(),
  });
}

/**
 * Parallel classes on 3u points; point (x, i), x modulo u and i = 0, 1, 2, has the number x + i·u.
 * For a prime u = 6t + 1 and for u = 15 the whole Kirkman triple system, (3u − 1)/2 classes; for another odd u the u
 * classes of the transversal triples.
 * @throws RangeError unless points is three times an odd number of at least 3
 */
export function kirkmanClasses(points: number): number[][][] {
  const u = points / 3;
  if (!Number.isInteger(u) || u < 3 || u % 2 === 0) throw new RangeError(`kirkman: ${points} points`);
  if (isPrime(u) && u % 6 === 1) return rayChaudhuriWilson(u);
  return u === 15
    ? [...transversalClasses(u), ...classesWithinCopies(schoolgirls(), u)]
    : transversalClasses(u);
}

/** Kirkman's tripling: a class of the system of u points in each of the three copies is a class of 3u points. */
function classesWithinCopies(classes: readonly number[][][], u: number): number[][][] {
  return classes.map((triples) =>
    [0, 1, 2].flatMap((copy) => triples.map((triple) => triple.map((point) => point + copy * u))),
  );
}

/**
 * A Kirkman triple system of 15 points (1850's fifteen schoolgirls): points (x, 0) and (x, 1), x modulo 7, and one point
 * that stays; the seven shifts of one class, whose differences are all different.
 */
function schoolgirls(): number[][][] {
  const stays = 14;
  const other = (x: number) => 7 + modulo(x, 7);
  return range(7).map((by) => [
    [stays, by, other(by)],
    [1, 2, 4].map((x) => modulo(x + by, 7)),
    ...[
      [3, 1, 5],
      [5, 4, 6],
      [6, 2, 3],
    ].map(([x = 0, a = 0, b = 0]) => [modulo(x + by, 7), other(a + by), other(b + by)]),
  ]);
}

/**
 * The triples of Kirkman's tripling that go across three copies of u points: {(x, 0), (x + c, 1), (2x + c, 2)}. In one
 * class c is fixed; x and c follow from any two of the points, as u is odd.
 */
function transversalClasses(u: number): number[][][] {
  return range(u).map((c) => range(u).map((x) => [x, u + modulo(x + c, u), 2 * u + modulo(2 * x + c, u)]));
}

/**
 * Ray-Chaudhuri and Wilson, Solution of Kirkman's schoolgirl problem (1971): g generates the field of u = 6t + 1. The
 * first class is {(0, 0), (0, 1), (0, 2)}, the triples g^i·{1, g^2t, g^4t} within each copy for i < t, and across the
 * copies those whose i lies in the odd sixths; its u shifts are classes, and so are the shifts of each other triple
 * across the copies.
 */
function rayChaudhuriWilson(u: number): number[][][] {
  const t = (u - 1) / 6;
  const g = primitiveRoot(u);
  const at = (exponent: number) => power(g, exponent % (u - 1), u);
  const within = range(t).flatMap((i) =>
    [0, 1, 2].map((copy) => [0, 2 * t, 4 * t].map((step) => copy * u + at(i + step))),
  );
  const across = range(6 * t).map((i) => [0, 1, 2].map((copy) => copy * u + at(i + 2 * t * copy)));
  const isOdd = (i: number) => Math.floor(i / t) % 2 === 1;
  const first = [[0, u, 2 * u], ...within, ...across.filter((_, i) => isOdd(i))];
  const shifted = (triple: number[], by: number) =>
    triple.map((point) => Math.floor(point / u) * u + modulo((point % u) + by, u));
  const developed = range(u).map((by) => first.map((triple) => shifted(triple, by)));
  const single = across
    .filter((_, i) => !isOdd(i))
    .map((triple) => range(u).map((by) => shifted(triple, by)));
  return [...developed, ...single];
}

const range = (length: number): number[] => Array.from({ length }, (_, i) => i);
