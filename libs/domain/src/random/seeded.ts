import { hash32 } from './hash32.js';

/** A repeatable source of chance for drills and tests; never for secrets or for spot checks that must surprise. */
export interface SeededRandom {
  /** A number in [0, 1) with 53 random bits. */
  next(): number;
  /** A whole number from 0 to n-1. Throws RangeError unless n is a positive whole number. */
  int(n: number): number;
  /** One element. Throws RangeError when the list is empty. */
  pick<T>(list: readonly T[]): T;
  /** A shuffled copy (Fisher and Yates). */
  shuffle<T>(list: readonly T[]): T[];
  /** A normal deviate (Box and Muller); mean 0 and standard deviation 1 when not given. */
  normal(mean?: number, standardDeviation?: number): number;
}

const rotateLeft = (word: number, by: number): number => (word << by) | (word >>> (32 - by));

/**
 * xoshiro128** 1.1 (Blackman and Vigna), its four words seeded from hashes of the seed.
 * Equal seeds give equal sequences on every platform and in every release; `1` and `'1'` are one seed.
 */
export function seeded(seed: string | number): SeededRandom {
  const word = (index: number): number => hash32(`${seed}#${index}`);
  // The all-zero state is the generator's only fixed point; the set bit keeps it out of reach.
  let [s0, s1, s2, s3] = [word(0) | 1, word(1), word(2), word(3)];

  const next32 = (): number => {
    const result = Math.imul(rotateLeft(Math.imul(s1, 5), 7), 9) >>> 0;
    const shifted = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= shifted;
    s3 = rotateLeft(s3, 11);
    return result;
  };

  const next = (): number => ((next32() >>> 5) * 0x4000000 + (next32() >>> 6)) / 0x20000000000000;

  const int = (n: number): number => {
    if (!Number.isSafeInteger(n) || n < 1) throw new RangeError('n must be a positive whole number');
    return Math.floor(next() * n);
  };

  function pick<T>(list: readonly T[]): T {
    if (list.length === 0) throw new RangeError('nothing to pick from');
    return list[int(list.length)] as T;
  }

  function shuffle<T>(list: readonly T[]): T[] {
    const copy = [...list];
    for (let last = copy.length - 1; last > 0; last -= 1) {
      const other = int(last + 1);
      [copy[last], copy[other]] = [copy[other] as T, copy[last] as T];
    }
    return copy;
  }

  const normal = (mean = 0, standardDeviation = 1): number => {
    const radius = Math.sqrt(-2 * Math.log(1 - next()));
    return mean + standardDeviation * radius * Math.cos(2 * Math.PI * next());
  };

  return { next, int, pick, shuffle, normal };
}
