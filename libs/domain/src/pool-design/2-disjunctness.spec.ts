import { describe, expect, it } from 'vitest';
import {
  BUILT_IN_DESIGNS,
  builtInDesign,
  isBuiltInDesign,
  type BuiltInDesignId,
} from './built-in-designs.js';
import { designFacts } from './design-facts.js';
import { poolsOf } from './design-rows.js';
import { dorfmanDesign } from './dorfman.js';
import { hyperDesign } from './hyper.js';
import { poolDesign, type PoolDesign } from './pool-design.js';
import { reedSolomonDesign } from './reed-solomon.js';

const ids = Object.keys(BUILT_IN_DESIGNS) as BuiltInDesignId[];

/** Specimens without a negative pool, when exactly `truth` are positive and tests do not err. */
function candidates(design: PoolDesign, truth: readonly number[], positive: Uint8Array): number {
  positive.fill(0);
  for (const specimen of truth) for (const pool of poolsOf(design, specimen)) positive[pool] = 1;
  const { poolStart, poolOf } = design;
  let count = 0;
  for (let specimen = 0; specimen < design.specimens; specimen += 1) {
    let all = true;
    const end = poolStart[specimen + 1] ?? 0;
    for (let i = poolStart[specimen] ?? 0; all && i < end; i += 1) all = positive[poolOf[i] ?? 0] === 1;
    if (all) count += 1;
  }
  return count;
}

describe('2. any x with |x| ≤ ⌊(w − 1)/l⌋: COMP names exactly the truth', () => {
  it.each(ids)('%s: all singles', (id) => {
    const design = builtInDesign(id);
    const positive = new Uint8Array(design.pools);
    expect(candidates(design, [], positive)).toBe(0);
    for (let one = 0; one < design.specimens; one += 1) expect(candidates(design, [one], positive)).toBe(1);
  });

  it.each(['rs-384x48', 'triples-105x45', 'triples-961x93'] as const)(
    '%s: all pairs',
    (id) => {
      const design = builtInDesign(id);
      const positive = new Uint8Array(design.pools);
      let wrong = 0;
      for (let one = 0; one < design.specimens; one += 1)
        for (let other = one + 1; other < design.specimens; other += 1)
          if (candidates(design, [one, other], positive) !== 2) wrong += 1;
      expect(wrong).toBe(0);
    },
    120_000,
  );
});

describe('what a design guarantees', () => {
  it.each([
    ['array-8x12', 2, 1, 1, 8, 12],
    ['array-16x24', 2, 1, 1, 16, 24],
    ['hypercube-3^3', 3, 2, 1, 9, 9],
    ['hypercube-3^4', 4, 3, 1, 27, 27],
    ['hyper-96x16-q2', 2, 1, 1, 12, 12],
    ['hyper-384x32-q2', 2, 1, 1, 24, 24],
    ['hyper-384x48-q3', 3, 2, 1, 24, 24],
    ['rs-384x48', 6, 2, 2, 48, 48],
    ['triples-105x45', 3, 1, 2, 7, 7],
    ['triples-961x93', 3, 1, 2, 31, 31],
  ] as const)('%s: weight %i, overlap %i, any %i positives, pools of %i to %i', (id, ...expected) => {
    const { weight, overlap, guaranteedPositives, poolSize } = designFacts(builtInDesign(id));
    expect(weight.min).toBe(weight.max);
    expect([weight.min, overlap, guaranteedPositives, poolSize.min, poolSize.max]).toEqual(expected);
    expect(guaranteedPositives).toBeGreaterThanOrEqual(Math.floor((weight.min - 1) / overlap));
  });

  it('is nothing when two specimens are in the same pools, or one is in none', () => {
    expect(designFacts(dorfmanDesign(20, 5)).guaranteedPositives).toBe(0);
    expect(designFacts(hyperDesign(384, 24, 2)).guaranteedPositives).toBe(0);
    const unpooled = poolDesign({ id: 'x', family: 'array', pools: 2, poolsOfSpecimen: [[0], [1], []] });
    expect(designFacts(unpooled).guaranteedPositives).toBe(0);
    const alone = poolDesign({ id: 'x', family: 'dorfman', pools: 3, poolsOfSpecimen: [[0], [1], [2]] });
    expect(designFacts(alone).guaranteedPositives).toBe(2);
  });

  it('refuses what cannot be made', () => {
    expect(() => hyperDesign(10, 15, 2)).toThrow(RangeError);
    expect(() => hyperDesign(10, 36, 3)).toThrow(RangeError);
    expect(() => reedSolomonDesign(513, 6)).toThrow(RangeError);
    expect(() => reedSolomonDesign(384, 9)).toThrow(RangeError);
    expect(() => dorfmanDesign(0, 5)).toThrow(RangeError);
    expect(isBuiltInDesign('toString')).toBe(false);
  });
});
